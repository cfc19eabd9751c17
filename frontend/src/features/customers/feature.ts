import { language } from '@/shared/i18n'
import type { Feature } from '@/shared/lib/feature'
import { DownloadIcon, MergeIcon, RemoveIcon, StarIcon, UsersIcon } from '@/shared/ui/icons'

const READ = 'orders.customers.read'
const HEADING = { 'zh-CN': '客户', 'en-US': 'Customers' }

export const feature: Feature = {
  id: 'customers',
  name: HEADING,
  nav: [
    { to: '/customers', name: { 'zh-CN': '客户档案', 'en-US': 'Customer files' }, icon: UsersIcon, permission: READ, words: 'CARE-4 buyer tag phone 买家 标签 电话' },
    { to: '/customer-proposals', name: { 'zh-CN': '客户合并建议', 'en-US': 'Customers to merge' }, icon: MergeIcon, permission: 'orders.customers.merge', words: 'CARE-4 same buyer match 同一人 匹配' },
    { to: '/data-exports', name: { 'zh-CN': '个人信息导出', 'en-US': 'Exports of personal data' }, icon: DownloadIcon, permission: 'orders.orders.export', words: 'ORD-5 export download xlsx 导出 下载 水印' },
    { to: '/customer-erasures', name: { 'zh-CN': '个人信息删除', 'en-US': 'Erasure of personal data' }, icon: RemoveIcon, permission: 'orders.customers.edit', words: 'ORD-5 delete privacy 删除 隐私' },
    { to: '/customer-rules', name: { 'zh-CN': '客户等级与信息保护', 'en-US': 'Customer levels and privacy' }, icon: StarIcon, permission: 'orders.policies.read', words: 'CARE-4 ORD-5 level service retention 等级 服务 保存期限' },
  ],
  palette: [
    {
      id: 'customers',
      title: () => HEADING[language()],
      minLength: 4,
      permission: READ,
      search: async (text, signal) => (await import('./components/palette-customers')).searchCustomers(text, signal),
    },
  ],
}
