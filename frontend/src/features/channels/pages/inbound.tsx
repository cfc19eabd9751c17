import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { useCan } from '@/shared/api'
import { DateTime, EmptyState, Page, toast } from '@/shared/ui'
import { DataGrid, FilterBar, type FilterField, type FilterValues, type GridColumn, SavedViews, useCursorList } from '@/shared/ui/grid'
import { InboxIcon } from '@/shared/ui/icons'
import { InboundState } from '../components/chips'
import { InTurn } from '../components/in-turn'
import { InboundDialog } from '../components/inbound-dialog'
import { useShops } from '../components/shops'
import { useWords } from '../components/words'
import { INBOUND_STATES, inboundKeys, type InboundOut, inboundPage, useReprocess } from '../queries'
import { texts } from '../texts'

const rowId = (row: InboundOut) => row.id
const ordersIn = (row: InboundOut) => [...new Set(row.results.map((result) => result.platform_order_no).filter(Boolean))].join(', ')

function useColumns(): readonly GridColumn<InboundOut>[] {
  const t = texts.use()
  const words = useWords()
  const { nameOf } = useShops()
  return useMemo(() => {
    const why = (row: InboundOut) => row.error || words.codes([...new Set(row.results.flatMap((result) => result.reasons))])
    const way = (row: InboundOut) => t(row.way === 'webhook' ? 'inbound.byWebhook' : 'inbound.byApi')
    return [
      { id: 'received', header: t('inbound.received'), width: 165, always: true, cell: (row) => <DateTime at={row.received_at} form="second" />, copy: (row) => row.received_at },
      { id: 'shop', header: t('shop'), width: 170, cell: (row) => nameOf(row.shop_id), copy: (row) => nameOf(row.shop_id) },
      { id: 'state', header: t('state'), width: 120, cell: (row) => <InboundState state={row.state} />, copy: (row) => words.inbound(row.state) },
      { id: 'orders', header: t('platformNo'), width: 200, cell: (row) => <span className="dz-mono">{ordersIn(row) || '–'}</span>, copy: ordersIn },
      { id: 'why', header: t('inbound.why'), width: 300, grow: true, cell: (row) => <span title={why(row)}>{why(row)}</span>, copy: why },
      { id: 'way', header: t('inbound.way'), width: 110, cell: way, copy: way },
      { id: 'topic', header: t('inbound.topic'), width: 150, cell: (row) => row.topic || <span className="dz-soft">–</span>, copy: (row) => row.topic },
      { id: 'attempts', header: t('attempts'), width: 80, numeric: true, cell: (row) => row.attempts, copy: (row) => String(row.attempts) },
      { id: 'processed', header: t('inbound.processed'), width: 165, hidden: true, cell: (row) => <DateTime at={row.processed_at} form="second" />, copy: (row) => row.processed_at ?? '' },
    ]
  }, [t, words, nameOf])
}

export function Inbound() {
  const t = texts.use()
  const can = useCan()
  const words = useWords()
  const { choices } = useShops()
  const search = useSearch({ from: '/shell/inbound' })
  const navigate = useNavigate({ from: '/inbound' })
  const [open, setOpen] = useState<string | null>(null)
  const columns = useColumns()
  const source = useCursorList({ queryKey: inboundKeys.list(search), page: inboundPage(search) })
  const filter = useCallback((patch: FilterValues) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true }), [navigate])
  const fields = useMemo<FilterField[]>(
    () => [
      { kind: 'choice', name: 'state', label: t('state'), options: INBOUND_STATES.map((state) => ({ value: state, label: words.inbound(state) })) },
      { kind: 'choice', name: 'shop_id', label: t('shop'), options: choices },
    ],
    [t, words, choices],
  )
  return (
    <Page title={t('inbound.title')} lead={t('inbound.lead')} width="full">
      <DataGrid
        id="inbound"
        label={t('inbound.title')}
        columns={columns}
        source={source}
        rowId={rowId}
        onOpen={(row) => setOpen(row.id)}
        bulk={can('channels.inbound_messages.reprocess') ? (rows, clear) => <Again rows={rows} clear={clear} /> : undefined}
        toolbar={<FilterBar fields={fields} value={search} onChange={filter} />}
        actions={<SavedViews id="inbound" search={search} onPick={(view) => void navigate({ search: view })} />}
        empty={
          <EmptyState icon={InboxIcon} title={t('inbound.empty')}>
            {t('inbound.emptyAdvice')}
          </EmptyState>
        }
      />
      {open && <InboundDialog id={open} onClose={() => setOpen(null)} />}
    </Page>
  )
}

function Again({ rows, clear }: { rows: readonly InboundOut[]; clear: () => void }) {
  const t = texts.use()
  const done = (good: number, refusal: string) => {
    if (good > 0) toast.success(t('inbound.again', { count: good }))
    if (refusal) toast.warning(t('inbound.notAgain', { count: rows.length - good, reason: refusal }))
    clear()
  }
  return <InTurn ids={rows.map(rowId)} verb={t('inbound.reprocess')} work={useReprocess()} onDone={done} />
}
