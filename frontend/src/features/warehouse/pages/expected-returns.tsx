import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { DateTime, EmptyState, Page } from '@/shared/ui'
import { DataGrid, FilterBar, type FilterField, type FilterValues, type GridColumn, SavedViews, useCursorList } from '@/shared/ui/grid'
import { InboxIcon } from '@/shared/ui/icons'
import { ExpectedState } from '../components/chips'
import { EXPECTED_STATES, expectedReturnKeys, expectedReturnPage, type ExpectedReturnRow } from '../queries'
import { texts } from '../texts'

const rowId = (row: ExpectedReturnRow) => row.reference
const goods = (row: ExpectedReturnRow) => row.lines.map((line) => `${line.sku} ${line.found}/${line.quantity}`).join(' · ')

/** What buyers are sending back, by case. */
export function ExpectedReturns() {
  const t = texts.use()
  const search = useSearch({ from: '/shell/expected-returns' })
  const navigate = useNavigate({ from: '/expected-returns' })
  const source = useCursorList({ queryKey: expectedReturnKeys.list(search), page: expectedReturnPage(search) })
  const filter = useCallback((patch: FilterValues) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true }), [navigate])
  const columns = useMemo<GridColumn<ExpectedReturnRow>[]>(
    () => [
      { id: 'number', header: t('expected.number'), width: 190, always: true, cell: (row) => <strong className="dz-mono">{row.number}</strong>, copy: (row) => row.number },
      { id: 'state', header: t('state'), width: 110, cell: (row) => <ExpectedState state={row.state} />, copy: (row) => row.state },
      { id: 'order', header: t('order'), width: 190, cell: (row) => <span className="dz-mono">{row.order_number}</span>, copy: (row) => row.order_number },
      { id: 'shop', header: t('shop'), width: 140, cell: (row) => row.shop_name, copy: (row) => row.shop_name },
      { id: 'tracking', header: t('tracking'), width: 190, cell: (row) => <span className="dz-mono">{row.tracking_number ?? '–'}</span>, copy: (row) => row.tracking_number ?? '' },
      { id: 'goods', header: t('expected.goods'), width: 260, grow: true, cell: (row) => <span className="dz-mono">{goods(row)}</span>, copy: goods },
      { id: 'since', header: t('expected.since'), width: 150, cell: (row) => <DateTime at={row.expected_at} />, copy: (row) => row.expected_at },
      { id: 'note', header: t('note'), width: 160, cell: (row) => row.withdrawn_reason ?? row.note, copy: (row) => row.withdrawn_reason ?? row.note },
    ],
    [t],
  )
  const fields = useMemo<FilterField[]>(
    () => [
      { kind: 'search', name: 'q', label: t('expected.search') },
      { kind: 'choice', name: 'state', label: t('state'), options: EXPECTED_STATES.map((state) => ({ value: state, label: t(`expectedStates.${state}`) })) },
    ],
    [t],
  )
  return (
    <Page title={t('expected.title')} lead={t('expected.lead')} width="full">
      <DataGrid
        id="expected-returns"
        label={t('expected.title')}
        columns={columns}
        source={source}
        rowId={rowId}
        onOpen={(row) => void navigate({ to: '/returns', search: { q: row.number } })}
        toolbar={<FilterBar fields={fields} value={search} onChange={filter} />}
        actions={<SavedViews id="expected-returns" search={search} onPick={(view) => void navigate({ search: view })} />}
        empty={<EmptyState icon={InboxIcon} title={t('expected.empty')} />}
      />
    </Page>
  )
}
