import { createRoute } from '@tanstack/react-router'
import { needs, page, shellRoute } from '@/shared/lib/routes'
import { day, month, searchOf, text } from '@/shared/lib/search'
import { leaveRoutes } from './pages/leave/route'
import { texts } from './texts'

const OWN = 'people.attendance.own'

const mine = createRoute({
  getParentRoute: () => shellRoute,
  path: '/my-attendance',
  validateSearch: searchOf({ month, day, employee: text }),
  beforeLoad: needs(OWN),
  component: page(() => import('./pages/my-attendance'), 'MyAttendance', texts),
})

const board = createRoute({
  getParentRoute: () => shellRoute,
  path: '/attendance-board',
  validateSearch: searchOf({ day, unit: text }),
  beforeLoad: needs(OWN),
  component: page(() => import('./pages/board'), 'AttendanceBoard', texts),
})

const rotas = createRoute({
  getParentRoute: () => shellRoute,
  path: '/rotas',
  validateSearch: searchOf({ month, unit: text }),
  beforeLoad: needs('people.rotas.plan'),
  component: page(() => import('./pages/rotas'), 'Rotas', texts),
})

const calendar = createRoute({
  getParentRoute: () => shellRoute,
  path: '/company-calendar',
  validateSearch: searchOf({ year: text }),
  beforeLoad: needs(OWN),
  component: page(() => import('./pages/calendar'), 'CompanyCalendar', texts),
})

const policy = createRoute({
  getParentRoute: () => shellRoute,
  path: '/attendance-policy',
  validateSearch: searchOf({ run: text }),
  beforeLoad: needs('people.attendance_policies.read'),
  component: page(() => import('./pages/policy'), 'AttendancePolicyPage', texts),
})

const punches = createRoute({
  getParentRoute: () => shellRoute,
  path: '/punches',
  beforeLoad: needs('people.attendance.keep'),
  component: page(() => import('./pages/punches'), 'Punches', texts),
})

export const attendanceRoutes = [mine, board, rotas, calendar, policy, punches, ...leaveRoutes] as const
