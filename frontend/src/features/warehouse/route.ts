import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { needs, shellRoute } from '@/shared/lib/routes'
import { flag, many, month, oneOf, searchOf, text } from '@/shared/lib/search'
import { texts } from './texts'

const READ = 'warehouse.shipments.read'

const station = createRoute({
  getParentRoute: () => shellRoute,
  path: '/station',
  validateSearch: searchOf({ shipment: text }),
  beforeLoad: needs('warehouse.shipments.pack'),
  loader: texts.load,
  component: lazyRouteComponent(() => import('./pages/station'), 'Station'),
})

const shipments = createRoute({
  getParentRoute: () => shellRoute,
  path: '/shipments',
  validateSearch: searchOf({ q: text, state: many, warehouse: text, carrier: text, problem: flag, sort: oneOf('created_at', '-created_at') }),
  beforeLoad: needs(READ),
  loader: texts.load,
  component: lazyRouteComponent(() => import('./pages/shipments'), 'Shipments'),
})

const shipment = createRoute({
  getParentRoute: () => shellRoute,
  path: '/shipments/$number',
  beforeLoad: needs(READ),
  loader: texts.load,
  component: lazyRouteComponent(() => import('./pages/shipment'), 'ShipmentPage'),
})

const pickLists = createRoute({
  getParentRoute: () => shellRoute,
  path: '/pick-lists',
  validateSearch: searchOf({ state: oneOf('open', 'confirmed', 'cancelled'), warehouse: text }),
  beforeLoad: needs(READ),
  loader: texts.load,
  component: lazyRouteComponent(() => import('./pages/pick-lists'), 'PickLists'),
})

const pickList = createRoute({
  getParentRoute: () => shellRoute,
  path: '/pick-lists/$number',
  beforeLoad: needs(READ),
  loader: texts.load,
  component: lazyRouteComponent(() => import('./pages/pick-list'), 'PickListPage'),
})

const stock = createRoute({
  getParentRoute: () => shellRoute,
  path: '/stock',
  validateSearch: searchOf({ q: text, warehouse: text, low: flag }),
  beforeLoad: needs('warehouse.stock.read'),
  loader: texts.load,
  component: lazyRouteComponent(() => import('./pages/stock'), 'StockBoard'),
})

const sku = createRoute({
  getParentRoute: () => shellRoute,
  path: '/stock/$sku',
  beforeLoad: needs('warehouse.stock.read'),
  loader: texts.load,
  component: lazyRouteComponent(() => import('./pages/sku-stock'), 'SkuStockPage'),
})

const parcels = createRoute({
  getParentRoute: () => shellRoute,
  path: '/parcels',
  validateSearch: searchOf({ q: text, state: text, carrier: text, stuck: flag, ours: flag }),
  beforeLoad: needs('warehouse.parcels.read'),
  loader: texts.load,
  component: lazyRouteComponent(() => import('./pages/parcels'), 'Parcels'),
})

const returnsDesk = createRoute({
  getParentRoute: () => shellRoute,
  path: '/returns-desk',
  validateSearch: searchOf({ parcel: text }),
  beforeLoad: needs('warehouse.returns.receive'),
  loader: texts.load,
  component: lazyRouteComponent(() => import('./pages/returns-desk'), 'ReturnsDesk'),
})

const returns = createRoute({
  getParentRoute: () => shellRoute,
  path: '/returns',
  validateSearch: searchOf({ q: text, state: oneOf('unknown', 'waiting', 'inspected', 'dismissed'), warehouse: text, overdue: flag }),
  beforeLoad: needs('warehouse.returns.read'),
  loader: texts.load,
  component: lazyRouteComponent(() => import('./pages/returns'), 'Returns'),
})

const returned = createRoute({
  getParentRoute: () => shellRoute,
  path: '/returns/$number',
  beforeLoad: needs('warehouse.returns.read'),
  loader: texts.load,
  component: lazyRouteComponent(() => import('./pages/return'), 'ReturnPage'),
})

const expectedReturns = createRoute({
  getParentRoute: () => shellRoute,
  path: '/expected-returns',
  validateSearch: searchOf({ q: text, state: oneOf('expected', 'arrived', 'inspected', 'withdrawn'), sku: text }),
  beforeLoad: needs('warehouse.returns.read'),
  loader: texts.load,
  component: lazyRouteComponent(() => import('./pages/expected-returns'), 'ExpectedReturns'),
})

const stockMonths = createRoute({
  getParentRoute: () => shellRoute,
  path: '/stock-months',
  validateSearch: searchOf({ warehouse: text, month }),
  beforeLoad: needs('warehouse.stock.read'),
  loader: texts.load,
  component: lazyRouteComponent(() => import('./pages/stock-months'), 'StockMonths'),
})

export const warehouseRoutes = [station, shipments, shipment, pickLists, pickList, stock, sku, stockMonths, parcels, returnsDesk, returns, returned, expectedReturns] as const
