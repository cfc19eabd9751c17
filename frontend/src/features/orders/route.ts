import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { needs, shellRoute } from '@/shared/lib/routes'
import { day, flag, many, oneOf, searchOf, text } from '@/shared/lib/search'
import { texts as adjustTexts } from './pages/adjust/texts'
import { texts as reviewTexts } from './pages/review/texts'
import { texts as salesTexts } from './pages/sales/texts'
import { texts } from './texts'

const READ = 'orders.orders.read'
const withReview = () => Promise.all([texts.load(), reviewTexts.load()])
const both = () => Promise.all([texts.load(), adjustTexts.load(), salesTexts.load()])
const withSales = () => Promise.all([texts.load(), salesTexts.load()])

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
    return both()
  },
  component: lazyRouteComponent(() => import('./pages/desk'), 'Desk'),
})

const order = createRoute({
  getParentRoute: () => shellRoute,
  path: '/orders/$id',
  beforeLoad: needs(READ),
  loader: () => Promise.all([both(), reviewTexts.load()]),
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
  loader: withReview,
  component: lazyRouteComponent(() => import('./pages/rules'), 'ReviewRules'),
})

const reviewDraft = createRoute({
  getParentRoute: () => shellRoute,
  path: '/review-drafts/$id',
  validateSearch: searchOf({ replay: text }),
  beforeLoad: needs('orders.policies.read'),
  loader: withReview,
  component: lazyRouteComponent(() => import('./pages/review/draft'), 'ReviewDraftPage'),
})

const reviewDesk = createRoute({
  getParentRoute: () => shellRoute,
  path: '/review-desk',
  validateSearch: searchOf({ stage: oneOf('service', 'finance'), shop: many, hold: text, id: text }),
  beforeLoad: needs(READ),
  loader: withReview,
  component: lazyRouteComponent(() => import('./pages/review/desk'), 'ReviewDesk'),
})

const manual = createRoute({
  getParentRoute: () => shellRoute,
  path: '/orders/new',
  validateSearch: searchOf({ copy: text }),
  beforeLoad: needs('orders.orders.place'),
  loader: both,
  component: lazyRouteComponent(() => import('./pages/adjust/manual'), 'ManualOrderPage'),
})

const merge = createRoute({
  getParentRoute: () => shellRoute,
  path: '/orders/merge',
  beforeLoad: needs('orders.orders.regroup'),
  loader: both,
  component: lazyRouteComponent(() => import('./pages/adjust/merge'), 'MergePage'),
})

const priceRules = createRoute({
  getParentRoute: () => shellRoute,
  path: '/price-rules',
  beforeLoad: needs('orders.policies.read'),
  loader: both,
  component: lazyRouteComponent(() => import('./pages/adjust/price-rules'), 'PriceRulesPage'),
})

const shipping = createRoute({
  getParentRoute: () => shellRoute,
  path: '/ship-rules',
  beforeLoad: needs('orders.policies.read'),
  loader: texts.load,
  component: lazyRouteComponent(() => import('./pages/shipping'), 'ShipRules'),
})

const bulkReviews = createRoute({
  getParentRoute: () => shellRoute,
  path: '/bulk-reviews',
  beforeLoad: needs(READ),
  loader: texts.load,
  component: lazyRouteComponent(() => import('./pages/bulk'), 'BulkReviews'),
})

const bulkReview = createRoute({
  getParentRoute: () => shellRoute,
  path: '/bulk-reviews/$id',
  beforeLoad: needs(READ),
  loader: texts.load,
  component: lazyRouteComponent(() => import('./pages/bulk'), 'BulkReviewPage'),
})

const gifts = createRoute({
  getParentRoute: () => shellRoute,
  path: '/gift-rules',
  beforeLoad: needs('orders.gift_rules.read'),
  loader: withSales,
  component: lazyRouteComponent(() => import('./pages/sales/gifts'), 'GiftRulesPage'),
})

const presales = createRoute({
  getParentRoute: () => shellRoute,
  path: '/presales',
  beforeLoad: needs('orders.presales.read'),
  loader: withSales,
  component: lazyRouteComponent(() => import('./pages/sales/presales'), 'PresalesPage'),
})

const presaleOrders = createRoute({
  getParentRoute: () => shellRoute,
  path: '/presale-orders',
  validateSearch: searchOf({ state: text, presale: text }),
  beforeLoad: needs('orders.presales.read'),
  loader: withSales,
  component: lazyRouteComponent(() => import('./pages/sales/presale-orders'), 'PresaleOrdersPage'),
})

const invoices = createRoute({
  getParentRoute: () => shellRoute,
  path: '/invoices',
  validateSearch: searchOf({ state: text, kind: text, q: text }),
  beforeLoad: needs('orders.invoices.read'),
  loader: withSales,
  component: lazyRouteComponent(() => import('./pages/sales/invoices'), 'InvoicesPage'),
})

export const ordersRoutes = [desk, manual, merge, priceRules, order, attention, reviewDesk, rules, reviewDraft, shipping, bulkReviews, bulkReview, gifts, presales, presaleOrders, invoices] as const
