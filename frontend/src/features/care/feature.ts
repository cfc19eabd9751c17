import { lazy } from 'react'
import type { Feature } from '@/shared/lib/feature'
import { AlertIcon, CallIcon, MediationIcon, PlanIcon, SettingsIcon } from '@/shared/ui/icons'
import { feedbackNav } from './feedback/nav'

/** What the shell knows of customer care. */
export const feature: Feature = {
  id: 'care',
  name: { 'zh-CN': '客户服务', 'en-US': 'Customer care' },
  nav: [
    { to: '/complaints', name: { 'zh-CN': '投诉', 'en-US': 'Complaints' }, icon: AlertIcon, permission: 'orders.complaints.read', words: 'dispute 投诉 纠纷 CARE-3' },
    { to: '/callbacks', name: { 'zh-CN': '回访', 'en-US': 'Call-backs' }, icon: CallIcon, permission: 'orders.callbacks.make', words: 'call satisfaction 回访 满意度 CARE-5' },
    { to: '/callback-plans', name: { 'zh-CN': '回访计划', 'en-US': 'Plans of call-backs' }, icon: PlanIcon, permission: 'orders.callbacks.make', words: 'sample dormant 回访 沉睡' },
    { to: '/mediations', name: { 'zh-CN': '买卖双方调解', 'en-US': 'Mediation' }, icon: MediationIcon, permission: 'orders.mediations.read', words: 'dispute buyer seller 调解 裁决 CARE-8' },
    { to: '/care-rules', name: { 'zh-CN': '客服政策', 'en-US': 'Policy of customer care' }, icon: SettingsIcon, permission: 'orders.policies.read', words: 'deadlines working hours 期限 工作时间' },
    ...feedbackNav,
  ],
  home: [{ id: 'care-todo', place: 'todo', permission: 'orders.complaints.read', component: lazy(() => import('./home/todo')) }],
}
