import { useQuery } from '@tanstack/react-query'
import { Suspense } from 'react'
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
  return (
    <Suspense>
      <Shown />
    </Suspense>
  )
}

function Shown() {
  const t = texts.use()
  const language = useLanguage()
  const { data: today } = useQuery(todayQuery)
  const { data: days = [] } = useQuery(dailyQuery)
  const { data: counts } = useQuery(countsQuery)
  const [currency = 'CNY'] = currenciesOf(days)
  const yesterday = days.at(-2)
  const hint = (value: string | number | undefined) => (value === undefined || value === '' ? undefined : t('home.yesterday', { value }))
  const here = today && { from: today.on, to: today.on }
  return (
    <Stats>
      <Stat label={t('home.orders')} value={today && <Count value={today.orders} />} hint={hint(yesterday?.orders)} spark={days.map((day) => day.orders)} to="/orders" search={here ?? {}} />
      <Stat
        label={t('home.sales')}
        value={today && <Sales sales={today.sales} main={currency} />}
        hint={hint(yesterday && saidAll(yesterday.sales.filter((one) => one.currency === currency), language))}
        spark={days.map((day) => drawn(day.sales, currency))}
        to="/orders"
        search={here ?? {}}
      />
      <Stat label={t('home.shipped')} value={today && <Count value={today.shipped} />} hint={hint(yesterday?.shipped)} spark={days.map((day) => day.shipped)} to="/orders" search={QUEUES.shipped} tone="success" />
      <Stat label={t('home.toShip')} value={counts && <span className="dz-num">{countText(counts, 'to_ship')}</span>} to="/orders" search={QUEUES.to_ship} />
    </Stats>
  )
}

/** The main currency large, the others under it: sums of different currencies are never added. */
function Sales({ sales, main }: { sales: readonly MoneyValue[]; main: string }) {
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
    </>
  )
}
