import { createRoute } from '@tanstack/react-router'
import { needs, page, shellRoute } from '@/shared/lib/routes'
import { flag, searchOf, text } from '@/shared/lib/search'
import { texts } from './texts'

const READ = 'catalog.skus.read'

const skus = createRoute({
  getParentRoute: () => shellRoute,
  path: '/skus',
  validateSearch: searchOf({ q: text, active: flag, product_id: text }),
  beforeLoad: needs(READ),
  component: page(() => import('./pages/skus'), 'Skus', texts),
})

const products = createRoute({
  getParentRoute: () => shellRoute,
  path: '/products',
  validateSearch: searchOf({ q: text, active: flag }),
  beforeLoad: needs(READ),
  component: page(() => import('./pages/products'), 'Products', texts),
})

export const catalogRoutes = [skus, products] as const
