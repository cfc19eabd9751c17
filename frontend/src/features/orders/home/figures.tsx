import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useLanguage } from '@/shared/i18n'
import type { MoneyValue } from '@/shared/lib/money'
import { Count, Money, Stat, Stats } from '@/shared/ui'
import { countText, QUEUES } from '../components/queues'
import { countsQuery, dailyQuery, todayQuery } from '../queries'
import { texts } from '../texts'
import './home.css'
import { currenciesOf, drawn, saidAll } from './sales-of'

/** Today beside yesterday and the shape of the month; each figure opens its rows. */
export default function Figures() {
  const t = texts.use()
  const language = useLanguage()
  const { data: today, isError: notToday } = useQuery(todayQuery)
  const { data: days = [] } = useQuery(dailyQuery)
  const { data: counts, isError: notCounted } = useQuery(countsQuery)
  const [currency = 'CNY'] = currenciesOf(days)
  const yesterday = days.at(-2)
  const hint = (value: string | number | undefined) => (value === undefined || value === '' ? undefined : t('home.yesterday', { value }))
  const here = today && { from: today.on, to: today.on }
  return (
    <Stats>
      <Stat label={t('home.orders')} value={figure(notToday, today && <Count value={today.orders} />)} hint={hint(yesterday?.orders)} spark={days.map((day) => day.orders)} to="/orders" search={here ?? {}} />
      <Stat
        label={t('home.sales')}
        value={figure(notToday, today && <Sales sales={today.sales} leftOut={today.left_out.sales} main={currency} />)}
        hint={hint(yesterday && saidAll(yesterday.sales.filter((one) => one.currency === currency), language))}
        spark={days.map((day) => drawn(day.sales, currency))}
        to="/orders"
        search={here ?? {}}
      />
      <Stat label={t('home.shipped')} value={figure(notToday, today && <Count value={today.shipped} />)} hint={hint(yesterday?.shipped)} spark={days.map((day) => day.shipped)} to="/orders" search={QUEUES.shipped} tone="success" />
      <Stat label={t('home.toShip')} value={figure(notCounted, counts && <span className="dz-num">{countText(counts, 'to_ship')}</span>)} to="/orders" search={QUEUES.to_ship} />
    </Stats>
  )
}

/** A figure that could not be read anew is none: an old one would look like today's. */
function figure(failed: boolean, shown: ReactNode): ReactNode {
  return failed ? '–' : shown
}

/** The main currency large, the others under it, and what is left out as fake (ORD-6): sums of different currencies are never added. */
function Sales({ sales, leftOut, main }: { sales: readonly MoneyValue[]; leftOut: readonly MoneyValue[]; main: string }) {
  const t = texts.use()
  const language = useLanguage()
  const first = sales.find((one) => one.currency === main) ?? { amount: '0.00', currency: main }
  return (
    <>
      <Money value={first} />
      {sales
        .filter((one) => one !== first)
        .map((one) => (
          <span key={one.currency} className="orders-more">
            + <Money value={one} />
          </span>
        ))}
      {leftOut.length > 0 && <span className="orders-more">{t('home.leftOut', { amount: saidAll(leftOut, language) })}</span>}
    </>
  )
}
