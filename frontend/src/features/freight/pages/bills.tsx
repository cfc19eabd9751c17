import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { Button, Chip, Count, DateTime, EmptyState, Page } from '@/shared/ui'
import { DataGrid, FilterBar, type FilterField, type FilterValues, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { FileIcon, UploadIcon } from '@/shared/ui/icons'
import { useCarriers } from '../components/choices'
import { UploadBill } from '../components/upload-bill'
import { Yuan } from '../components/words'
import { billKeys, billPage, type FreightBillRow } from '../queries'
import { texts } from '../texts'

const rowId = (row: FreightBillRow) => row.number

function useColumns(): readonly GridColumn<FreightBillRow>[] {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  return useMemo<GridColumn<FreightBillRow>[]>(
    () => [
      { id: 'number', header: t('bill.number'), width: 170, always: true, pinned: 'start', cell: (row) => <Link className="dz-mono" to="/freight-bills/$number" params={{ number: row.number }}>{row.number}</Link>, copy: (row) => row.number },
      { id: 'carrier', header: t('carrier'), width: 130, cell: (row) => (zh ? row.carrier_zh : row.carrier_en), copy: (row) => row.carrier_code },
      { id: 'period', header: t('bill.period'), width: 200, cell: (row) => `${row.period_from} – ${row.period_to}`, copy: (row) => `${row.period_from} ${row.period_to}` },
      { id: 'lines', header: t('bill.lines'), width: 80, numeric: true, cell: (row) => <Count value={row.line_count} />, copy: (row) => String(row.line_count) },
      { id: 'billed', header: t('sums.billed'), width: 120, numeric: true, cell: (row) => <Yuan value={row.billed} />, copy: (row) => row.billed },
      { id: 'payable', header: t('sums.payable'), width: 120, numeric: true, cell: (row) => <Yuan value={row.payable} />, copy: (row) => row.payable },
      { id: 'disputed', header: t('sums.disputed'), width: 120, numeric: true, cell: (row) => <Yuan value={row.disputed} />, copy: (row) => row.disputed },
      { id: 'open', header: t('bill.open'), width: 120, cell: (row) => (row.disputed_lines > 0 ? <Chip tone="warning">{t('bill.disputedLines', { lines: row.disputed_lines })}</Chip> : <Chip tone="success">{t('bill.agreed')}</Chip>) },
      { id: 'paid', header: t('sums.paid'), width: 120, numeric: true, cell: (row) => <Yuan value={row.paid} />, copy: (row) => row.paid },
      { id: 'at', header: t('bill.importedAt'), width: 150, cell: (row) => <DateTime at={row.imported_at} />, copy: (row) => row.imported_at },
      { id: 'by', header: t('bill.importedBy'), width: 120, cell: (row) => row.imported_by, copy: (row) => row.imported_by },
      { id: 'file', header: t('bill.file'), width: 180, grow: true, cell: (row) => row.file_name, copy: (row) => row.file_name },
    ],
    [t, zh],
  )
}

/** What carriers ask for, what of it we owe, and what is disputed. */
export function FreightBills() {
  const t = texts.use()
  const can = useCan()
  const search = useSearch({ from: '/shell/freight-bills' })
  const navigate = useNavigate({ from: '/freight-bills' })
  const carriers = useCarriers()
  const [uploading, setUploading] = useState(false)
  const source = useCursorList({ queryKey: billKeys.list(search), page: billPage(search) })
  const change = useCallback((patch: FilterValues) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true }), [navigate])
  const fields = useMemo<FilterField[]>(() => [{ kind: 'choice', name: 'carrier', label: t('carrier'), options: carriers }], [t, carriers])
  return (
    <Page
      title={t('bills.title')}
      lead={t('bills.lead')}
      width="full"
      actions={
        can('warehouse.freight.reconcile') && (
          <Button kind="primary" icon={UploadIcon} onClick={() => setUploading(true)}>
            {t('upload.title')}
          </Button>
        )
      }
    >
      <DataGrid
        id="freight-bills"
        label={t('bills.title')}
        columns={useColumns()}
        source={source}
        rowId={rowId}
        onOpen={(row) => void navigate({ to: '/freight-bills/$number', params: { number: row.number } })}
        toolbar={<FilterBar fields={fields} value={search} onChange={change} />}
        empty={
          <EmptyState icon={FileIcon} title={t('bills.empty')}>
            {t('bills.emptyText')}
          </EmptyState>
        }
      />
      {uploading && <UploadBill onClose={() => setUploading(false)} />}
    </Page>
  )
}
