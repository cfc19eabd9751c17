import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { useCan } from '@/shared/api'
import { Chip, Count, DateTime, EmptyState, Page } from '@/shared/ui'
import { DataGrid, FilterBar, type FilterField, type FilterValues, type GridColumn, SavedViews, useCursorList } from '@/shared/ui/grid'
import { ReturnIcon } from '@/shared/ui/icons'
import { ReturnState } from '../components/chips'
import { useWarehouses } from '../components/choices'
import { RETURN_STATES, returnKeys, returnPage, type ReturnRow } from '../queries'
import { texts } from '../texts'

const rowId = (row: ReturnRow) => row.number

/** Every parcel that came back; those in state "unknown" are the pool that nobody expects. */
export function Returns() {
  const t = texts.use()
  const can = useCan()
  const search = useSearch({ from: '/shell/returns' })
  const navigate = useNavigate({ from: '/returns' })
  const warehouses = useWarehouses()
  const source = useCursorList({ queryKey: returnKeys.list(search), page: returnPage(search) })
  const filter = useCallback((patch: FilterValues) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true }), [navigate])
  const columns = useMemo<GridColumn<ReturnRow>[]>(
    () => [
      { id: 'number', header: t('returns.number'), width: 180, always: true, pinned: 'start', cell: (row) => <Link className="dz-mono" to="/returns/$number" params={{ number: row.number }}>{row.number}</Link>, copy: (row) => row.number },
      { id: 'tracking', header: t('tracking'), width: 190, cell: (row) => <span className="dz-mono">{row.tracking_number}</span>, copy: (row) => row.tracking_number },
      { id: 'state', header: t('state'), width: 110, cell: (row) => <ReturnState state={row.state} />, copy: (row) => row.state },
      { id: 'overdue', header: t('returns.overdue'), width: 90, cell: (row) => (row.overdue ? <Chip tone="danger">{t('returns.overdue')}</Chip> : null), copy: (row) => String(row.overdue) },
      { id: 'cases', header: t('returns.cases'), width: 220, grow: true, cell: (row) => <span className="dz-mono">{row.cases.join(' ')}</span>, copy: (row) => row.cases.join(' ') },
      { id: 'warehouse', header: t('warehouse'), width: 90, cell: (row) => row.warehouse, copy: (row) => row.warehouse },
      { id: 'sender', header: t('returns.sender'), width: 140, cell: (row) => row.sender, copy: (row) => row.sender },
      { id: 'note', header: t('note'), width: 180, cell: (row) => row.note, copy: (row) => row.note },
      { id: 'pictures', header: t('returns.pictures'), width: 80, numeric: true, cell: (row) => <Count value={row.pictures} />, copy: (row) => String(row.pictures) },
      { id: 'arrived', header: t('returns.arrived'), width: 150, cell: (row) => <DateTime at={row.arrived_at} />, copy: (row) => row.arrived_at },
      { id: 'by', header: t('returns.by'), width: 130, cell: (row) => row.arrived_by, copy: (row) => row.arrived_by },
    ],
    [t],
  )
  const fields = useMemo<FilterField[]>(
    () => [
      { kind: 'search', name: 'q', label: t('returns.search') },
      { kind: 'choice', name: 'state', label: t('state'), options: RETURN_STATES.map((state) => ({ value: state, label: t(`returnStates.${state}`) })) },
      { kind: 'choice', name: 'warehouse', label: t('warehouse'), options: warehouses },
      { kind: 'flag', name: 'overdue', label: t('returns.onlyOverdue') },
    ],
    [t, warehouses],
  )
  return (
    <Page title={t('returns.title')} lead={t('returns.lead')} width="full" actions={can('warehouse.returns.receive') && <Link to="/returns-desk">{t('returns.desk')}</Link>}>
      <DataGrid
        id="returns"
        label={t('returns.title')}
        columns={columns}
        source={source}
        rowId={rowId}
        onOpen={(row) => void navigate({ to: '/returns/$number', params: { number: row.number } })}
        toolbar={<FilterBar fields={fields} value={search} onChange={filter} />}
        actions={<SavedViews id="returns" search={search} onPick={(view) => void navigate({ search: view })} />}
        empty={
          <EmptyState icon={ReturnIcon} title={t('returns.empty')}>
            {t('returns.emptyAdvice')}
          </EmptyState>
        }
      />
    </Page>
  )
}
