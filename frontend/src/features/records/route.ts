import { createRoute } from '@tanstack/react-router'
import { needs, page, shellRoute } from '@/shared/lib/routes'
import { flag, oneOf, searchOf, text } from '@/shared/lib/search'
import { texts } from './texts'

const tasks = createRoute({
  getParentRoute: () => shellRoute,
  path: '/tasks',
  validateSearch: searchOf({ q: text, state: oneOf('open', 'done', 'dropped'), overdue: flag, mine: flag, given_by_me: flag }),
  beforeLoad: needs('people.tasks.work'),
  component: page(() => import('./pages/tasks'), 'Tasks', texts),
})
const meetings = createRoute({
  getParentRoute: () => shellRoute,
  path: '/meetings',
  validateSearch: searchOf({ q: text }),
  beforeLoad: needs('people.meetings.read'),
  component: page(() => import('./pages/meetings'), 'Meetings', texts),
})
const meeting = createRoute({
  getParentRoute: () => shellRoute,
  path: '/meetings/$id',
  beforeLoad: needs('people.meetings.read'),
  component: page(() => import('./pages/meeting'), 'MeetingDetail', texts),
})
const files = createRoute({
  getParentRoute: () => shellRoute,
  path: '/files',
  validateSearch: searchOf({ q: text, unit_id: text, state: oneOf('filed', 'archived', 'destroyed'), kept_until_past: flag }),
  beforeLoad: needs('people.files.read'),
  component: page(() => import('./pages/files'), 'Files', texts),
})
const file = createRoute({
  getParentRoute: () => shellRoute,
  path: '/files/$id',
  beforeLoad: needs('people.files.read'),
  component: page(() => import('./pages/file'), 'FileDetail', texts),
})

export const recordsRoutes = [tasks, meetings, meeting, files, file] as const
