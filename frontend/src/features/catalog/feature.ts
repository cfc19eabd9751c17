import { language } from '@/shared/i18n'
import type { Feature } from '@/shared/lib/feature'
import { PackageIcon, SkuIcon } from '@/shared/ui/icons'

const READ = 'catalog.skus.read'
const SKUS = { 'zh-CN': 'SKU', 'en-US': 'SKUs' }

export const feature: Feature = {
  id: 'catalog',
  name: { 'zh-CN': '商品', 'en-US': 'Catalog' },
  nav: [
    { to: '/skus', name: SKUS, icon: SkuIcon, permission: READ, words: 'sku barcode item goods 编码 条码 规格' },
    { to: '/products', name: { 'zh-CN': '商品', 'en-US': 'Products' }, icon: PackageIcon, permission: READ, words: 'brand category 品牌 类目' },
  ],
  palette: [
    {
      id: 'skus',
      title: () => SKUS[language()],
      minLength: 2,
      permission: READ,
      search: async (text, signal) => (await import('./components/palette-skus')).searchSkus(text, signal),
    },
  ],
}
