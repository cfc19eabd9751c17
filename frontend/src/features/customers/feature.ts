import { language } from '@/shared/i18n'
import type { Feature } from '@/shared/lib/feature'
import { MergeIcon, UsersIcon } from '@/shared/ui/icons'

const READ = 'orders.customers.read'
const HEADING = { 'zh-CN': '客户', 'en-US': 'Customers' }

export const feature: Feature = {
  id: 'customers',
  name: HEADING,
  nav: [
    { to: '/customers', name: { 'zh-CN': '客户档案', 'en-US': 'Customer files' }, icon: UsersIcon, permission: READ, words: 'CARE-4 buyer tag phone 买家 标签 电话' },
    { to: '/customer-proposals', name: { 'zh-CN': '客户合并建议', 'en-US': 'Customers to merge' }, icon: MergeIcon, permission: 'orders.customers.merge', words: 'CARE-4 same buyer match 同一人 匹配' },
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
