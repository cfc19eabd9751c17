import { createRoute } from '@tanstack/react-router'
import { needs, page, shellRoute } from '@/shared/lib/routes'
import { oneOf, searchOf, text } from '@/shared/lib/search'
import { texts } from './texts'

const READ = 'warehouse.freight.read'

const bills = createRoute({
  getParentRoute: () => shellRoute,
  path: '/freight-bills',
  validateSearch: searchOf({ carrier: text }),
  beforeLoad: needs(READ),
  component: page(() => import('./pages/bills'), 'FreightBills', texts),
})

const bill = createRoute({
  getParentRoute: () => shellRoute,
  path: '/freight-bills/$number',
  validateSearch: searchOf({
    tab: oneOf('lines', 'missing', 'payments'),
    state: oneOf('agreed', 'disputed'),
    result: oneOf('equal', 'less', 'weight', 'zone', 'amount', 'duplicate', 'unknown', 'unrated'),
    q: text,
  }),
  beforeLoad: needs(READ),
  component: page(() => import('./pages/bill'), 'FreightBillPage', texts),
})

const cards = createRoute({
  getParentRoute: () => shellRoute,
  path: '/price-cards',
  validateSearch: searchOf({ carrier: text }),
  beforeLoad: needs(READ),
  component: page(() => import('./pages/price-cards'), 'PriceCards', texts),
})

const newCard = createRoute({
  getParentRoute: () => shellRoute,
  path: '/price-cards/new',
  validateSearch: searchOf({ carrier: text }),
  beforeLoad: needs('warehouse.price_cards.publish'),
  component: page(() => import('./pages/new-price-card'), 'NewPriceCard', texts),
})

export const freightRoutes = [bills, bill, cards, newCard] as const
