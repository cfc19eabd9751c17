import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { needs, shellRoute } from '@/shared/lib/routes'
import { day, flag, many, oneOf, searchOf, text } from '@/shared/lib/search'
import { texts } from './texts'

const READ = 'orders.orders.read'

const deskSearch = searchOf({
  q: text,
  status: many,
  shop: many,
  held: flag,
  attention: flag,
  stuck: flag,
  due: oneOf('overdue', 'today', 'soon'),
  hold: text,
  doubt: text,
  reservation: text,
  source: text,
  from: day,
  to: day,
  sort: oneOf('placed_at', '-placed_at', 'ship_by'),
})

const desk = createRoute({
  getParentRoute: () => shellRoute,
  path: '/orders',
  validateSearch: deskSearch,
  beforeLoad: needs(READ),
  loader: ({ location }) => {
    const search = deskSearch({ ...location.search })
    void import('./queries').then((queries) => queries.preloadDesk(search))
    return texts.load()
  },
  component: lazyRouteComponent(() => import('./pages/desk'), 'Desk'),
})

const order = createRoute({
  getParentRoute: () => shellRoute,
  path: '/orders/$id',
  beforeLoad: needs(READ),
  loader: texts.load,
  component: lazyRouteComponent(() => import('./pages/order'), 'OrderPage'),
})

const attention = createRoute({
  getParentRoute: () => shellRoute,
  path: '/attention',
  validateSearch: searchOf({ tab: oneOf('orders', 'mappings'), order: text, doubt: text }),
  beforeLoad: needs(READ),
  loader: texts.load,
  component: lazyRouteComponent(() => import('./pages/attention'), 'AttentionPage'),
})

const rules = createRoute({
  getParentRoute: () => shellRoute,
  path: '/review-rules',
  beforeLoad: needs('orders.policies.read'),
  loader: texts.load,
  component: lazyRouteComponent(() => import('./pages/rules'), 'ReviewRules'),
})

const shipping = createRoute({
  getParentRoute: () => shellRoute,
  path: '/ship-rules',
  beforeLoad: needs('orders.policies.read'),
  loader: texts.load,
  component: lazyRouteComponent(() => import('./pages/shipping'), 'ShipRules'),
})

export const ordersRoutes = [desk, order, attention, rules, shipping] as const
