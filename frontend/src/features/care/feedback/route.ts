import { createRoute } from '@tanstack/react-router'
import { needs, page, shellRoute } from '@/shared/lib/routes'
import { flag, oneOf, searchOf, text } from '@/shared/lib/search'
import { texts } from '../feedback-texts'

const READ = 'orders.buyer_reviews.read'

const reviews = createRoute({
  getParentRoute: () => shellRoute,
  path: '/reviews',
  validateSearch: searchOf({ view: oneOf('unanswered', 'follow_up', 'malicious', 'all'), stars: text, shop: text, class_code: text, q: text, priority: flag }),
  beforeLoad: needs(READ),
  component: page(() => import('../pages/reviews'), 'ReviewDesk', texts),
})

const review = createRoute({
  getParentRoute: () => shellRoute,
  path: '/reviews/$id',
  beforeLoad: needs(READ),
  component: page(() => import('../pages/review'), 'ReviewPage', texts),
})

const answers = createRoute({
  getParentRoute: () => shellRoute,
  path: '/standard-answers',
  validateSearch: searchOf({ tab: oneOf('answers', 'classes', 'policy'), q: text, class_code: text, retired: flag }),
  beforeLoad: needs(READ),
  component: page(() => import('../pages/answers'), 'AnswersPage', texts),
})

const improvements = createRoute({
  getParentRoute: () => shellRoute,
  path: '/improvements',
  validateSearch: searchOf({ months: text, state: text, class_code: text, sku: text }),
  beforeLoad: needs('orders.quality.read'),
  component: page(() => import('../pages/improvements'), 'Improvements', texts),
})

const quality = createRoute({
  getParentRoute: () => shellRoute,
  path: '/quality/$sku',
  beforeLoad: needs('orders.quality.read'),
  component: page(() => import('../pages/product-quality'), 'ProductQuality', texts),
})

const figures = createRoute({
  getParentRoute: () => shellRoute,
  path: '/service-figures',
  validateSearch: searchOf({ by: oneOf('person', 'shop', 'month'), month: text, shop: text }),
  beforeLoad: needs('orders.service_figures.read'),
  component: page(() => import('../pages/service-figures'), 'ServiceFiguresPage', texts),
})

/** The pages of reviews, answers, quality and service figures. */
export const feedbackRoutes = [reviews, review, answers, improvements, quality, figures] as const
