import { createRoute } from '@tanstack/react-router'
import { needs, page, shellRoute } from '@/shared/lib/routes'
import { day, many, searchOf, text } from '@/shared/lib/search'
import { texts } from './texts'

const READ = 'orders.customers.read'

const list = createRoute({
  getParentRoute: () => shellRoute,
  path: '/customers',
  validateSearch: searchOf({ q: text, tag: text, shop: many, from: day, to: day }),
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

export const customersRoutes = [list, file, proposals] as const
