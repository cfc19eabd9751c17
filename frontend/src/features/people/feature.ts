import { lazy } from 'react'
import type { Feature } from '@/shared/lib/feature'
import { CandidateIcon, DutyIcon, EmployeesIcon, HeadcountIcon, KeyIcon, LeavingIcon, OrganisationIcon, PeopleDueIcon, PositionIcon, RequisitionIcon, RolesIcon, SearchIcon, StarIcon, UsersIcon } from '@/shared/ui/icons'

export const feature: Feature = {
  id: 'people',
  name: { 'zh-CN': '人员与接入', 'en-US': 'People and access' },
  nav: [
    { to: '/organisation', name: { 'zh-CN': '组织架构', 'en-US': 'Organisation' }, icon: OrganisationIcon, permission: 'people.organisation.read', words: 'unit department chart 部门 架构' },
    { to: '/positions', name: { 'zh-CN': '岗位', 'en-US': 'Positions' }, icon: PositionIcon, permission: 'people.organisation.read', words: 'job description 岗位说明书 编制' },
    { to: '/vacancies', name: { 'zh-CN': '编制与空缺', 'en-US': 'Headcount' }, icon: HeadcountIcon, permission: 'people.organisation.read', words: 'vacancy headcount 空缺 编制' },
    { to: '/duty-map', name: { 'zh-CN': '职责地图', 'en-US': 'Duty map' }, icon: DutyIcon, permission: 'people.organisation.read', words: 'duty permission 职责 权限' },
    { to: '/employees', name: { 'zh-CN': '员工', 'en-US': 'Employees' }, icon: EmployeesIcon, permission: 'people.organisation.read', words: 'staff people 员工 人员' },
    { to: '/requisitions', name: { 'zh-CN': '用人申请', 'en-US': 'Requisitions' }, icon: RequisitionIcon, permission: 'people.requisitions.read', words: 'hiring opening headcount 招聘 编制' },
    { to: '/candidates', name: { 'zh-CN': '候选人', 'en-US': 'Candidates' }, icon: CandidateIcon, permission: 'people.candidates.read', words: 'recruiting interview offer 招聘 面试 录用' },
    { to: '/people-due', name: { 'zh-CN': '人事待办', 'en-US': 'People to look after' }, icon: PeopleDueIcon, permission: 'people.own_file.use', words: 'probation confidentiality talk 试用期 保密 谈话' },
    { to: '/leavings', name: { 'zh-CN': '离职与交接', 'en-US': 'Leaving' }, icon: LeavingIcon, permission: 'people.own_file.use', words: 'resign hand-over 离职 交接' },
    { to: '/accounts', name: { 'zh-CN': '账号', 'en-US': 'Accounts' }, icon: UsersIcon, permission: 'people.accounts.read', words: 'user login 用户 人员' },
    { to: '/roles', name: { 'zh-CN': '角色权限', 'en-US': 'Roles' }, icon: RolesIcon, permission: 'people.roles.read', words: 'permission 权限' },
    { to: '/role-grants', name: { 'zh-CN': '临时授权', 'en-US': 'Extra roles' }, icon: StarIcon, permission: 'people.role_grants.request', words: 'grant role request 申请 角色' },
    { to: '/rights', name: { 'zh-CN': '权限说明', 'en-US': 'Who may do what' }, icon: SearchIcon, words: 'why permission rights 为什么 权限' },
    { to: '/api-clients', name: { 'zh-CN': 'API 客户端', 'en-US': 'API clients' }, icon: KeyIcon, permission: 'people.api_clients.read', words: 'secret token developer 密钥 开发' },
  ],
  home: [
    { id: 'people-todo', place: 'todo', permission: 'people.own_file.use', component: lazy(() => import('./home/todo')) },
    { id: 'people-figures', place: 'figure', permission: 'people.candidates.read', component: lazy(() => import('./home/figures')) },
  ],
}
