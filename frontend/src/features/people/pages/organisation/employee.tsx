import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Suspense, useState } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { Button, Card, Chip, Facts, Loaded, Page, Skeleton, Tabs } from '@/shared/ui'
import { ChangeEmployeeForm } from '../../components/organisation/employee-forms'
import { STAGE_TONES } from '../../components/organisation/stages'
import { EMPLOYEE_TABS } from '../../components/organisation/employee-tabs'
import { useNames } from '../../components/organisation/names'
import { type EmployeeFile, employeeQuery } from '../../components/organisation/queries'
import { texts } from '../../organisation-texts'
import '../../components/organisation/organisation.css'

export function EmployeePage() {
  const t = texts.use()
  const can = useCan()
  const { id } = useParams({ from: '/shell/employees/$id' })
  const query = useQuery(employeeQuery(id))
  const [editing, setEditing] = useState(false)
  const employee = query.data
  return (
    <Page
      title={employee?.name ?? t('employees.title')}
      mark={employee && <span className="dz-mono dz-soft">{employee.number}</span>}
      actions={employee && employee.stage !== 'left' && can('people.employees.change') && <Button onClick={() => setEditing(true)}>{t('employees.edit')}</Button>}
    >
      <Loaded query={query}>{(found) => <Shown employee={found} />}</Loaded>
      {editing && employee && <ChangeEmployeeForm employee={employee} onClose={() => setEditing(false)} />}
    </Page>
  )
}

function Shown({ employee }: { employee: EmployeeFile }) {
  const t = texts.use()
  const names = useNames()
  const can = useCan()
  const language = useLanguage()
  const { tab } = useSearch({ from: '/shell/employees/$id' })
  const navigate = useNavigate({ from: '/employees/$id' })
  const tabs = EMPLOYEE_TABS.filter((one) => one.permission === undefined || can(one.permission))
  const open = tabs.find((one) => one.id === tab) ?? tabs[0]
  return (
    <>
      <Card>
        <Facts
          items={[
            [t('employees.stage'), <Chip key="stage" tone={STAGE_TONES[employee.stage as keyof typeof STAGE_TONES]}>{t(`employees.stages.${employee.stage as 'regular'}`)}</Chip>],
            [t('position'), names.of(employee.title_zh, employee.title_en)],
            [t('unit'), names.of(employee.unit_zh, employee.unit_en)],
            [t('employees.kind'), t(`employees.kinds.${employee.kind as 'formal'}`)],
            [t('employees.hiredOn'), employee.hired_on],
            [t('employees.probationUntil'), employee.probation_until],
            [t('employees.leftOn'), employee.left_on],
            [t('employees.account'), t(employee.account_id ? 'employees.hasAccount' : 'employees.noAccount')],
          ]}
        />
      </Card>
      {open && (
        <>
          <Tabs label={employee.name} value={open.id} onChange={(id) => void navigate({ search: { tab: id }, replace: true })} tabs={tabs.map((one) => ({ id: one.id, label: one.name[language] }))} />
          <Suspense fallback={<Skeleton lines={4} />}>
            <open.component employee={employee} />
          </Suspense>
        </>
      )}
    </>
  )
}
