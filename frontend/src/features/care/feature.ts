import type { Feature } from '@/shared/lib/feature'

/** What the shell knows of customer care. */
export const feature: Feature = {
  id: 'care',
  name: { 'zh-CN': '客户服务', 'en-US': 'Customer care' },
  nav: [],
}
