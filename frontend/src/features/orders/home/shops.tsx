import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useLanguage } from '@/shared/i18n'
import { Card, Loaded } from '@/shared/ui'
import { Chart } from '@/shared/ui/chart'
import { useShops } from '../components/shops'
import { todayQuery } from '../queries'
import { texts } from '../texts'
import { saidAll } from './sales-of'

/** Which shop sells today, with the amounts beside it: shops sell in different currencies, so bars count orders. */
export default function ShopsToday() {
  const t = texts.use()
  const language = useLanguage()
  const navigate = useNavigate()
  const { nameOf } = useShops()
  const query = useQuery(todayQuery)
  const title = t('home.shopsTitle')
  return (
    <Card title={title}>
      <Loaded query={query}>
        {(today) => {
          const shops = today.by_shop.toSorted((a, b) => b.orders - a.orders)
          const leftOut = (shop: (typeof shops)[number]) => (shop.left_out.sales.length > 0 ? `\n${t('home.leftOut', { amount: saidAll(shop.left_out.sales, language) })}` : '')
          const label = (shop: (typeof shops)[number]) => `${nameOf(shop.shop_id)}\n${saidAll(shop.sales, language)}${leftOut(shop)}`
          return (
            <Chart
              title={title}
              kind="bar"
              categories={shops.map(label)}
              series={[{ name: t('home.ordersSeries'), values: shops.map((shop) => shop.orders) }]}
              onPick={(category) => {
                const shop = shops.find((one) => label(one) === category)
                if (shop) void navigate({ to: '/orders', search: { shop: [shop.shop_id], from: today.on, to: today.on } })
              }}
            />
          )
        }}
      </Loaded>
    </Card>
  )
}
