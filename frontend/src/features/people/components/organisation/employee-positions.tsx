import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useCan } from '@/shared/api'
import { companyDay } from '@/shared/lib/time'
import { Button, Card, Chip, EmptyState } from '@/shared/ui'
import { AssignForm, EndAssignmentForm } from './employee-forms'
import { useNames } from './names'
import type { EmployeeFile } from './queries'
import { texts } from '../../organisation-texts'

/** Everything they held, hold and will hold. */
export function EmployeePositions({ employee }: { employee: EmployeeFile }) {
  const t = texts.use()
  const names = useNames()
  const may = useCan()('people.employees.change') && employee.stage !== 'left'
  const [assigning, setAssigning] = useState(false)
  const [ending, setEnding] = useState<EmployeeFile['assignments'][number] | null>(null)
  const today = companyDay()
  return (
    <Card
      title={t('employees.tabs.position')}
      extra={
        may && (
          <Button kind="primary" size="small" onClick={() => setAssigning(true)}>
            {t('employees.assign')}
          </Button>
        )
      }
    >
      {employee.assignments.length === 0 && <EmptyState title={t('employees.noPosition')} />}
      <ul className="org-lines">
        {employee.assignments.map((held) => (
          <li key={held.id} className="org-line">
            <div className="dz-grow">
              <div className="dz-row">
                <Link to="/positions/$id" params={{ id: held.position_id }}>
                  {names.title(held)}
                </Link>
                <Chip tone={held.main ? 'info' : 'neutral'}>{t(held.main ? 'positions.main' : 'positions.further')}</Chip>
                {held.valid_from > today && <Chip tone="info">{t('chart.when.planned')}</Chip>}
              </div>
              <div className="dz-soft">
                {names.of(held.unit_zh, held.unit_en)} · {held.valid_until ? t('chart.until', { from: held.valid_from, until: held.valid_until }) : t('chart.since', { from: held.valid_from })}
                {held.reason && ` · ${held.reason}`}
              </div>
            </div>
            {may && (held.valid_until === null || held.valid_until > today) && (
              <Button size="small" aria-label={t('employees.endOf', { name: names.title(held) })} onClick={() => setEnding(held)}>
                {t('employees.end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {assigning && <AssignForm employee={employee} onClose={() => setAssigning(false)} />}
      {ending && <EndAssignmentForm employee={employee} held={ending} onClose={() => setEnding(null)} />}
    </Card>
  )
}
