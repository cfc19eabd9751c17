import { lazy } from 'react'
import type { Feature } from '@/shared/lib/feature'
import { ApprovalIcon, ClockIcon, DelegateIcon, RouteIcon, SentIcon } from '@/shared/ui/icons'

export const feature: Feature = {
  id: 'approvals',
  name: { 'zh-CN': '审批', 'en-US': 'Approvals' },
  nav: [
    { to: '/approvals', name: { 'zh-CN': '待审批', 'en-US': 'Approvals' }, icon: ApprovalIcon, words: 'inbox decide 审批 待办', badge: lazy(() => import('./components/badge')) },
    { to: '/my-requests', name: { 'zh-CN': '我的申请', 'en-US': 'My requests' }, icon: SentIcon, words: 'asked 申请' },
    { to: '/approval-delegations', name: { 'zh-CN': '审批委托', 'en-US': 'Delegations' }, icon: DelegateIcon, words: 'away 委托 代理' },
    { to: '/approval-routes', name: { 'zh-CN': '审批路由', 'en-US': 'Approval routes' }, icon: RouteIcon, permission: 'people.approval_routes.read', words: 'policy 流程 会签' },
    { to: '/approval-figures', name: { 'zh-CN': '审批用时', 'en-US': 'Decision times' }, icon: ClockIcon, permission: 'people.approvals.read', words: 'median 用时 统计' },
  ],
  home: [{ id: 'approvals-todo', place: 'todo', component: lazy(() => import('./home/todo')) }],
}
