import type { Feature } from '@/shared/lib/feature'
import { AlertIcon, ReviewIcon, RolesIcon, SettingsIcon } from '@/shared/ui/icons'

export const feature: Feature = {
  id: 'integrity',
  name: { 'zh-CN': '诚信', 'en-US': 'Integrity' },
  nav: [
    { to: '/fake-orders', name: { 'zh-CN': '刷单审查', 'en-US': 'Fake orders' }, icon: AlertIcon, permission: 'orders.suspicions.read', words: 'brushing ring 刷单 嫌疑 ORD-6' },
    { to: '/fake-order-cases', name: { 'zh-CN': '刷单案件', 'en-US': 'Cases of fake orders' }, icon: ReviewIcon, permission: 'orders.fake_order_cases.read', words: 'appeal 申诉 案件' },
    { to: '/credit', name: { 'zh-CN': '信用', 'en-US': 'Credit' }, icon: RolesIcon, permission: 'orders.credit.read', words: 'rating CHN-9 信用 评级' },
    { to: '/fake-order-rules', name: { 'zh-CN': '刷单规则', 'en-US': 'Fake order rules' }, icon: SettingsIcon, permission: 'orders.policies.read', words: 'policy signals replay 规则 试算 信号 ORD-6' },
  ],
}
