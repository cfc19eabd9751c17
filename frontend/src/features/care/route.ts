import { createRoute } from '@tanstack/react-router'
import { needs, page, shellRoute } from '@/shared/lib/routes'
import { flag, oneOf, searchOf, text } from '@/shared/lib/search'
import { feedbackRoutes } from './feedback/route'
import { texts } from './texts'

const VIEWS = ['open', 'mine', 'escalated', 'all'] as const
const STATES = ['opened', 'answered', 'closed'] as const
const KINDS = ['service', 'quality', 'delivery', 'wrong_goods', 'refund', 'description', 'price', 'dispute', 'other'] as const
const READ_COMPLAINTS = 'orders.complaints.read'
const CALLS = 'orders.callbacks.make'
const at = { getParentRoute: () => shellRoute } as const

const complaints = createRoute({
  ...at,
  path: '/complaints',
  validateSearch: searchOf({ view: oneOf(...VIEWS), state: oneOf(...STATES), kind: oneOf(...KINDS), shop: text, order: text, q: text, priority: flag }),
  beforeLoad: needs(READ_COMPLAINTS),
  component: page(() => import('./pages/complaints'), 'Complaints', texts),
})
const complaint = createRoute({ ...at, path: '/complaints/$id', beforeLoad: needs(READ_COMPLAINTS), component: page(() => import('./pages/complaint'), 'ComplaintPage', texts) })
const mediations = createRoute({
  ...at,
  path: '/mediations',
  validateSearch: searchOf({ view: oneOf('open', 'all') }),
  beforeLoad: needs('orders.mediations.read'),
  component: page(() => import('./pages/mediations'), 'Mediations', texts),
})
const mediation = createRoute({ ...at, path: '/mediations/$id', beforeLoad: needs('orders.mediations.read'), component: page(() => import('./pages/mediation'), 'MediationPage', texts) })
const callbacks = createRoute({
  ...at,
  path: '/callbacks',
  validateSearch: searchOf({ view: oneOf('open', 'done'), priority: flag }),
  beforeLoad: needs(CALLS),
  component: page(() => import('./pages/callbacks'), 'Callbacks', texts),
})
const callback = createRoute({ ...at, path: '/callbacks/$id', beforeLoad: needs(CALLS), component: page(() => import('./pages/callback'), 'CallbackPage', texts) })
const plans = createRoute({ ...at, path: '/callback-plans', beforeLoad: needs(CALLS), component: page(() => import('./pages/plans'), 'CallbackPlans', texts) })
const rules = createRoute({ ...at, path: '/care-rules', beforeLoad: needs('orders.policies.read'), component: page(() => import('./pages/rules'), 'CareRules', texts) })

/** The pages of customer care. */
export const careRoutes = [complaints, complaint, mediations, mediation, callbacks, callback, plans, rules, ...feedbackRoutes] as const
