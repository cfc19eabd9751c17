import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { needs, shellRoute } from '@/shared/lib/routes'
import { flag, searchOf, text } from '@/shared/lib/search'
import { texts } from './texts'

const account = createRoute({
  getParentRoute: () => shellRoute,
  path: '/account',
  loader: texts.load,
  component: lazyRouteComponent(() => import('./pages/my-account'), 'MyAccount'),
})

const accounts = createRoute({
  getParentRoute: () => shellRoute,
  path: '/accounts',
  validateSearch: searchOf({ q: text, role_id: text, disabled: flag }),
  beforeLoad: needs('people.accounts.read'),
  loader: texts.load,
  component: lazyRouteComponent(() => import('./pages/accounts'), 'Accounts'),
})

const roles = createRoute({
  getParentRoute: () => shellRoute,
  path: '/roles',
  beforeLoad: needs('people.roles.read'),
  loader: texts.load,
  component: lazyRouteComponent(() => import('./pages/roles'), 'Roles'),
})

const apiClients = createRoute({
  getParentRoute: () => shellRoute,
  path: '/api-clients',
  beforeLoad: needs('people.api_clients.read'),
  loader: texts.load,
  component: lazyRouteComponent(() => import('./pages/api-clients'), 'ApiClients'),
})

export const peopleRoutes = [account, accounts, roles, apiClients] as const
