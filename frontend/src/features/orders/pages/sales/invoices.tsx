import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { useCan } from '@/shared/api'
import { Button, Chip, ConfirmAction, DateTime, EmptyState, Money, Page, type Tone } from '@/shared/ui'
import { DataGrid, FilterBar, type FilterField, type FilterValues, type GridColumn, SavedViews, useCursorList } from '@/shared/ui/grid'
import { DownloadIcon, UploadIcon } from '@/shared/ui/icons'
import { ImportDialog } from '@/shared/ui/import-dialog'
import { InvoiceDialog } from './invoice-dialog'
import { exportInvoices, IMPORT_TEMPLATE, INVOICE_STATES, invoiceKeys, type InvoiceOut, invoicePage, type InvoiceSearch, useImportInvoices } from './queries'
import { texts } from './texts'

const rowId = (row: InvoiceOut) => row.id
const TONES: Record<string, Tone> = { requested: 'warning', issued: 'success', red_due: 'danger' }
const KINDS = ['ordinary', 'special'] as const

export function InvoiceChip({ state }: { state: string }) {
  const t = texts.use()
  const known = INVOICE_STATES.find((one) => one === state)
  return <Chip tone={TONES[state] ?? 'neutral'}>{known ? t(`invoices.states.${known}`) : state}</Chip>
}

export function InvoicesPage() {
  const t = texts.use()
  const can = useCan()
  const search = useSearch({ from: '/shell/invoices' })
  const navigate = useNavigate({ from: '/invoices' })
  const source = useCursorList({ queryKey: invoiceKeys.list(search), page: invoicePage(search) })
  const change = useCallback((patch: FilterValues) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true }), [navigate])
  const send = useImportInvoices()
  const [open, setOpen] = useState<InvoiceOut | 'import' | 'export' | null>(null)
  const mayIssue = can('orders.invoices.issue')
  const columns = useMemo<GridColumn<InvoiceOut>[]>(() => {
    const kind = (row: InvoiceOut) => t(row.kind === 'special' ? 'invoices.kinds.special' : 'invoices.kinds.ordinary')
    return [
      { id: 'number', header: t('invoices.number'), width: 176, always: true, pinned: 'start', cell: (row) => <Button kind="link" onClick={() => setOpen(row)}>{row.number}</Button>, copy: (row) => row.number },
      { id: 'state', header: t('state'), width: 110, cell: (row) => <InvoiceChip state={row.state} />, copy: (row) => row.state },
      { id: 'order', header: t('order'), width: 176, cell: (row) => <Link className="dz-mono" to="/orders/$id" params={{ id: row.order_id }}>{row.order_number}</Link>, copy: (row) => row.order_number },
      { id: 'title', header: t('invoices.titleShown'), width: 220, grow: true, cell: (row) => row.title_shown, copy: (row) => row.title_shown },
      { id: 'kind', header: t('invoices.kind'), width: 90, cell: kind, copy: kind },
      { id: 'amount', header: t('amount'), width: 116, numeric: true, cell: (row) => <Money value={row.amount} />, copy: (row) => row.amount.amount },
      { id: 'shop', header: t('shop'), width: 140, cell: (row) => row.shop_name ?? row.shop_id, copy: (row) => row.shop_id },
      { id: 'issued', header: t('invoices.issuedNumber'), width: 190, cell: (row) => <span className="dz-mono">{row.issued_number}</span>, copy: (row) => row.issued_number ?? '' },
      { id: 'on', header: t('invoices.issuedOn'), width: 110, cell: (row) => row.issued_on, copy: (row) => row.issued_on ?? '' },
      { id: 'asked', header: t('invoices.asked'), width: 146, cell: (row) => <DateTime at={row.requested_at} />, copy: (row) => row.requested_at },
    ]
  }, [t])
  const fields = useMemo<FilterField[]>(
    () => [
      { kind: 'search', name: 'q', label: t('invoices.search') },
      { kind: 'choice', name: 'state', label: t('state'), options: INVOICE_STATES.map((state) => ({ value: state, label: t(`invoices.states.${state}`) })) },
      { kind: 'choice', name: 'kind', label: t('invoices.kind'), options: KINDS.map((kind) => ({ value: kind, label: t(`invoices.kinds.${kind}`) })) },
    ],
    [t],
  )
  return (
    <Page
      title={t('invoices.title')}
      lead={t('invoices.lead')}
      width="full"
      actions={
        mayIssue && (
          <>
            <Button icon={DownloadIcon} onClick={() => setOpen('export')}>{t('invoices.export')}</Button>
            <Button icon={UploadIcon} onClick={() => setOpen('import')}>{t('invoices.import')}</Button>
          </>
        )
      }
    >
      <DataGrid
        id="invoices"
        label={t('invoices.title')}
        columns={columns}
        source={source}
        rowId={rowId}
        onOpen={setOpen}
        toolbar={<FilterBar fields={fields} value={search} onChange={change} />}
        actions={<SavedViews id="invoices" search={search} onPick={(view) => void navigate({ search: view as InvoiceSearch })} />}
        empty={<EmptyState title={t('invoices.empty')} />}
      />
      {open !== null && typeof open === 'object' && <InvoiceDialog invoice={open} onClose={() => setOpen(null)} />}
      {open === 'import' && <ImportDialog title={t('invoices.import')} hint={t('invoices.importHint')} template={IMPORT_TEMPLATE} send={(file, check) => send.mutateAsync({ file, check })} onClose={() => setOpen(null)} />}
      <ConfirmAction open={open === 'export'} title={t('invoices.exportTitle')} verb={t('invoices.export')} reason="required" onConfirm={exportInvoices} onClose={() => setOpen(null)}>
        {t('invoices.exportText')}
      </ConfirmAction>
    </Page>
  )
}
