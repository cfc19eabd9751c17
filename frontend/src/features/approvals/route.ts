import { createRoute } from '@tanstack/react-router'
import { needs, page, shellRoute } from '@/shared/lib/routes'
import { flag, oneOf, searchOf, text } from '@/shared/lib/search'
import { texts } from './texts'

const state = oneOf('waiting', 'approved', 'refused', 'voided', 'withdrawn')

const inbox = createRoute({
  getParentRoute: () => shellRoute,
  path: '/approvals',
  validateSearch: searchOf({ view: oneOf('mine', 'decided', 'all'), kind: text, state, id: text }),
  component: page(() => import('./pages/inbox'), 'Inbox', texts),
})

const asked = createRoute({
  getParentRoute: () => shellRoute,
  path: '/my-requests',
  validateSearch: searchOf({ kind: text, state, id: text }),
  component: page(() => import('./pages/my-requests'), 'MyRequests', texts),
})

const one = createRoute({
  getParentRoute: () => shellRoute,
  path: '/approvals/$approvalId',
  component: page(() => import('./pages/request'), 'Request', texts),
})

const delegations = createRoute({
  getParentRoute: () => shellRoute,
  path: '/approval-delegations',
  component: page(() => import('./pages/delegations'), 'Delegations', texts),
})

const routes = createRoute({
  getParentRoute: () => shellRoute,
  path: '/approval-routes',
  validateSearch: searchOf({ every: flag }),
  beforeLoad: needs('people.approval_routes.read'),
  component: page(() => import('./pages/routes'), 'Routes', texts),
})

const figures = createRoute({
  getParentRoute: () => shellRoute,
  path: '/approval-figures',
  validateSearch: searchOf({ by: oneOf('kind', 'decider'), days: oneOf('7', '30', '90') }),
  beforeLoad: needs('people.approvals.read'),
  component: page(() => import('./pages/figures'), 'Figures', texts),
})

export const approvalsRoutes = [inbox, asked, one, delegations, routes, figures] as const
