import { useQuery } from '@tanstack/react-query'
import { Stat, Stats } from '@/shared/ui'
import { boardQuery } from '../components/hiring/queries'
import { vacanciesQuery } from '../components/organisation/queries'
import { texts } from './texts'

const EVERYBODY = {}

/** People against the plan, and who is in the running; each figure opens its rows. */
export default function Figures() {
  const t = texts.use()
  const plan = useQuery(vacanciesQuery(undefined, undefined))
  const running = useQuery(boardQuery(EVERYBODY))
  // A figure that could not be read anew is none: an old one would look like today's.
  const found = plan.isError ? undefined : plan.data
  const open = found?.data.filter((row) => row.vacancies > 0).length ?? 0
  const candidates = running.isError ? undefined : running.data?.data.filter((one) => one.stage !== 'hired')
  return (
    <Stats>
      <Stat label={t('staff')} value={plan.isError ? '–' : found?.staff} hint={found && t('planned', { count: found.planned })} to="/employees" />
      <Stat label={t('vacancies')} value={plan.isError ? '–' : found?.vacancies} hint={open > 0 ? t('units', { count: open }) : undefined} to="/vacancies" {...(open > 0 ? { tone: 'warning' as const } : {})} />
      <Stat label={t('candidates')} value={running.isError ? '–' : candidates?.length} hint={candidates && t('interviews', { count: candidates.filter((one) => one.stage === 'interview').length })} to="/candidates" />
    </Stats>
  )
}
