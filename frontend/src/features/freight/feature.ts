import type { Feature } from '@/shared/lib/feature'
import { FileIcon, PriceIcon } from '@/shared/ui/icons'

const READ = 'warehouse.freight.read'

export const feature: Feature = {
  id: 'freight',
  name: { 'zh-CN': '运费', 'en-US': 'Freight' },
  nav: [
    { to: '/freight-bills', name: { 'zh-CN': '运费对账', 'en-US': 'Freight bills' }, icon: FileIcon, permission: READ, words: 'carrier bill reconciliation dispute payable 承运商 账单 争议 应付 对账' },
    { to: '/price-cards', name: { 'zh-CN': '运费价卡', 'en-US': 'Price cards' }, icon: PriceIcon, permission: READ, words: 'carrier tariff zone province surcharge 承运商 报价 首重 续重 偏远' },
  ],
}
