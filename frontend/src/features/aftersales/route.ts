import { createRoute } from '@tanstack/react-router'
import { needs, page, shellRoute } from '@/shared/lib/routes'
import { day, flag, oneOf, searchOf, text } from '@/shared/lib/search'
import { texts } from './texts'

const READ = 'orders.cases.read'

const desk = createRoute({
  getParentRoute: () => shellRoute,
  path: '/aftersales',
  validateSearch: searchOf({ view: oneOf('open', 'overdue', 'attention', 'all'), state: text, kind: text, shop: text, reason: text, sku: text, q: text, priority: flag }),
  beforeLoad: needs(READ),
  component: page(() => import('./pages/desk'), 'CaseDesk', texts),
})

const opening = createRoute({
  getParentRoute: () => shellRoute,
  path: '/aftersales/new',
  validateSearch: searchOf({ order: text }),
  beforeLoad: needs('orders.cases.open'),
  component: page(() => import('./pages/open'), 'OpenCasePage', texts),
})

const claims = createRoute({
  getParentRoute: () => shellRoute,
  path: '/aftersales/claims',
  validateSearch: searchOf({ view: oneOf('open', 'overdue', 'all'), state: text, party: text, shop: text }),
  beforeLoad: needs(READ),
  component: page(() => import('./pages/claims'), 'ClaimDesk', texts),
})

const requests = createRoute({
  getParentRoute: () => shellRoute,
  path: '/aftersales/platform-requests',
  validateSearch: searchOf({ view: oneOf('open', 'all') }),
  beforeLoad: needs(READ),
  component: page(() => import('./pages/platform-requests'), 'PlatformRequests', texts),
})

const figures = createRoute({
  getParentRoute: () => shellRoute,
  path: '/aftersales/figures',
  validateSearch: searchOf({ by: oneOf('reason', 'product', 'shop', 'month'), from: day, to: day, reason: text }),
  beforeLoad: needs('orders.figures.read'),
  component: page(() => import('./pages/figures'), 'CaseFigures', texts),
})

const policies = createRoute({
  getParentRoute: () => shellRoute,
  path: '/aftersales/policies',
  beforeLoad: needs('orders.policies.read'),
  component: page(() => import('./pages/policies'), 'CasePolicies', texts),
})

const one = createRoute({
  getParentRoute: () => shellRoute,
  path: '/aftersales/$id',
  beforeLoad: needs(READ),
  component: page(() => import('./pages/case'), 'CasePage', texts),
})

export const aftersalesRoutes = [desk, opening, claims, requests, figures, policies, one] as const
