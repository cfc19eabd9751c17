import { createRoute } from '@tanstack/react-router'
import { needs, page, shellRoute } from '@/shared/lib/routes'
import { day, month, oneOf, searchOf, text } from '@/shared/lib/search'
import { texts as accountsTexts } from './accounts-texts'
import { texts } from './texts'

const MONTHS = 'people.months.read'

const leave = createRoute({
  getParentRoute: () => shellRoute,
  path: '/leave',
  validateSearch: searchOf({ tab: oneOf('mine', 'team'), open: text, ask: day }),
  beforeLoad: needs('people.leave.request'),
  component: page(() => import('./leave'), 'LeavePage', texts),
})

const accounts = createRoute({
  getParentRoute: () => shellRoute,
  path: '/leave-accounts',
  validateSearch: searchOf({ tab: oneOf('balances', 'kinds'), q: text, unit: text, employee: text, kind: text }),
  beforeLoad: needs('people.leave.read'),
  component: page(() => import('./accounts'), 'LeaveAccountsPage', accountsTexts),
})

const overtime = createRoute({
  getParentRoute: () => shellRoute,
  path: '/overtime',
  validateSearch: searchOf({ open: text }),
  beforeLoad: needs('people.leave.request'),
  component: page(() => import('./overtime'), 'OvertimePage', texts),
})

const months = createRoute({
  getParentRoute: () => shellRoute,
  path: '/attendance-months',
  validateSearch: searchOf({ month }),
  beforeLoad: needs(MONTHS),
  component: page(() => import('./months'), 'MonthsPage', texts),
})

const sheet = createRoute({
  getParentRoute: () => shellRoute,
  path: '/attendance-months/$sheet',
  validateSearch: searchOf({ employee: text }),
  beforeLoad: needs(MONTHS),
  component: page(() => import('./sheet'), 'SheetPage', texts),
})

const mine = createRoute({
  getParentRoute: () => shellRoute,
  path: '/my-month',
  validateSearch: searchOf({ month }),
  beforeLoad: needs(MONTHS),
  component: page(() => import('./my-month'), 'MyMonthPage', texts),
})

const objections = createRoute({
  getParentRoute: () => shellRoute,
  path: '/objections',
  validateSearch: searchOf({ state: oneOf('open', 'accepted', 'refused'), open: text }),
  beforeLoad: needs(MONTHS),
  component: page(() => import('./objections'), 'ObjectionsPage', texts),
})

export const leaveRoutes = [leave, accounts, overtime, months, sheet, mine, objections] as const
