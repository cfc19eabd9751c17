import type { Feature } from '@/shared/lib/feature'
import { LedgerIcon, PickListIcon, ReviewIcon, StarIcon } from '@/shared/ui/icons'

const READ = 'orders.buyer_reviews.read'

export const feedbackNav: Feature['nav'] = [
  { to: '/reviews', name: { 'zh-CN': '评价', 'en-US': 'Reviews' }, icon: StarIcon, permission: READ, words: 'CARE-6 rating 差评 好评 评价' },
  { to: '/standard-answers', name: { 'zh-CN': '话术与分类', 'en-US': 'Answers and classes' }, icon: ReviewIcon, permission: READ, words: 'CARE-6 standard answer 话术 问题分类' },
  { to: '/improvements', name: { 'zh-CN': '产品改进', 'en-US': 'Product improvements' }, icon: PickListIcon, permission: 'orders.quality.read', words: 'CARE-4 CARE-6 quality 质量 改进' },
  { to: '/service-figures', name: { 'zh-CN': '服务指标', 'en-US': 'Service figures' }, icon: LedgerIcon, permission: 'orders.service_figures.read', words: 'CARE-7 satisfaction 首次响应 满意度 及时率' },
]
