import { lazy } from 'react'
import { language } from '@/shared/i18n'
import type { Feature } from '@/shared/lib/feature'
import { AddIcon, AlertIcon, CheckIcon, OrdersIcon, PackageIcon, PriceIcon, ReviewIcon, TruckIcon } from '@/shared/ui/icons'

const READ = 'orders.orders.read'
const FIGURES = 'orders.figures.read'
const HEADING = { 'zh-CN': '订单', 'en-US': 'Orders' }

export const feature: Feature = {
  id: 'orders',
  name: HEADING,
  nav: [
    { to: '/orders', name: HEADING, icon: OrdersIcon, permission: READ, words: 'sales review hold 审单 挂起' },
    { to: '/review-desk', name: { 'zh-CN': '审单台', 'en-US': 'Review desk' }, icon: ReviewIcon, permission: READ, words: 'review hold release finance 审单 放行 财务' },
    { to: '/orders/new', name: { 'zh-CN': '手工录单', 'en-US': 'Type in an order' }, icon: AddIcon, permission: 'orders.orders.place', words: 'hand copy 录单 复制' },
    { to: '/orders/merge', name: { 'zh-CN': '可合并订单', 'en-US': 'Orders to merge' }, icon: PackageIcon, permission: 'orders.orders.regroup', words: 'merge split 合单 拆单' },
    { to: '/attention', name: { 'zh-CN': '待处理订单', 'en-US': 'Needs attention' }, icon: AlertIcon, permission: READ, words: 'unknown sku mapping 编码 匹配 异常' },
    { to: '/review-rules', name: { 'zh-CN': '审单规则', 'en-US': 'Review rules' }, icon: ReviewIcon, permission: 'orders.policies.read', words: 'policy ORD-2 规则' },
    { to: '/bulk-reviews', name: { 'zh-CN': '批量处理', 'en-US': 'Bulk actions' }, icon: CheckIcon, permission: 'orders.orders.review', words: 'bulk release hold cancel 批量 审单 放行' },
    { to: '/ship-rules', name: { 'zh-CN': '最晚发货时间', 'en-US': 'Latest time to ship' }, icon: TruckIcon, permission: 'orders.policies.read', words: 'policy deadline overdue ORD-2 超时 逾期 规则' },
    { to: '/gift-rules', name: { 'zh-CN': '赠品规则', 'en-US': 'Gift rules' }, icon: PackageIcon, permission: 'orders.gift_rules.read', words: 'gift promotion 赠品 满送' },
    { to: '/presales', name: { 'zh-CN': '预售', 'en-US': 'Pre-sales' }, icon: PriceIcon, permission: 'orders.presales.read', words: 'presale deposit balance 定金 尾款' },
    { to: '/presale-orders', name: { 'zh-CN': '预售订单', 'en-US': 'Pre-orders' }, icon: OrdersIcon, permission: 'orders.presales.read', words: 'presale overdue balance 尾款 逾期' },
    { to: '/invoices', name: { 'zh-CN': '发票申请', 'en-US': 'Invoice requests' }, icon: CheckIcon, permission: 'orders.invoices.read', words: 'invoice tax 发票 开票 红冲' },
    { to: '/price-rules', name: { 'zh-CN': '改价限额', 'en-US': 'Price limits' }, icon: PriceIcon, permission: 'orders.policies.read', words: 'policy price ORD-2 APR-1 改价' },
  ],
  palette: [
    {
      id: 'orders',
      title: () => HEADING[language()],
      minLength: 3,
      permission: READ,
      search: async (text, signal) => (await import('./components/palette-orders')).searchOrders(text, signal),
    },
  ],
  home: [
    { id: 'orders-todo', place: 'todo', permission: READ, component: lazy(() => import('./home/todo')) },
    { id: 'orders-figures', place: 'figure', permission: FIGURES, component: lazy(() => import('./home/figures')) },
    { id: 'orders-days', place: 'chart', permission: FIGURES, component: lazy(() => import('./home/days')) },
    { id: 'orders-sales', place: 'chart', permission: FIGURES, component: lazy(() => import('./home/sales')) },
    { id: 'orders-shops', place: 'chart', permission: FIGURES, component: lazy(() => import('./home/shops')) },
  ],
}
