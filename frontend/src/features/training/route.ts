import { createRoute } from '@tanstack/react-router'
import { needs, page, shellRoute } from '@/shared/lib/routes'
import { oneOf, searchOf, text } from '@/shared/lib/search'
import { KINDS, STATES } from './choices'
import { texts } from './texts'

const READ = 'people.trainings.read'

const trainings = createRoute({
  getParentRoute: () => shellRoute,
  path: '/trainings',
  validateSearch: searchOf({ q: text, kind: oneOf(...KINDS), state: oneOf(...STATES) }),
  beforeLoad: needs(READ),
  component: page(() => import('./pages/trainings'), 'Trainings', texts),
})
const training = createRoute({
  getParentRoute: () => shellRoute,
  path: '/trainings/$id',
  beforeLoad: needs(READ),
  component: page(() => import('./pages/training'), 'TrainingDetail', texts),
})
const own = createRoute({
  getParentRoute: () => shellRoute,
  path: '/my-trainings',
  beforeLoad: needs(READ),
  component: page(() => import('./pages/my-trainings'), 'MyTrainings', texts),
})
const test = createRoute({
  getParentRoute: () => shellRoute,
  path: '/my-trainings/tests/$id',
  beforeLoad: needs(READ),
  component: page(() => import('./pages/take-test'), 'TakeTest', texts),
})
const results = createRoute({
  getParentRoute: () => shellRoute,
  path: '/training-results',
  validateSearch: searchOf({ q: text, outcome: oneOf('passed', 'failed'), show: oneOf('expiring') }),
  beforeLoad: needs(READ),
  component: page(() => import('./pages/results'), 'Results', texts),
})
const marking = createRoute({
  getParentRoute: () => shellRoute,
  path: '/training-marks',
  beforeLoad: needs('people.trainings.plan'),
  component: page(() => import('./pages/marking'), 'Marking', texts),
})

export const trainingRoutes = [trainings, training, own, test, results, marking] as const
