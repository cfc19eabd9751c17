import { createRoute } from '@tanstack/react-router'
import { needs, page, shellRoute } from '@/shared/lib/routes'
import { flag, oneOf, searchOf, text } from '@/shared/lib/search'
import { texts } from './texts'

const shops = createRoute({
  getParentRoute: () => shellRoute,
  path: '/shops',
  validateSearch: searchOf({ q: text, platform: text, active: flag }),
  beforeLoad: needs('channels.shops.read'),
  component: page(() => import('./pages/shops'), 'Shops', texts),
})

const writeBacks = createRoute({
  getParentRoute: () => shellRoute,
  path: '/write-backs',
  validateSearch: searchOf({ order_number: text, state: text, shop_id: text, kind: oneOf('shipment', 'refund') }),
  beforeLoad: needs('channels.write_backs.read'),
  component: page(() => import('./pages/write-backs'), 'WriteBacks', texts),
})

const inbound = createRoute({
  getParentRoute: () => shellRoute,
  path: '/inbound',
  validateSearch: searchOf({ state: text, shop_id: text }),
  beforeLoad: needs('channels.inbound_messages.read'),
  component: page(() => import('./pages/inbound'), 'Inbound', texts),
})

const imports = createRoute({
  getParentRoute: () => shellRoute,
  path: '/imports',
  validateSearch: searchOf({ shop_id: text, mode: oneOf('check', 'run') }),
  beforeLoad: needs('channels.order_imports.read'),
  component: page(() => import('./pages/imports'), 'Imports', texts),
})

const oneImport = createRoute({
  getParentRoute: () => shellRoute,
  path: '/imports/$id',
  validateSearch: searchOf({ outcome: text, only: text }),
  beforeLoad: needs('channels.order_imports.read'),
  component: page(() => import('./pages/import'), 'ImportPage', texts),
})

const webhooks = createRoute({
  getParentRoute: () => shellRoute,
  path: '/webhooks',
  beforeLoad: needs('channels.webhooks.read'),
  component: page(() => import('./pages/webhooks'), 'Webhooks', texts),
})

const webhook = createRoute({
  getParentRoute: () => shellRoute,
  path: '/webhooks/$id',
  validateSearch: searchOf({ state: text }),
  beforeLoad: needs('channels.webhooks.read'),
  component: page(() => import('./pages/webhook'), 'WebhookPage', texts),
})

export const channelsRoutes = [shops, writeBacks, inbound, imports, oneImport, webhooks, webhook] as const
