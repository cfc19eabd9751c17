import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useAccount, useCan } from '@/shared/api'
import { Button, DateTime, EmptyState, Page, Results, Tabs, toast } from '@/shared/ui'
import { FormModal } from '@/shared/ui/form'
import { DataGrid, FilterBar, type FilterField, type FilterValues, type GridColumn, SavedViews, useCursorList, usePriorityField, useServiceColumn } from '@/shared/ui/grid'
import { AddIcon, SuccessIcon } from '@/shared/ui/icons'
import { ReceiveComplaint } from '../components/receive'
import { ComplaintChip, DeadlineClock, useCareWords } from '../components/words'
import { colleaguesQuery, complaintCountsQuery, complaintKeys, complaintPage, type ComplaintDeskRow, type ComplaintSearch, KINDS, STATES, type TransferResults, useJoinDesk, useShops, useTransfer, VIEWS } from '../queries'
import { texts } from '../texts'

const rowId = (row: ComplaintDeskRow) => row.id
const MOST_AT_ONCE = 100

function useColumns(): readonly GridColumn<ComplaintDeskRow>[] {
  const t = texts.use()
  const words = useCareWords()
  const { nameOf } = useShops()
  const service = useServiceColumn<ComplaintDeskRow>()
  return useMemo<GridColumn<ComplaintDeskRow>[]>(
    () => [
      { id: 'number', header: t('number'), width: 176, always: true, pinned: 'start', cell: (row) => <Link className="dz-mono" to="/complaints/$id" params={{ id: row.id }}>{row.number}</Link>, copy: (row) => row.number },
      { id: 'due', header: t('due'), width: 150, cell: (row) => (row.state === 'closed' ? <DateTime at={row.closed_at} /> : <DeadlineClock at={row.due_at} />), copy: (row) => row.due_at },
      { id: 'state', header: t('state'), width: 270, cell: (row) => <ComplaintChip row={row} />, copy: (row) => words.state(row.state) },
      { id: 'kind', header: t('kind'), width: 130, cell: (row) => words.kind(row.kind), copy: (row) => words.kind(row.kind) },
      service,
      { id: 'text', header: t('text'), width: 260, grow: true, cell: (row) => row.text, copy: (row) => row.text },
      { id: 'order', header: t('order'), width: 176, cell: (row) => row.order_id && <Link className="dz-mono" to="/orders/$id" params={{ id: row.order_id }}>{row.order_number}</Link>, copy: (row) => row.order_number ?? '' },
      { id: 'shop', header: t('shop'), width: 150, cell: (row) => nameOf(row.shop_id), copy: (row) => nameOf(row.shop_id) },
      { id: 'assignee', header: t('assignee'), width: 110, cell: (row) => row.assignee_name || '–', copy: (row) => row.assignee_name },
      { id: 'from', header: t('from'), width: 100, cell: (row) => words.source(row.source), copy: (row) => words.source(row.source) },
      { id: 'opened', header: t('opened'), width: 146, cell: (row) => <DateTime at={row.opened_at} />, copy: (row) => row.opened_at },
    ],
    [t, words, nameOf, service],
  )
}

function useFields(waits: boolean): readonly FilterField[] {
  const t = texts.use()
  const priority = usePriorityField(waits)
  const { all } = useShops()
  return useMemo<FilterField[]>(
    () => [
      { kind: 'search', name: 'q', label: t('desk.search') },
      { kind: 'choice', name: 'kind', label: t('kind'), options: KINDS.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) })) },
      { kind: 'choice', name: 'state', label: t('state'), options: STATES.map((state) => ({ value: state, label: t(`states.${state}`) })) },
      { kind: 'choice', name: 'shop', label: t('shop'), options: all.map((shop) => ({ value: shop.id, label: shop.name })) },
      ...priority,
    ],
    [t, all, priority],
  )
}

/** Who works here can be handed complaints: told once, when they come. */
function useAtTheDesk() {
  const handles = useCan()('orders.complaints.handle')
  const me = useAccount().id
  const { data } = useQuery({ ...colleaguesQuery, enabled: handles })
  const { mutate } = useJoinDesk()
  const told = useRef(false)
  useEffect(() => {
    if (!handles || told.current || data === undefined || data.some((one) => one.account_id === me)) return
    told.current = true
    mutate(undefined)
  }, [handles, data, me, mutate])
  return { handles, colleagues: data ?? [] }
}

export function Complaints() {
  const t = texts.use()
  const can = useCan()
  const search = useSearch({ from: '/shell/complaints' })
  const navigate = useNavigate({ from: '/complaints' })
  const source = useCursorList({ queryKey: complaintKeys.list(search), page: complaintPage(search) })
  const change = useCallback((patch: FilterValues) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true }), [navigate])
  const { handles, colleagues } = useAtTheDesk()
  const { data: counts } = useQuery(complaintCountsQuery)
  const transfer = useTransfer()
  const [receiving, setReceiving] = useState(false)
  const [handing, setHanding] = useState<{ ids: string[]; clear: () => void } | null>(null)
  const [results, setResults] = useState<TransferResults | null>(null)
  const waiting = { open: counts?.open, mine: counts?.mine, escalated: counts?.escalated, all: undefined }
  return (
    <Page
      title={t('desk.title')}
      lead={t('desk.lead')}
      width="full"
      actions={
        can('orders.complaints.open') && (
          <Button kind="primary" icon={AddIcon} onClick={() => setReceiving(true)}>
            {t('desk.receive')}
          </Button>
        )
      }
    >
      <Tabs
        label={t('desk.views')}
        value={search.view ?? 'open'}
        onChange={(view) => change({ view: view === 'open' ? undefined : view })}
        tabs={VIEWS.map((id) => ({ id, label: waiting[id] ? `${t(`views.${id}`)} ${waiting[id]}` : t(`views.${id}`) }))}
      />
      <DataGrid
        id="complaints"
        label={t('desk.title')}
        columns={useColumns()}
        source={source}
        rowId={rowId}
        onOpen={(row) => void navigate({ to: '/complaints/$id', params: { id: row.id } })}
        {...(handles
          ? {
              bulk: (rows: readonly ComplaintDeskRow[], clear: () => void) => (
                <Button kind="primary" onClick={() => setHanding({ ids: rows.map(rowId), clear })}>
                  {t('desk.transfer')}
                </Button>
              ),
              bulkMost: MOST_AT_ONCE,
            }
          : {})}
        toolbar={<FilterBar fields={useFields(search.view !== 'all')} value={search} onChange={change} />}
        actions={<SavedViews id="complaints" search={search} onPick={(view) => void navigate({ search: view as ComplaintSearch })} />}
        empty={
          <EmptyState icon={SuccessIcon} title={t('desk.empty')}>
            {t('desk.emptyText')}
          </EmptyState>
        }
      />
      {receiving && <ReceiveComplaint orderId={search.order} onClose={() => setReceiving(false)} onReceived={(id) => void navigate({ to: '/complaints/$id', params: { id } })} />}
      <FormModal<{ to_id: string; reason: string | null }>
        open={handing !== null}
        title={t('desk.transfer')}
        verb={t('desk.transfer')}
        fields={[
          { kind: 'select', name: 'to_id', label: t('desk.transferTo'), required: true, options: colleagues.map((one) => ({ value: one.account_id, label: one.name })) },
          { kind: 'text', name: 'reason', label: t('reason'), maxLength: 500 },
        ]}
        onSubmit={async ({ to_id, reason }) => {
          const found = await transfer.mutateAsync({ ids: handing?.ids ?? [], to_id, reason: reason ?? '' })
          if (found.refused === 0) toast.success(t('done'))
          else setResults(found)
          handing?.clear()
        }}
        onClose={() => setHanding(null)}
      />
      {results && <Results of={t('number')} results={results.results} onClose={() => setResults(null)} />}
    </Page>
  )
}
