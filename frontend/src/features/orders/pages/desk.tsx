import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { useCan } from '@/shared/api'
import { Button, DateTime, EmptyState, Money, Page, Tabs, toast } from '@/shared/ui'
import { FormModal } from '@/shared/ui/form'
import { DataGrid, FilterBar, type FilterField, type FilterValues, type GridColumn, SavedViews, useCursorList } from '@/shared/ui/grid'
import { CheckIcon, DownloadIcon, OrdersIcon, SuccessIcon } from '@/shared/ui/icons'
import { BulkAll } from '../components/bulk-all'
import { type Asking, OrderAction, OrderResults, type Verb } from '../components/actions'
import { ReasonChips, ReservationChip, StatusChip, useWording } from '../components/chips'
import { Deadline } from '../components/deadline'
import { countText, goToQueue, type Queue, QUEUE_NAMES, queueOf } from '../components/queues'
import { useShops } from '../components/shops'
import { type ActionResults, countsQuery, DUES, HOLDS, orderKeys, orderPage, type OrderRow, type OrderSearch, reasonsQuery, RESERVATIONS, STATUSES, useAskExport } from '../queries'
import { texts } from '../texts'
import { BulkAdjust, MergeSelected } from './adjust/order-adjust'
import { KindChip } from './adjust/parcels-card'
import './desk.css'

const rowId = (row: OrderRow) => row.id
const MOST_AT_ONCE = 500
const placeOf = (row: OrderRow) => [row.receiver_province, row.receiver_city].filter(Boolean).join(' ')
const QUEUE_TONE: Partial<Record<Queue, string>> = { to_review: 'warning', attention: 'danger', short: 'danger', stuck: 'danger', overdue: 'danger', due_today: 'warning' }

function useColumns(): readonly GridColumn<OrderRow>[] {
  const t = texts.use()
  const words = useWording()
  const { nameOf } = useShops()
  return useMemo<GridColumn<OrderRow>[]>(
    () => [
      { id: 'number', header: t('number'), width: 176, always: true, pinned: 'start', cell: (row) => <Link className="dz-mono" to="/orders/$id" params={{ id: row.id }}>{row.number}</Link>, copy: (row) => row.number },
      { id: 'shop', header: t('shop'), width: 130, cell: (row) => nameOf(row.shop_id), copy: (row) => nameOf(row.shop_id) },
      { id: 'platform', header: t('platformNumber'), width: 178, cell: (row) => <span className="dz-mono">{row.platform_order_no}</span>, copy: (row) => row.platform_order_no },
      { id: 'status', header: t('status'), width: 118, cell: (row) => <StatusChip status={row.status} pending={row.pending} words={words} />, copy: (row) => (row.pending ? words.pending(row.pending) : words.status(row.status)) },
      {
        id: 'reasons',
        header: t('hold'),
        width: 190,
        grow: true,
        cell: (row) => (
          <span className="desk-reasons" title={[...row.attention_reasons.map(words.doubt), ...row.hold_reasons.map(words.hold)].join(', ')}>
            <ReasonChips holds={row.hold_reasons} doubts={row.attention_reasons} words={words} />
          </span>
        ),
        copy: (row) => [...row.attention_reasons.map(words.doubt), ...row.hold_reasons.map(words.hold)].join(', '),
      },
      { id: 'reservation', header: t('reservation'), width: 116, cell: (row) => <ReservationChip reservation={row.reservation} words={words} title={row.short_skus.join(', ')} />, copy: (row) => words.reservation(row.reservation) },
      { id: 'paid', header: t('paid'), width: 116, numeric: true, cell: (row) => <Money value={row.paid} />, copy: (row) => row.paid.amount },
      { id: 'pieces', header: t('pieces'), width: 72, numeric: true, cell: (row) => row.piece_count, copy: (row) => String(row.piece_count) },
      { id: 'lines', header: t('lines'), width: 72, numeric: true, hidden: true, cell: (row) => row.line_count, copy: (row) => String(row.line_count) },
      { id: 'receiver', header: t('receiver'), width: 160, cell: (row) => `${row.receiver_name} ${row.receiver_phone}`, copy: (row) => `${row.receiver_name} ${row.receiver_phone}` },
      { id: 'region', header: t('region'), width: 130, cell: placeOf, copy: placeOf },
      { id: 'remark', header: t('remark'), width: 160, hidden: true, cell: (row) => row.buyer_remark, copy: (row) => row.buyer_remark },
      { id: 'placed', header: t('placed'), width: 146, sort: 'placed_at', cell: (row) => <DateTime at={row.placed_at} />, copy: (row) => row.placed_at },
      { id: 'deadline', header: t('shipBy'), width: 176, sort: 'ship_by', cell: (row) => <Deadline row={row} />, copy: (row) => row.ship_by ?? '' },
      { id: 'shipped', header: t('shipped'), width: 146, cell: (row) => (row.shipped_at ? <DateTime at={row.shipped_at} /> : null), copy: (row) => row.shipped_at ?? '' },
      { id: 'tracking', header: t('tracking'), width: 160, hidden: true, cell: (row) => <span className="dz-mono">{row.tracking_number}</span>, copy: (row) => row.tracking_number ?? '' },
      { id: 'kind', header: t('kind'), width: 110, cell: (row) => <KindChip kind={row.kind} />, copy: (row) => row.kind },
      { id: 'source', header: t('source'), width: 110, hidden: true, cell: (row) => row.source, copy: (row) => row.source },
    ],
    [t, words, nameOf],
  )
}

const NO_SOURCES: readonly string[] = []

/** Where orders come from is open (each API client is one): those of the rows that are loaded, and the chosen one. */
function useSources(rows: readonly OrderRow[], chosen: string | undefined): readonly string[] {
  return useMemo(() => {
    const found = new Set(rows.map((row) => row.source))
    if (chosen) found.add(chosen)
    return found.size > 0 ? [...found].toSorted() : NO_SOURCES
  }, [rows, chosen])
}

const NO_NAMED: readonly string[] = []

function useFields(sources: readonly string[]): readonly FilterField[] {
  const t = texts.use()
  const words = useWording()
  const { data: reasons } = useQuery(reasonsQuery)
  const named = useMemo(() => reasons?.map((one) => one.code).filter((code) => !HOLDS.some((hold) => hold === code)) ?? NO_NAMED, [reasons])
  const { all } = useShops()
  return useMemo<FilterField[]>(
    () => [
      { kind: 'search', name: 'q', label: t('desk.search') },
      { kind: 'choice', name: 'status', label: t('status'), multiple: true, options: STATUSES.map((status) => ({ value: status, label: t(`statuses.${status}`) })) },
      { kind: 'choice', name: 'shop', label: t('shop'), multiple: true, options: all.map((shop) => ({ value: shop.id, label: shop.name })) },
      { kind: 'choice', name: 'hold', label: t('hold'), options: [...HOLDS, ...named].map((hold) => ({ value: hold, label: words.hold(hold) })) },
      { kind: 'choice', name: 'reservation', label: t('reservation'), options: RESERVATIONS.map((reservation) => ({ value: reservation, label: t(`reservations.${reservation}`) })) },
      { kind: 'choice', name: 'source', label: t('source'), options: sources.map((source) => ({ value: source, label: source })) },
      { kind: 'choice', name: 'due', label: t('due'), options: DUES.map((due) => ({ value: due, label: t(`dues.${due}`) })) },
      { kind: 'days', from: 'from', to: 'to', label: t('days') },
      { kind: 'flag', name: 'held', label: t('held') },
    ],
    [t, all, sources, named, words],
  )
}

export function Desk() {
  const t = texts.use()
  const can = useCan()
  const search = useSearch({ from: '/shell/orders' })
  const navigate = useNavigate({ from: '/orders' })
  const source = useCursorList({ queryKey: orderKeys.list(search), page: orderPage(search) })
  const filter = useCallback((patch: FilterValues) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true }), [navigate])
  const [all, setAll] = useState(false)
  const [asking, setAsking] = useState<Asking | null>(null)
  const [results, setResults] = useState<ActionResults | null>(null)
  const fields = useFields(useSources(source.rows, search.source))
  const queue = queueOf(search)
  const acts = can('orders.orders.review') || can('orders.orders.review_finance') || can('orders.orders.cancel') || can('orders.orders.regroup') || can('orders.orders.rewrite')
  const onlyRecent = (search.source !== undefined || (search.reservation !== undefined && search.reservation !== 'short')) && search.from === undefined
  return (
    <Page title={t('desk.title')} lead={t('desk.lead')} width="full" actions={
        <>
          {acts && <Button onClick={() => setAll(true)}>{t('bulk.open')}</Button>}
          {can('orders.orders.export') && <Export search={search} />}
        </>
      }>
      <QueueTabs queue={queue} onPick={(next) => void navigate({ search: (old) => goToQueue(old, next) })} />
      <DataGrid
        id="orders"
        label={t('desk.title')}
        columns={useColumns()}
        source={source}
        rowId={rowId}
        sort={search.due ? 'ship_by' : (search.sort ?? '-placed_at')}
        onSort={(sort) => void navigate({ search: (old) => ({ ...old, due: undefined, sort: sort === '-ship_by' ? 'ship_by' : (sort as OrderSearch['sort']) }), replace: true })}
        onOpen={(row) => void navigate({ to: '/orders/$id', params: { id: row.id } })}
        {...(acts ? { bulk: (rows: readonly OrderRow[], clear: () => void) => (
          <>
            <Bulk onAsk={(verb) => setAsking({ verb, ids: rows.map(rowId), done: clear })} />
            <MergeSelected ids={rows.map(rowId)} onDone={clear} />
            <BulkAdjust
              ids={rows.map(rowId)}
              onDone={(done) => {
                setResults(done)
                clear()
              }}
            />
          </>
        ), bulkMost: MOST_AT_ONCE } : {})}
        toolbar={
          <>
            <FilterBar fields={fields} value={search} onChange={filter} />
            {onlyRecent && <p className="dz-soft">{t('desk.recent')}</p>}
          </>
        }
        actions={<SavedViews id="orders" search={search} onPick={(view) => void navigate({ search: view as OrderSearch })} />}
        empty={
          QUEUE_TONE[queue] ? (
            <EmptyState icon={SuccessIcon} title={t('desk.calm')}>
              {t('desk.calmAdvice')}
            </EmptyState>
          ) : (
            <EmptyState icon={OrdersIcon} title={t('desk.empty')}>
              {t('desk.emptyAdvice')}
            </EmptyState>
          )
        }
      />
      {all && <BulkAll search={search} onClose={() => setAll(false)} />}
      <OrderAction asking={asking} onClose={() => setAsking(null)} />
      {results && <OrderResults results={results} onClose={() => setResults(null)} />}
    </Page>
  )
}

function QueueTabs({ queue, onPick }: { queue: Queue; onPick: (queue: Queue) => void }) {
  const t = texts.use()
  const { data } = useQuery(countsQuery)
  const label = (one: Queue) => {
    const count = countText(data, one)
    return (
      <>
        {t(`queues.${one}`)}
        {count !== undefined && (
          <span className="desk-count" data-tone={count === '0' ? undefined : QUEUE_TONE[one]}>
            {count}
          </span>
        )}
      </>
    )
  }
  return <Tabs label={t('desk.queues')} value={queue} onChange={onPick} tabs={QUEUE_NAMES.map((id) => ({ id, label: label(id) }))} />
}

function Export({ search }: { search: OrderSearch }) {
  const t = texts.use()
  const can = useCan()
  const navigate = useNavigate()
  const ask = useAskExport()
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button icon={DownloadIcon} onClick={() => setAsking(true)}>
        {t('desk.export')}
      </Button>
      <FormModal<{ reason: string; full: boolean | null }>
        open={asking}
        title={t('desk.exportTitle')}
        verb={t('desk.exportAsk')}
        lead={t('desk.exportLead')}
        fields={[
          { kind: 'textarea', name: 'reason', label: t('desk.exportReason'), required: true, maxLength: 500, rows: 3 },
          ...(can('orders.receivers.reveal') ? [{ kind: 'switch', name: 'full', label: t('desk.exportFull') } as const] : []),
        ]}
        onSubmit={async (values) => {
          await ask.mutateAsync({ search, reason: values.reason, full: values.full === true })
          toast.success(t('desk.exported'))
          void navigate({ to: '/data-exports' })
        }}
        onClose={() => setAsking(false)}
      />
    </>
  )
}

function Bulk({ onAsk }: { onAsk: (verb: Verb) => void }) {
  const t = texts.use()
  const can = useCan()
  return (
    <>
      {(can('orders.orders.review') || can('orders.orders.review_finance')) && (
        <>
          <Button kind="primary" icon={CheckIcon} onClick={() => onAsk('release')}>
            {t('release')}
          </Button>
          <Button onClick={() => onAsk('hold')}>{t('holdVerb')}</Button>
        </>
      )}
      {can('orders.orders.cancel') && (
        <Button kind="danger" onClick={() => onAsk('cancel')}>
          {t('cancelShort')}
        </Button>
      )}
    </>
  )
}
