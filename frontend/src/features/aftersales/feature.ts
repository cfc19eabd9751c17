import type { Feature } from '@/shared/lib/feature'
import { AddIcon, ClaimIcon, ReasonsIcon, ReturnIcon, SettingsIcon, ShopIcon } from '@/shared/ui/icons'

const NAME = { 'zh-CN': '售后', 'en-US': 'After-sales' }

export const feature: Feature = {
  id: 'aftersales',
  name: NAME,
  nav: [
    { to: '/aftersales', name: { 'zh-CN': '售后单', 'en-US': 'Cases' }, icon: ReturnIcon, permission: 'orders.cases.read', words: 'refund return exchange 退款 退货 换货 售后' },
    { to: '/aftersales/claims', name: { 'zh-CN': '残损理赔', 'en-US': 'Claims' }, icon: ClaimIcon, permission: 'orders.cases.read', words: 'damage liability claim carrier supplier 残损 定责 理赔 承运商' },
    { to: '/aftersales/platform-requests', name: { 'zh-CN': '平台申请', 'en-US': 'Platform requests' }, icon: ShopIcon, permission: 'orders.cases.read', words: 'platform refund request taobao 平台 退款 申请' },
    { to: '/aftersales/figures', name: { 'zh-CN': '售后分析', 'en-US': 'After-sales figures' }, icon: ReasonsIcon, permission: 'orders.figures.read', words: 'reason figures chart 原因 分析 统计' },
    { to: '/aftersales/policies', name: { 'zh-CN': '售后政策', 'en-US': 'After-sales policy' }, icon: SettingsIcon, permission: 'orders.policies.read', words: 'policy limits days 政策 限额 期限' },
    { to: '/aftersales/new', name: { 'zh-CN': '新建售后', 'en-US': 'New case' }, icon: AddIcon, permission: 'orders.cases.open', words: 'open case 登记 售后' },
  ],
}
