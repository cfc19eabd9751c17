import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { useCan } from '@/shared/api'
import { Button, Chip, EmptyState, Page } from '@/shared/ui'
import { DataGrid, FilterBar, type FilterField, type FilterValues, type GridColumn, SavedViews, useCursorList } from '@/shared/ui/grid'
import { AddIcon, UsersIcon } from '@/shared/ui/icons'
import { usePositionChoices, useUnitChoices } from '../../components/organisation/choices'
import { NewEmployeeForm } from '../../components/organisation/employee-forms'
import { useNames } from '../../components/organisation/names'
import { STAGE_TONES } from '../../components/organisation/stages'
import { type Employee, employeeKeys, employeePage, type EmployeeSearch } from '../../components/organisation/queries'
import { texts } from '../../organisation-texts'

const rowId = (row: Employee) => row.id
const STAGES = ['probation', 'regular', 'left'] as const

export function Employees() {
  const t = texts.use()
  const names = useNames()
  const can = useCan()
  const search = useSearch({ from: '/shell/employees' })
  const navigate = useNavigate({ from: '/employees' })
  const units = useUnitChoices()
  const positions = usePositionChoices()
  const [adding, setAdding] = useState(false)
  const source = useCursorList({ queryKey: employeeKeys.list(search), page: employeePage(search), nouns: ['employee', 'position', 'unit'] })
  const filter = useCallback((patch: FilterValues) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true }), [navigate])
  const open = (id: string) => void navigate({ to: '/employees/$id', params: { id } })
  const columns = useMemo(() => columnsOf(t, names), [t, names])
  const fields = useMemo<FilterField[]>(
    () => [
      { kind: 'search', name: 'q', label: t('employees.search') },
      { kind: 'choice', name: 'unit_id', label: t('unit'), options: units },
      { kind: 'choice', name: 'position_id', label: t('position'), options: positions },
      { kind: 'choice', name: 'stage', label: t('employees.stage'), options: STAGES.map((stage) => ({ value: stage, label: t(`employees.stages.${stage}`) })) },
    ],
    [t, units, positions],
  )
  const create = can('people.employees.change') && (
    <Button kind="primary" icon={AddIcon} onClick={() => setAdding(true)}>
      {t('employees.create')}
    </Button>
  )
  return (
    <Page title={t('employees.title')} lead={t('employees.lead')} width="full" actions={create}>
      <DataGrid
        id="employees"
        label={t('employees.title')}
        columns={columns}
        source={source}
        rowId={rowId}
        onOpen={(row) => open(row.id)}
        toolbar={<FilterBar fields={fields} value={search} onChange={filter} />}
        actions={<SavedViews id="employees" search={search} onPick={(view) => void navigate({ search: view as EmployeeSearch })} />}
        empty={
          <EmptyState icon={UsersIcon} title={t('employees.empty')}>
            {can('people.employees.change') && t('employees.emptyAdvice')}
          </EmptyState>
        }
      />
      {adding && <NewEmployeeForm onMade={open} onClose={() => setAdding(false)} />}
    </Page>
  )
}

function columnsOf(t: ReturnType<typeof texts.use>, names: ReturnType<typeof useNames>): GridColumn<Employee>[] {
  const stage = (row: Employee) => t(`employees.stages.${row.stage as (typeof STAGES)[number]}`)
  const title = (row: Employee) => names.of(row.title_zh, row.title_en)
  const unit = (row: Employee) => names.of(row.unit_zh, row.unit_en)
  return [
    { id: 'name', header: t('employees.name'), width: 140, always: true, cell: (row) => <Link to="/employees/$id" params={{ id: row.id }}>{row.name}</Link>, copy: (row) => row.name },
    { id: 'number', header: t('employees.number'), width: 180, cell: (row) => <span className="dz-mono">{row.number}</span>, copy: (row) => row.number },
    { id: 'position', header: t('position'), width: 170, grow: true, cell: (row) => title(row) ?? <span className="dz-soft">{t('employees.noPositionShort')}</span>, copy: (row) => title(row) ?? '' },
    { id: 'unit', header: t('unit'), width: 160, cell: (row) => unit(row) ?? '–', copy: (row) => unit(row) ?? '' },
    { id: 'stage', header: t('employees.stage'), width: 110, cell: (row) => <Chip tone={STAGE_TONES[row.stage as keyof typeof STAGE_TONES]}>{stage(row)}</Chip>, copy: stage },
    { id: 'hired', header: t('employees.hiredOn'), width: 120, cell: (row) => row.hired_on, copy: (row) => row.hired_on },
    { id: 'account', header: t('employees.account'), width: 110, hidden: true, cell: (row) => t(row.account_id ? 'employees.hasAccount' : 'employees.noAccount'), copy: (row) => t(row.account_id ? 'employees.hasAccount' : 'employees.noAccount') },
  ]
}
