import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Card, Loaded } from '@/shared/ui'
import { Chart } from '@/shared/ui/chart'
import { dailyQuery } from '../queries'
import { texts } from '../texts'

/** Orders and parcels day by day; a day opens its orders. */
export default function Days() {
  const t = texts.use()
  const navigate = useNavigate()
  const query = useQuery(dailyQuery)
  const title = t('home.daysTitle')
  return (
    <Card title={title}>
      <Loaded query={query}>
        {(days) => (
          <Chart
            title={title}
            kind="line"
            categories={days.map((day) => day.on.slice(5))}
            series={[
              { name: t('home.ordersSeries'), values: days.map((day) => day.orders) },
              { name: t('home.shippedSeries'), values: days.map((day) => day.shipped) },
            ]}
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
