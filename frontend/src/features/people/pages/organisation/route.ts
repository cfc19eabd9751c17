import { createRoute } from '@tanstack/react-router'
import { needs, page, shellRoute } from '@/shared/lib/routes'
import { day, flag, oneOf, searchOf, text } from '@/shared/lib/search'
import { texts } from '../../organisation-texts'

const READ = needs('people.organisation.read')

const chart = createRoute({
  getParentRoute: () => shellRoute,
  path: '/organisation',
  validateSearch: searchOf({ on: day }),
  beforeLoad: READ,
  component: page(() => import('./org-chart'), 'OrgChart', texts),
})

const positions = createRoute({
  getParentRoute: () => shellRoute,
  path: '/positions',
  validateSearch: searchOf({ q: text, unit_id: text, open: flag }),
  beforeLoad: READ,
  component: page(() => import('./positions'), 'Positions', texts),
})

const position = createRoute({
  getParentRoute: () => shellRoute,
  path: '/positions/$id',
  validateSearch: searchOf({ tab: oneOf('description', 'versions', 'headcount', 'holders'), version: text }),
  beforeLoad: READ,
  component: page(() => import('./position'), 'PositionPage', texts),
})

const vacancies = createRoute({
  getParentRoute: () => shellRoute,
  path: '/vacancies',
  validateSearch: searchOf({ on: day, unit_id: text }),
  beforeLoad: READ,
  component: page(() => import('./vacancies'), 'Vacancies', texts),
})

const dutyMap = createRoute({
  getParentRoute: () => shellRoute,
  path: '/duty-map',
  validateSearch: searchOf({ on: day, only: oneOf('nobody', 'nothing') }),
  beforeLoad: READ,
  component: page(() => import('./duty-map'), 'DutyMapPage', texts),
})

const employees = createRoute({
  getParentRoute: () => shellRoute,
  path: '/employees',
  validateSearch: searchOf({ q: text, unit_id: text, position_id: text, stage: oneOf('probation', 'regular', 'left') }),
  beforeLoad: READ,
  component: page(() => import('./employees'), 'Employees', texts),
})

const employee = createRoute({
  getParentRoute: () => shellRoute,
  path: '/employees/$id',
  validateSearch: searchOf({ tab: text }),
  beforeLoad: READ,
  component: page(() => import('./employee'), 'EmployeePage', texts),
})

export const organisationRoutes = [chart, positions, position, vacancies, dutyMap, employees, employee] as const
