import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { needs, shellRoute } from '@/shared/lib/routes'
import { oneOf, searchOf, text } from '@/shared/lib/search'
import { STATES } from './rulebook'
import { SERVICES } from './services'
import { texts } from './texts'

const deadLetters = createRoute({
  getParentRoute: () => shellRoute,
  path: '/dead-letters',
  validateSearch: searchOf({ state: oneOf('waiting', 'replayed', 'dropped'), service: oneOf(...SERVICES) }),
  beforeLoad: needs(SERVICES.map((service) => `${service}.dead_letters.handle`)),
  loader: texts.load,
  component: lazyRouteComponent(() => import('./dead-letters'), 'DeadLetters'),
})

const audit = createRoute({
  getParentRoute: () => shellRoute,
  path: '/audit',
  validateSearch: searchOf({ service: oneOf(...SERVICES), noun: text, id: text }),
  beforeLoad: needs(SERVICES.map((service) => `${service}.audit.read`)),
  loader: texts.load,
  component: lazyRouteComponent(() => import('./audit'), 'AuditTrail'),
})

/** For everybody: whoever is refused with a number can look it up. */
const rules = createRoute({
  getParentRoute: () => shellRoute,
  path: '/rules',
  validateSearch: searchOf({ area: text, state: oneOf(...STATES), q: text, rule: text }),
  loader: texts.load,
  component: lazyRouteComponent(() => import('./rules'), 'Rules'),
})

export const houseRoutes = [deadLetters, audit, rules] as const
