import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { EmptyState, Page } from '@/shared/ui'
import { DataGrid, FilterBar, type FilterField, type FilterValues, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { ReviewIcon } from '@/shared/ui/icons'
import { ObjectionDialog, ObjectionState, OBJECTION_STATES } from './objection'
import { type Objection, objectionKeys, objectionsPage } from './queries'
import { texts } from './texts'

const rowId = (row: Objection) => row.id

export function ObjectionsPage() {
  const t = texts.use()
  const search = useSearch({ from: '/shell/objections' })
  const navigate = useNavigate({ from: '/objections' })
  const source = useCursorList({ queryKey: objectionKeys.list(search), page: objectionsPage(search.state) })
  const columns = useMemo<GridColumn<Objection>[]>(
    () => [
      { id: 'number', header: t('month.number'), width: 180, always: true, cell: (row) => <span className="dz-mono">{row.employee_number}</span>, copy: (row) => row.employee_number },
      { id: 'name', header: t('month.name'), width: 130, always: true, cell: (row) => <Link to="." from="/objections" search={(old) => ({ ...old, open: row.id })} replace>{row.employee_name}</Link>, copy: (row) => row.employee_name },
      { id: 'on', header: t('objection.on'), width: 120, cell: (row) => row.on_date, copy: (row) => row.on_date },
      { id: 'state', header: t('month.state'), width: 110, cell: (row) => <ObjectionState state={row.state} />, copy: (row) => row.state },
      { id: 'statement', header: t('objection.statement'), width: 260, grow: true, cell: (row) => <span title={row.statement}>{row.statement}</span>, copy: (row) => row.statement },
      { id: 'witness', header: t('objection.witness'), width: 160, cell: (row) => row.witness || '–', copy: (row) => row.witness },
    ],
    [t],
  )
  const filter = useCallback((patch: FilterValues) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true }), [navigate])
  const fields = useMemo<FilterField[]>(() => [{ kind: 'choice', name: 'state', label: t('month.state'), options: OBJECTION_STATES.map((one) => ({ value: one, label: t(`objection.states.${one}`) })) }], [t])
  const open = (id: string | undefined) => void navigate({ search: (old) => ({ ...old, open: id }), replace: true })
  return (
    <Page title={t('objection.title')} lead={t('objection.lead')} width="full">
      <DataGrid
        id="objections"
        label={t('objection.title')}
        columns={columns}
        source={source}
        rowId={rowId}
        onOpen={(row) => open(row.id)}
        toolbar={<FilterBar fields={fields} value={search} onChange={filter} />}
        empty={
          <EmptyState icon={ReviewIcon} title={t('objection.none')}>
            {t('objection.noneAdvice')}
          </EmptyState>
        }
      />
      {search.open && <ObjectionDialog id={search.open} onClose={() => open(undefined)} />}
    </Page>
  )
}
