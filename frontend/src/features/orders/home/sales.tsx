import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useLanguage } from '@/shared/i18n'
import { Card, Loaded } from '@/shared/ui'
import { Chart } from '@/shared/ui/chart'
import { dailyQuery } from '../queries'
import { texts } from '../texts'
import { CurrencyChoice } from './currency-choice'
import { currenciesOf, drawn, saidDrawn } from './sales-of'

/** Sales day by day, one currency at a time, and beside them what is left out as fake (ORD-6); a day opens its orders. */
export default function Sales() {
  const t = texts.use()
  const language = useLanguage()
  const navigate = useNavigate()
  const query = useQuery(dailyQuery)
  const [picked, setPicked] = useState<string | null>(null)
  const currencies = currenciesOf(query.data ?? [])
  const currency = picked ?? currencies[0] ?? 'CNY'
  const title = t('home.salesTitle')
  return (
    <Card title={title} extra={<CurrencyChoice currencies={currencies} value={currency} onPick={setPicked} />}>
      <Loaded query={query}>
        {(days) => (
          <Chart
            title={title}
            kind="bar"
            categories={days.map((day) => day.on.slice(5))}
            series={[
              { name: currency, values: days.map((day) => drawn(day.sales, currency)) },
              ...(days.some((day) => drawn(day.left_out.sales, currency) > 0) ? [{ name: t('home.leftOutSeries'), values: days.map((day) => drawn(day.left_out.sales, currency)) }] : []),
            ]}
            format={(value) => saidDrawn(value, currency, language)}
            onPick={(category) => {
              const day = days.find((one) => one.on.slice(5) === category)?.on
              if (day) void navigate({ to: '/orders', search: { from: day, to: day } })
            }}
          />
        )}
      </Loaded>
    </Card>
  )
}
