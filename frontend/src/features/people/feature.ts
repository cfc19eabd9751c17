import type { Feature } from '@/shared/lib/feature'
import { KeyIcon, RolesIcon, UsersIcon } from '@/shared/ui/icons'

export const feature: Feature = {
  id: 'people',
  name: { 'zh-CN': '人员与接入', 'en-US': 'People and access' },
  nav: [
    { to: '/accounts', name: { 'zh-CN': '账号', 'en-US': 'Accounts' }, icon: UsersIcon, permission: 'people.accounts.read', words: 'user login 用户 人员' },
    { to: '/roles', name: { 'zh-CN': '角色权限', 'en-US': 'Roles' }, icon: RolesIcon, permission: 'people.roles.read', words: 'permission 权限' },
    { to: '/api-clients', name: { 'zh-CN': 'API 客户端', 'en-US': 'API clients' }, icon: KeyIcon, permission: 'people.api_clients.read', words: 'secret token developer 密钥 开发' },
  ],
}
