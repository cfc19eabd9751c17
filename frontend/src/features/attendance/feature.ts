import { lazy } from 'react'
import type { Feature } from '@/shared/lib/feature'
import { AccountIcon, AlertIcon, AuditIcon, ClockIcon, EmployeesIcon, FileIcon, HomeIcon, LedgerIcon, MoonIcon, PickListIcon, ReviewIcon, SentIcon } from '@/shared/ui/icons'

export const feature: Feature = {
  id: 'attendance',
  name: { 'zh-CN': '考勤', 'en-US': 'Attendance' },
  nav: [
    { to: '/my-attendance', name: { 'zh-CN': '我的考勤', 'en-US': 'My attendance' }, icon: ClockIcon, permission: 'people.attendance.own', words: 'sign in photo late 签到 打卡 迟到' },
    { to: '/attendance-board', name: { 'zh-CN': '团队考勤', 'en-US': 'Team day' }, icon: EmployeesIcon, permission: 'people.attendance.own', words: 'team board today 部门 今天' },
    { to: '/leave', name: { 'zh-CN': '请假', 'en-US': 'Leave' }, icon: SentIcon, permission: 'people.leave.request', words: 'holiday balance 年假 事假 余额' },
    { to: '/leave-accounts', name: { 'zh-CN': '假期台账', 'en-US': 'Leave balances' }, icon: LedgerIcon, permission: 'people.leave.read', words: 'grant ledger kinds import 发放 余额 台账 假别 导入' },
    { to: '/overtime', name: { 'zh-CN': '加班', 'en-US': 'Overtime' }, icon: MoonIcon, permission: 'people.leave.request', words: 'authorised 加班 授权' },
    { to: '/my-month', name: { 'zh-CN': '我的月度考勤', 'en-US': 'My month' }, icon: AccountIcon, permission: 'people.months.read', words: 'object sheet 异议 月度' },
    { to: '/attendance-months', name: { 'zh-CN': '月度考勤', 'en-US': 'Months' }, icon: AuditIcon, permission: 'people.months.read', words: 'compile sign close pay 汇总 签字 结账 薪资' },
    { to: '/objections', name: { 'zh-CN': '考勤异议', 'en-US': 'Objections' }, icon: AlertIcon, permission: 'people.months.keep', words: 'settle witness 裁定 异议' },
    { to: '/rotas', name: { 'zh-CN': '排班', 'en-US': 'Rotas' }, icon: PickListIcon, permission: 'people.rotas.plan', words: 'shift rest day 轮休 调休' },
    { to: '/company-calendar', name: { 'zh-CN': '工作日历', 'en-US': 'Calendar' }, icon: HomeIcon, permission: 'people.attendance.own', words: 'holiday notice make-up 节假日 调班 通知' },
    { to: '/attendance-policy', name: { 'zh-CN': '考勤制度', 'en-US': 'Attendance policy' }, icon: ReviewIcon, permission: 'people.attendance_policies.read', words: 'late band replay 制度 迟到 重算' },
    { to: '/punches', name: { 'zh-CN': '打卡导入', 'en-US': 'Punches' }, icon: FileIcon, permission: 'people.attendance.keep', words: 'import device file 导入 考勤机' },
  ],
  home: [
    { id: 'attendance-todo', place: 'todo', permission: 'people.months.sign', component: lazy(() => import('./home/todo')) },
    { id: 'attendance-figures', place: 'figure', permission: 'people.attendance.own', component: lazy(() => import('./home/figures')) },
  ],
}
