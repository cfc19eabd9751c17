import { createRoute } from '@tanstack/react-router'
import { needs, page, shellRoute } from '@/shared/lib/routes'
import { flag, oneOf, searchOf, text } from '@/shared/lib/search'
import { texts } from '../../hiring-texts'
import { texts as organisationTexts } from '../../organisation-texts'

/** Choosing a position or a person speaks the organisation's words. */
const both = { load: async () => void (await Promise.all([texts.load(), organisationTexts.load()])) }

const requisitions = createRoute({
  getParentRoute: () => shellRoute,
  path: '/requisitions',
  validateSearch: searchOf({ state: oneOf('open', 'filled', 'closed'), position_id: text }),
  beforeLoad: needs('people.requisitions.read'),
  component: page(() => import('./requisitions'), 'Requisitions', both),
})

const candidates = createRoute({
  getParentRoute: () => shellRoute,
  path: '/candidates',
  validateSearch: searchOf({ requisition_id: text, q: text, over: flag }),
  beforeLoad: needs('people.candidates.read'),
  component: page(() => import('./candidates'), 'Candidates', both),
})

const candidate = createRoute({
  getParentRoute: () => shellRoute,
  path: '/candidates/$id',
  beforeLoad: needs('people.candidates.read'),
  component: page(() => import('./candidate'), 'CandidatePage', both),
})

const leavings = createRoute({
  getParentRoute: () => shellRoute,
  path: '/leavings',
  validateSearch: searchOf({ state: oneOf('planned', 'done', 'withdrawn') }),
  beforeLoad: needs('people.own_file.use'),
  component: page(() => import('./leavings'), 'Leavings', both),
})

const leaving = createRoute({
  getParentRoute: () => shellRoute,
  path: '/leavings/$id',
  beforeLoad: needs('people.own_file.use'),
  component: page(() => import('./leavings'), 'LeavingPage', both),
})

const due = createRoute({
  getParentRoute: () => shellRoute,
  path: '/people-due',
  beforeLoad: needs('people.own_file.use'),
  component: page(() => import('./people-due'), 'PeopleDue', both),
})

export const hiringRoutes = [requisitions, candidates, candidate, leavings, leaving, due] as const
