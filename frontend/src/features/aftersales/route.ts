import { createRoute } from '@tanstack/react-router'
import { needs, page, shellRoute } from '@/shared/lib/routes'
import { oneOf, searchOf, text } from '@/shared/lib/search'
import { texts } from './texts'

const READ = 'orders.cases.read'

const desk = createRoute({
  getParentRoute: () => shellRoute,
  path: '/aftersales',
  validateSearch: searchOf({ view: oneOf('open', 'overdue', 'attention', 'all'), state: text, kind: text, shop: text, q: text }),
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

const one = createRoute({
  getParentRoute: () => shellRoute,
  path: '/aftersales/$id',
  beforeLoad: needs(READ),
  component: page(() => import('./pages/case'), 'CasePage', texts),
})

export const aftersalesRoutes = [desk, opening, claims, one] as const
