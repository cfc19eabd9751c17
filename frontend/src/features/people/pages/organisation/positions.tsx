import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { useCan } from '@/shared/api'
import { Button, Chip, EmptyState, Page } from '@/shared/ui'
import { DataGrid, FilterBar, type FilterField, type FilterValues, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { AddIcon } from '@/shared/ui/icons'
import { useUnitChoices } from '../../components/organisation/choices'
import { useNames } from '../../components/organisation/names'
import { NewPositionForm } from '../../components/organisation/position-forms'
import { type Position, positionKeys, positionPage } from '../../components/organisation/queries'
import { texts } from '../../organisation-texts'

const rowId = (row: Position) => row.id

export function Positions() {
  const t = texts.use()
  const names = useNames()
  const can = useCan()
  const search = useSearch({ from: '/shell/positions' })
  const navigate = useNavigate({ from: '/positions' })
  const units = useUnitChoices()
  const [adding, setAdding] = useState(false)
  const source = useCursorList({ queryKey: positionKeys.list(search), page: positionPage(search), nouns: ['position', 'unit', 'employee'] })
  const filter = useCallback((patch: FilterValues) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true }), [navigate])
  const columns = useMemo(() => columnsOf(t, names), [t, names])
  const fields = useMemo<FilterField[]>(
    () => [
      { kind: 'search', name: 'q', label: t('positions.search') },
      { kind: 'choice', name: 'unit_id', label: t('unit'), options: units },
      { kind: 'flag', name: 'open', label: t('positions.open') },
    ],
    [t, units],
  )
  const create = can('people.organisation.change') && (
    <Button kind="primary" icon={AddIcon} onClick={() => setAdding(true)}>
      {t('positions.create')}
    </Button>
  )
  return (
    <Page title={t('positions.title')} lead={t('positions.lead')} width="full" actions={create}>
      <DataGrid
        id="positions"
        label={t('positions.title')}
        columns={columns}
        source={source}
        rowId={rowId}
        onOpen={(row) => void navigate({ to: '/positions/$id', params: { id: row.id } })}
        toolbar={<FilterBar fields={fields} value={search} onChange={filter} />}
        empty={<EmptyState title={t('positions.empty')}>{t('positions.emptyAdvice')}</EmptyState>}
      />
      {adding && <NewPositionForm unit={null} onClose={() => setAdding(false)} />}
    </Page>
  )
}

function columnsOf(t: ReturnType<typeof texts.use>, names: ReturnType<typeof useNames>): GridColumn<Position>[] {
  const planned = (row: Position) => (row.planned === null ? t('positions.notPlanned') : String(row.planned))
  return [
    { id: 'title', header: t('positions.name'), width: 200, always: true, grow: true, cell: (row) => <Link to="/positions/$id" params={{ id: row.id }}>{names.title(row)}</Link>, copy: names.title },
    { id: 'code', header: t('code'), width: 120, cell: (row) => <span className="dz-mono">{row.code}</span>, copy: (row) => row.code },
    { id: 'unit', header: t('unit'), width: 150, cell: (row) => names.of(row.unit_zh, row.unit_en), copy: (row) => names.of(row.unit_zh, row.unit_en) ?? '' },
    { id: 'grade', header: t('positions.grade'), width: 100, cell: (row) => row.grade || '–', copy: (row) => row.grade },
    { id: 'superior', header: t('positions.superior'), width: 140, cell: (row) => names.of(row.superior_zh, row.superior_en) ?? '–', copy: (row) => names.of(row.superior_zh, row.superior_en) ?? '' },
    { id: 'planned', header: t('positions.planned'), width: 90, numeric: true, cell: planned, copy: (row) => String(row.planned ?? '') },
    { id: 'staff', header: t('positions.staff'), width: 80, numeric: true, cell: (row) => row.staff, copy: (row) => String(row.staff) },
    { id: 'vacancies', header: t('positions.vacancies'), width: 90, numeric: true, cell: (row) => (row.over > 0 ? <Chip tone="danger">{`${t('positions.over')} ${row.over}`}</Chip> : row.vacancies), copy: (row) => String(row.vacancies) },
    { id: 'state', header: t('positions.state'), width: 200, cell: (row) => <Described row={row} />, copy: (row) => String(row.in_force ?? '') },
  ]
}

function Described({ row }: { row: Position }) {
  const t = texts.use()
  if (row.closed_on) return <Chip>{t('positions.closed', { day: row.closed_on })}</Chip>
  return (
    <span className="dz-row" style={{ gap: 4, flexWrap: 'nowrap' }}>
      {row.in_force === null ? <Chip tone="warning">{t('positions.neverPublished')}</Chip> : <Chip tone="success">{t('positions.inForce', { number: row.in_force })}</Chip>}
      {row.draft !== null && <Chip tone="info">{t('positions.draft', { number: row.draft })}</Chip>}
    </span>
  )
}
