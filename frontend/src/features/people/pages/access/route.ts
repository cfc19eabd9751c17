import { createRoute } from '@tanstack/react-router'
import { needs, page, shellRoute } from '@/shared/lib/routes'
import { oneOf, searchOf, text } from '@/shared/lib/search'
import { GRANT_STATES } from './states'
import { texts } from './texts'

/** Everybody may ask what they themselves may do, and why. */
const rights = createRoute({
  getParentRoute: () => shellRoute,
  path: '/rights',
  validateSearch: searchOf({ by: oneOf('permission'), account: text, permission: text, on: text }),
  component: page(() => import('./rights'), 'RightsPage', texts),
})

const roleGrants = createRoute({
  getParentRoute: () => shellRoute,
  path: '/role-grants',
  validateSearch: searchOf({ state: oneOf(...GRANT_STATES) }),
  beforeLoad: needs('people.role_grants.request'),
  component: page(() => import('./role-grants'), 'RoleGrants', texts),
})

export const accessRoutes = [rights, roleGrants] as const
