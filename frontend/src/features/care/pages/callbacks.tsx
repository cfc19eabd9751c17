import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { Chip, DateTime, EmptyState, Page, Tabs } from '@/shared/ui'
import { DataGrid, FilterBar, type FilterValues, type GridColumn, useCursorList, usePriorityField, useServiceColumn } from '@/shared/ui/grid'
import { SuccessIcon } from '@/shared/ui/icons'
import { useCallWords } from '../components/call-words'
import { callbackKeys, callbackPage, type CallbackDeskRow, useShops } from '../queries'
import { texts } from '../texts'

const rowId = (row: CallbackDeskRow) => row.id

export function Callbacks() {
  const t = texts.use()
  const words = useCallWords()
  const search = useSearch({ from: '/shell/callbacks' })
  const { view = 'open' } = search
  const navigate = useNavigate({ from: '/callbacks' })
  const source = useCursorList({ queryKey: callbackKeys.list(search), page: callbackPage(search) })
  const change = useCallback((patch: FilterValues) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true }), [navigate])
  const fields = usePriorityField(view === 'open')
  const service = useServiceColumn<CallbackDeskRow>()
  const { nameOf } = useShops()
  const columns = useMemo<GridColumn<CallbackDeskRow>[]>(
    () => [
      { id: 'customer', header: t('calls.customer'), width: 190, always: true, pinned: 'start', cell: (row) => <Link to="/callbacks/$id" params={{ id: row.id }}>{`${row.receiver_name ?? '–'} ${row.receiver_phone ?? ''}`}</Link>, copy: (row) => row.receiver_name ?? '' },
      service,
      { id: 'plan', header: t('calls.plan'), width: 170, cell: (row) => row.plan_name, copy: (row) => row.plan_name ?? '' },
      { id: 'trigger', header: t('plans.trigger'), width: 120, cell: (row) => words.trigger(row.trigger), copy: (row) => words.trigger(row.trigger) },
      { id: 'state', header: t('state'), width: 150, cell: (row) => <Chip tone={row.state === 'open' ? 'info' : 'neutral'}>{words.state(row)}</Chip>, copy: words.state },
      { id: 'due', header: t(view === 'open' ? 'due' : 'done'), width: 146, cell: (row) => <DateTime at={row.state === 'open' ? row.next_at : row.done_at} />, copy: (row) => (row.state === 'open' ? row.next_at : (row.done_at ?? '')) },
      { id: 'attempts', header: t('calls.attempts'), width: 90, numeric: true, cell: (row) => row.attempts, copy: (row) => String(row.attempts) },
      { id: 'satisfaction', header: t('calls.satisfaction'), width: 90, numeric: true, cell: (row) => row.satisfaction ?? '–', copy: (row) => String(row.satisfaction ?? '') },
      { id: 'order', header: t('order'), width: 176, cell: (row) => row.order_id && <Link className="dz-mono" to="/orders/$id" params={{ id: row.order_id }}>{row.order_number}</Link>, copy: (row) => row.order_number ?? '' },
      { id: 'shop', header: t('shop'), width: 150, cell: (row) => nameOf(row.shop_id), copy: (row) => nameOf(row.shop_id) },
      { id: 'by', header: t('calls.doneBy'), width: 110, cell: (row) => row.done_by || '–', copy: (row) => row.done_by },
    ],
    [t, words, nameOf, view, service],
  )
  return (
    <Page title={t('calls.title')} lead={t('calls.lead')} width="full">
      <Tabs
        label={t('calls.title')}
        value={view}
        onChange={(to) => change({ view: to === 'done' ? to : undefined })}
        tabs={[
          { id: 'open', label: t('calls.open') },
          { id: 'done', label: t('calls.done') },
        ]}
      />
      <DataGrid
        id="callbacks"
        label={t('calls.title')}
        columns={columns}
        source={source}
        rowId={rowId}
        onOpen={(row) => void navigate({ to: '/callbacks/$id', params: { id: row.id } })}
        {...(fields.length > 0 ? { toolbar: <FilterBar fields={fields} value={search} onChange={change} /> } : {})}
        empty={
          <EmptyState icon={SuccessIcon} title={t('calls.empty')}>
            {t('calls.emptyText')}
          </EmptyState>
        }
      />
    </Page>
  )
}
