import { createRoute } from '@tanstack/react-router'
import { needs, page, shellRoute } from '@/shared/lib/routes'
import { flag, searchOf, text } from '@/shared/lib/search'
import { accessRoutes } from './pages/access/route'
import { texts as accessTexts } from './pages/access/texts'
import { hiringRoutes } from './pages/hiring/route'
import { organisationRoutes } from './pages/organisation/route'
import { texts } from './texts'

/** Pages that also show cards of pages/access. */
const both = { load: async () => void (await Promise.all([texts.load(), accessTexts.load()])) }

const account = createRoute({
  getParentRoute: () => shellRoute,
  path: '/account',
  component: page(() => import('./pages/my-account'), 'MyAccount', both),
})

const accounts = createRoute({
  getParentRoute: () => shellRoute,
  path: '/accounts',
  validateSearch: searchOf({ q: text, role_id: text, disabled: flag }),
  beforeLoad: needs('people.accounts.read'),
  component: page(() => import('./pages/accounts'), 'Accounts', both),
})

const roles = createRoute({
  getParentRoute: () => shellRoute,
  path: '/roles',
  beforeLoad: needs('people.roles.read'),
  component: page(() => import('./pages/roles'), 'Roles', both),
})

const apiClients = createRoute({
  getParentRoute: () => shellRoute,
  path: '/api-clients',
  beforeLoad: needs('people.api_clients.read'),
  component: page(() => import('./pages/api-clients'), 'ApiClients', texts),
})

export const peopleRoutes = [...organisationRoutes, ...hiringRoutes, account, accounts, roles, ...accessRoutes, apiClients] as const
