import type { Feature } from '@/shared/lib/feature'
import { AuditIcon, DeadLetterIcon, ReviewIcon } from '@/shared/ui/icons'
import { SERVICES } from './services'

/** What the house itself shows: every service has these two lists, so they are composed here and belong to none of them. */
export const feature: Feature = {
  id: 'house',
  name: { 'zh-CN': '系统', 'en-US': 'System' },
  nav: [
    { to: '/dead-letters', name: { 'zh-CN': '未处理消息', 'en-US': 'Dead letters' }, icon: DeadLetterIcon, permission: SERVICES.map((service) => `${service}.dead_letters.handle`), words: 'messages replay 重放 消息' },
    { to: '/audit', name: { 'zh-CN': '操作记录', 'en-US': 'Audit trail' }, icon: AuditIcon, permission: SERVICES.map((service) => `${service}.audit.read`), words: 'log who changed 审计 日志' },
    { to: '/rules', name: { 'zh-CN': '规则', 'en-US': 'Rules' }, icon: ReviewIcon, words: 'rulebook policy coverage 制度 政策 覆盖' },
  ],
}
