import { useQuery } from '@tanstack/react-query'
import { useLanguage } from '@/shared/i18n'
import { companyDay } from '@/shared/lib/time'
import { Stat, Stats } from '@/shared/ui'
import { clock, edgesOf, MARK_TONES, markOf } from '../components/judge'
import { thisMonth } from '../components/months'
import { balancesQuery } from '../pages/leave/queries'
import { type Day, type Month, monthQuery } from '../queries'
import { texts as words } from '../texts'
import { texts } from './texts'

const CASES = ['late', 'early', 'leave_cases', 'missing', 'absent'] as const

/** One's own day, month and leave; an account of nobody's (the first administrator's) has none, and shows nothing. */
export default function Figures() {
  const t = texts.use()
  const chinese = useLanguage() === 'zh-CN'
  const month = useQuery(monthQuery(thisMonth()))
  const balances = useQuery({ ...balancesQuery, enabled: month.isSuccess })
  if (month.isError && month.data === undefined) return null
  const cases = CASES.reduce((sum, name) => sum + (month.data?.figures[name] ?? 0), 0)
  return (
    <Stats>
      <Today day={month.data?.days.find((day) => day.on === companyDay())} month={month.data} />
      <Stat label={t('month')} value={month.data?.worked_days} hint={month.data && [t('should', { days: month.data.work_days }), cases > 0 && t('cases', { count: cases })].filter(Boolean).join(' · ')} to="/my-attendance" {...(cases > 0 ? { tone: 'warning' as const } : {})} />
      {(balances.data ?? []).map((one) => (
        <Stat key={one.kind} label={t('leave', { name: chinese ? one.name_zh : one.name_en })} value={t(one.unit === 'hour' ? 'hours' : 'days', { amount: one.available })} hint={Number(one.held) > 0 ? t('held', { amount: one.held }) : undefined} to="/leave" />
      ))}
    </Stats>
  )
}

function Today({ day, month }: { day: Day | undefined; month: Month | undefined }) {
  const t = texts.use()
  const said = words.use()
  if (month && !day) return null
  const mark = day && markOf(day)
  const times = day ? edgesOf(day).flatMap((edge) => (edge.at === null ? [] : [clock(edge.at).slice(0, 5)])) : []
  const name = mark && said(`marks.${mark}`)
  return <Stat label={t('today')} value={times.length > 0 ? times.join(' · ') : name} hint={times.length > 0 ? name : undefined} to="/my-attendance" search={{ day: companyDay() }} {...(mark && times.length > 0 ? { tone: MARK_TONES[mark] } : {})} />
}
