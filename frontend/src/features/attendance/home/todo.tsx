import { useQuery } from '@tanstack/react-query'
import { useCan } from '@/shared/api'
import { Loaded, Work } from '@/shared/ui'
import { AlertIcon, AuditIcon } from '@/shared/ui/icons'
import { monthAfter, thisMonth } from '../components/months'
import { boardQuery, type BoardUnit } from '../pages/leave/queries'
import { texts } from './texts'

/** Last month's sheets at the step that is this person's, and objections. Nothing to do shows nothing. */
export default function Todo() {
  const t = texts.use()
  const keeps = useCan()('people.months.keep')
  const month = monthAfter(thisMonth(), -1)
  const query = useQuery(boardQuery(month))
  return (
    <Loaded query={query} lines={1}>
      {({ units }) => {
        const many = (is: (unit: BoardUnit) => boolean) => units.filter(is).length
        const late = units.some((unit) => unit.overdue && unit.may_sign)
        const objections = units.reduce((sum, unit) => sum + unit.open_objections, 0)
        const steps = [
          { say: 'toSign', count: many((unit) => unit.state === 'compiled' && unit.may_sign), tone: late ? 'danger' : 'warning' },
          { say: 'toTakeOver', count: keeps ? many((unit) => unit.state === 'signed' || (unit.state === 'compiled' && unit.overdue)) : 0, tone: 'warning' },
          { say: 'toClose', count: keeps ? many((unit) => unit.state === 'taken_over') : 0, tone: 'info' },
        ] as const
        return (
          <>
            {steps.map(({ say, count, tone }) => count > 0 && <Work key={say} icon={AuditIcon} tone={tone} count={count} label={t(say, { count, month })} to="/attendance-months" search={{ month }} />)}
            {keeps && objections > 0 && <Work icon={AlertIcon} tone="danger" count={objections} label={t('objections', { count: objections })} to="/objections" search={{ state: 'open' }} />}
          </>
        )
      }}
    </Loaded>
  )
}
