import { createRoute } from '@tanstack/react-router'
import { needs, page, shellRoute } from '@/shared/lib/routes'
import { oneOf, searchOf, text } from '@/shared/lib/search'
import { texts } from './texts'

const desk = createRoute({
  getParentRoute: () => shellRoute,
  path: '/fake-orders',
  beforeLoad: needs('orders.suspicions.read'),
  component: page(() => import('./pages/desk'), 'Desk', texts),
})

const ring = createRoute({
  getParentRoute: () => shellRoute,
  path: '/fake-orders/$ringId',
  beforeLoad: needs('orders.suspicions.read'),
  component: page(() => import('./pages/ring'), 'Ring', texts),
})

const cases = createRoute({
  getParentRoute: () => shellRoute,
  path: '/fake-order-cases',
  beforeLoad: needs('orders.fake_order_cases.read'),
  component: page(() => import('./pages/cases'), 'Cases', texts),
})

const credit = createRoute({
  getParentRoute: () => shellRoute,
  path: '/credit',
  validateSearch: searchOf({ party: oneOf('shop', 'buyer') }),
  beforeLoad: needs('orders.credit.read'),
  component: page(() => import('./pages/credit'), 'Credit', texts),
})

const policy = createRoute({
  getParentRoute: () => shellRoute,
  path: '/fake-order-rules',
  validateSearch: searchOf({ replay: text }),
  beforeLoad: needs('orders.policies.read'),
  component: page(() => import('./pages/policy'), 'IntegrityPolicy', texts),
})

export const integrityRoutes = [desk, ring, cases, credit, policy] as const
