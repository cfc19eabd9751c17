import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useCan } from '@/shared/api'
import { Banner, Loaded } from '@/shared/ui'
import { figuresQuery, type FiguresOut } from '../queries'
import { texts } from '../texts'

/** Exceptions of the floor, each with the way to its rows. Nothing to do shows nothing. */
export default function Todo() {
  const query = useQuery(figuresQuery)
  return (
    <Loaded query={query} lines={1}>
      {(figures) => <Exceptions data={figures} />}
    </Loaded>
  )
}

function Exceptions({ data }: { data: FiguresOut }) {
  const t = texts.use()
  const can = useCan()
  // Who sees orders has these two from there, as orders.
  const seesOrders = can('orders.orders.read')
  const problems = data.warehouses.reduce((sum, one) => sum + one.with_problem, 0)
  return (
    <>
      {data.stuck > 0 && !seesOrders && (
        <Banner tone="danger" action={<Link to="/parcels" search={{ stuck: true }}>{t('parcels.title')}</Link>}>
          {t('home.stuckTodo', { count: data.stuck })}
        </Banner>
      )}
      {problems > 0 && (
        <Banner tone="warning" action={<Link to="/shipments" search={{ problem: true }}>{t('shipments.title')}</Link>}>
          {t('home.problemTodo', { count: problems })}
        </Banner>
      )}
      {data.short > 0 && !seesOrders && (
        <Banner tone="warning" action={<Link to="/stock">{t('stock.title')}</Link>}>
          {t('home.shortTodo', { count: data.short })}
        </Banner>
      )}
      {data.returns_overdue > 0 && (
        <Banner tone="danger" action={<Link to="/returns" search={{ overdue: true }}>{t('returns.title')}</Link>}>
          {t('home.overdueTodo', { count: data.returns_overdue })}
        </Banner>
      )}
      {data.returns_waiting > 0 && (
        <Banner tone="info" action={<Link to="/returns" search={{ state: 'waiting' }}>{t('returns.title')}</Link>}>
          {t('home.returnsTodo', { count: data.returns_waiting })}
        </Banner>
      )}
      {data.returns_unknown > 0 && (
        <Banner tone="warning" action={<Link to="/returns" search={{ state: 'unknown' }}>{t('returns.title')}</Link>}>
          {t('home.unknownTodo', { count: data.returns_unknown })}
        </Banner>
      )}
      {data.pushes_not_understood > 0 && <Banner tone="warning">{t('home.pushTodo', { count: data.pushes_not_understood })}</Banner>}
    </>
  )
}
