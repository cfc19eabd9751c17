import { createRoute } from '@tanstack/react-router'
import { needs, page, shellRoute } from '@/shared/lib/routes'
import { day, many, oneOf, searchOf, text } from '@/shared/lib/search'
import { texts } from './texts'

const READ = 'orders.customers.read'

const list = createRoute({
  getParentRoute: () => shellRoute,
  path: '/customers',
  validateSearch: searchOf({ q: text, tag: text, shop: many, from: day, to: day, level: text, paid: text, dormant: oneOf('90', '180', '365') }),
  beforeLoad: needs(READ),
  component: page(() => import('./pages/list'), 'CustomerList', texts),
})

const file = createRoute({
  getParentRoute: () => shellRoute,
  path: '/customers/$id',
  beforeLoad: needs(READ),
  component: page(() => import('./pages/file'), 'CustomerFile', texts),
})

const proposals = createRoute({
  getParentRoute: () => shellRoute,
  path: '/customer-proposals',
  beforeLoad: needs('orders.customers.merge'),
  component: page(() => import('./pages/proposals'), 'CustomerProposals', texts),
})

const exports = createRoute({
  getParentRoute: () => shellRoute,
  path: '/data-exports',
  validateSearch: searchOf({ of: oneOf('mine', 'all'), id: text }),
  component: page(() => import('./pages/exports'), 'DataExports', texts),
})

const erasures = createRoute({
  getParentRoute: () => shellRoute,
  path: '/customer-erasures',
  validateSearch: searchOf({ of: oneOf('asked', 'all') }),
  beforeLoad: needs('orders.customers.edit'),
  component: page(() => import('./pages/erasures'), 'CustomerErasures', texts),
})

const rules = createRoute({
  getParentRoute: () => shellRoute,
  path: '/customer-rules',
  validateSearch: searchOf({ of: oneOf('levels', 'exports', 'retention') }),
  beforeLoad: needs('orders.policies.read'),
  component: page(() => import('./pages/rules'), 'CustomerRules', texts),
})

export const customersRoutes = [list, file, proposals, exports, erasures, rules] as const
