import { createRoute } from '@tanstack/react-router'
import { needs, page, shellRoute } from '@/shared/lib/routes'
import { flag, searchOf, text } from '@/shared/lib/search'
import { organisationRoutes } from './pages/organisation/route'
import { texts } from './texts'

const account = createRoute({
  getParentRoute: () => shellRoute,
  path: '/account',
  component: page(() => import('./pages/my-account'), 'MyAccount', texts),
})

const accounts = createRoute({
  getParentRoute: () => shellRoute,
  path: '/accounts',
  validateSearch: searchOf({ q: text, role_id: text, disabled: flag }),
  beforeLoad: needs('people.accounts.read'),
  component: page(() => import('./pages/accounts'), 'Accounts', texts),
})

const roles = createRoute({
  getParentRoute: () => shellRoute,
  path: '/roles',
  beforeLoad: needs('people.roles.read'),
  component: page(() => import('./pages/roles'), 'Roles', texts),
})

const apiClients = createRoute({
  getParentRoute: () => shellRoute,
  path: '/api-clients',
  beforeLoad: needs('people.api_clients.read'),
  component: page(() => import('./pages/api-clients'), 'ApiClients', texts),
})

export const peopleRoutes = [...organisationRoutes, account, accounts, roles, apiClients] as const
