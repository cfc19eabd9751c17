import { Link, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { companyDay, dayAfter, dayStart } from '@/shared/lib/time'
import { Button, Chip, Count, DateTime, EmptyState, Page, toast } from '@/shared/ui'
import { type FormField, FormModal } from '@/shared/ui/form'
import { DataGrid, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { AddIcon } from '@/shared/ui/icons'
import { useShops } from '../../components/shops'
import { type PresaleOut, presaleKeys, presalePage, useChangePresale, useCreatePresale } from './queries'
import { texts } from './texts'

const rowId = (row: PresaleOut) => row.id
const KINDS = ['none', 'percent', 'amount'] as const
const OVERDUES = ['forfeit', 'refund'] as const
type DepositKind = (typeof KINDS)[number]
type Overdue = (typeof OVERDUES)[number]

export function PresalesPage() {
  const t = texts.use()
  const can = useCan()
  const zh = useLanguage() === 'zh-CN'
  const navigate = useNavigate()
  const source = useCursorList({ queryKey: presaleKeys.list(), page: presalePage, nouns: ['order'] })
  const [open, setOpen] = useState<PresaleOut | 'new' | null>(null)
  const mayKeep = can('orders.presales.keep')
  const columns = useMemo<GridColumn<PresaleOut>[]>(() => {
    const sku = (row: PresaleOut) => (zh ? row.sku_name_zh : row.sku_name_en || row.sku_name_zh) ?? ''
    const deposit = (row: PresaleOut) => (row.deposit_kind === 'none' ? t('presales.depositKinds.none') : row.deposit_kind === 'percent' ? `${Number(row.deposit)}%` : `${row.deposit} ${row.currency}`)
    return [
      { id: 'name', header: t('presales.name'), width: 170, always: true, pinned: 'start', cell: (row) => <Link to="/presale-orders" search={{ presale: row.id }}>{row.name}</Link>, copy: (row) => row.name },
      { id: 'shop', header: t('shop'), width: 140, cell: (row) => row.shop_name ?? row.shop_id, copy: (row) => row.shop_id },
      { id: 'sku', header: t('presales.sku'), width: 130, cell: (row) => <span className="dz-mono">{row.sku}</span>, copy: (row) => row.sku },
      { id: 'goods', header: t('presales.skuName'), width: 180, grow: true, cell: sku, copy: sku },
      { id: 'pieces', header: t('presales.figure'), width: 110, numeric: true, cell: (row) => <Count value={row.pieces} />, copy: (row) => String(row.pieces) },
      { id: 'paid', header: t('presales.paidPieces'), width: 90, numeric: true, cell: (row) => <Count value={row.paid_pieces} />, copy: (row) => String(row.paid_pieces) },
      { id: 'overdue', header: t('presales.overdueCount'), width: 90, cell: (row) => row.overdue > 0 && <Link to="/presale-orders" search={{ presale: row.id, state: 'overdue' }}><Chip tone="danger">{row.overdue}</Chip></Link>, copy: (row) => String(row.overdue) },
      { id: 'deposit', header: t('presales.deposit'), width: 110, cell: deposit, copy: deposit },
      { id: 'until', header: t('presales.balanceUntil'), width: 146, cell: (row) => row.balance_until && <DateTime at={row.balance_until} />, copy: (row) => row.balance_until ?? '' },
      { id: 'ships', header: t('presales.ships'), width: 146, cell: (row) => (row.ships_from ? <DateTime at={row.ships_from} /> : t('presales.whenStock')), copy: (row) => row.ships_from ?? '' },
      { id: 'promise', header: t('presales.shipsUntil'), width: 146, cell: (row) => row.ships_until && <DateTime at={row.ships_until} />, copy: (row) => row.ships_until ?? '' },
      { id: 'period', header: t('presales.period'), width: 240, cell: (row) => <><DateTime at={row.starts_at} form="day" /> – <DateTime at={row.ends_at} form="day" /></>, copy: (row) => row.starts_at },
      ...(mayKeep ? [{ id: 'actions', header: t('actions'), pinned: 'end' as const, width: 110, always: true, cell: (row: PresaleOut) => <Button size="small" onClick={() => setOpen(row)}>{t('presales.change')}</Button> }] : []),
    ]
  }, [t, zh, mayKeep])
  return (
    <Page
      title={t('presales.title')}
      lead={t('presales.lead')}
      width="full"
      actions={
        <>
          <Link className="dz-button" to="/presale-orders">{t('presales.orders')}</Link>
          {mayKeep && <Button kind="primary" icon={AddIcon} onClick={() => setOpen('new')}>{t('presales.create')}</Button>}
        </>
      }
    >
      <DataGrid id="presales" label={t('presales.title')} columns={columns} source={source} rowId={rowId} onOpen={(row) => void navigate({ to: '/presale-orders', search: { presale: row.id } })} empty={<EmptyState title={t('presales.empty')}>{t('presales.emptyText')}</EmptyState>} />
      {open && <EditPresale presale={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </Page>
  )
}

interface Values {
  shop: string
  sku: string
  name: string
  starts: string
  ends: string
  kind: string
  percent: number | null
  perPiece: string | null
  balanceFrom: string | null
  balanceUntil: string | null
  overdue: string
  shipsFrom: string | null
  shipsUntil: string | null
  note: string | null
  reason: string
}

const dayOf = (moment: string | null) => (moment === null ? null : companyDay(new Date(moment)))
/** Days that are included end when the next begins. */
const lastDay = (moment: string | null) => (moment === null ? null : companyDay(new Date(Date.parse(moment) - 1)))
const begin = (day: string | null) => (day ? dayStart(day) : null)
const end = (day: string | null) => (day ? dayStart(dayAfter(day)) : null)

function EditPresale({ presale, onClose }: { presale: PresaleOut | null; onClose: () => void }) {
  const t = texts.use()
  const { all } = useShops()
  const create = useCreatePresale()
  const change = useChangePresale()
  const twoSteps = (values: Partial<Values>) => values.kind !== 'none'
  const fixed = presale !== null && presale.orders > 0
  const fields: FormField<Values>[] = [
    ...(presale
      ? []
      : ([
          { kind: 'select', name: 'shop', label: t('shop'), required: true, options: all.map((shop) => ({ value: shop.id, label: shop.name })) },
          { kind: 'text', name: 'sku', label: t('presales.sku'), required: true, maxLength: 64 },
        ] satisfies FormField<Values>[])),
    { kind: 'text', name: 'name', label: t('presales.name'), required: true, maxLength: 100 },
    { kind: 'date', name: 'starts', label: t('presales.starts'), required: true },
    { kind: 'date', name: 'ends', label: t('presales.ends'), help: t('presales.endsHelp'), required: true },
    { kind: 'select', name: 'kind', label: t('presales.depositKind'), heading: t('presales.deposit'), required: true, disabled: fixed, options: KINDS.map((kind) => ({ value: kind, label: t(`presales.depositKinds.${kind}`) })) },
    { kind: 'number', name: 'percent', label: t('presales.percent'), required: true, min: 1, max: 99, unit: '%', disabled: fixed, when: (values) => values.kind === 'percent' },
    { kind: 'money', name: 'perPiece', label: t('presales.perPiece'), required: true, currency: 'CNY', disabled: fixed, when: (values) => values.kind === 'amount' },
    { kind: 'date', name: 'balanceFrom', label: t('presales.balanceFrom'), when: twoSteps },
    { kind: 'date', name: 'balanceUntil', label: t('presales.balanceUntil'), help: t('presales.balanceHelp'), required: true, when: twoSteps },
    { kind: 'select', name: 'overdue', label: t('presales.overdue'), required: true, disabled: fixed, when: twoSteps, options: OVERDUES.map((rule) => ({ value: rule, label: t(`presales.overdues.${rule}`) })) },
    { kind: 'date', name: 'shipsFrom', label: t('presales.shipsFrom'), help: t('presales.shipsFromHelp'), heading: t('presales.ships') },
    { kind: 'date', name: 'shipsUntil', label: t('presales.shipsUntil') },
    { kind: 'textarea', name: 'note', label: t('note'), rows: 2, maxLength: 500 },
    ...(presale ? ([{ kind: 'text', name: 'reason', label: t('reason'), required: true, maxLength: 500 }] satisfies FormField<Values>[]) : []),
  ]
  const submit = async (values: Values) => {
    const kind = values.kind as DepositKind
    const steps = kind !== 'none'
    const terms = {
      name: values.name, starts_at: dayStart(values.starts), ends_at: dayStart(dayAfter(values.ends)), deposit_kind: kind,
      deposit: kind === 'percent' ? String(values.percent ?? 0) : kind === 'amount' ? (values.perPiece ?? '0') : '0',
      balance_from: steps ? begin(values.balanceFrom) : null, balance_until: steps ? end(values.balanceUntil) : null, on_overdue: (values.overdue ?? 'forfeit') as Overdue,
      ships_from: begin(values.shipsFrom), ships_until: end(values.shipsUntil), note: values.note ?? '',
    }
    if (presale) {
      await change.mutateAsync({ id: presale.id, version: presale.version, ...terms, reason: values.reason })
      toast.success(t('presales.changed'))
    } else {
      await create.mutateAsync({ ...terms, shop_id: values.shop, sku: values.sku.trim(), currency: 'CNY' })
      toast.success(t('presales.made'))
    }
  }
  return (
    <FormModal<Values>
      open
      width={640}
      title={presale ? `${t('presales.change')} · ${presale.name}` : t('presales.create')}
      verb={presale ? t('presales.change') : t('presales.create')}
      fields={fields}
      initial={
        presale
          ? {
              name: presale.name, starts: companyDay(new Date(presale.starts_at)), ends: lastDay(presale.ends_at) ?? '', kind: presale.deposit_kind, percent: presale.deposit_kind === 'percent' ? Number(presale.deposit) : null,
              perPiece: presale.deposit_kind === 'amount' ? presale.deposit : null, balanceFrom: dayOf(presale.balance_from), balanceUntil: lastDay(presale.balance_until), overdue: presale.on_overdue,
              shipsFrom: dayOf(presale.ships_from), shipsUntil: lastDay(presale.ships_until), note: presale.note,
            }
          : { kind: 'percent', percent: 20, overdue: 'forfeit', starts: companyDay() }
      }
      onSubmit={submit}
      onClose={onClose}
    />
  )
}
