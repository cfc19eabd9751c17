import { lazy } from 'react'
import type { Feature } from '@/shared/lib/feature'
import { FilesIcon, MeetingIcon, TaskIcon } from '@/shared/ui/icons'

export const feature: Feature = {
  id: 'records',
  name: { 'zh-CN': '会议与文件', 'en-US': 'Meetings and files' },
  nav: [
    { to: '/tasks', name: { 'zh-CN': '任务', 'en-US': 'Tasks' }, icon: TaskIcon, permission: 'people.tasks.work', words: 'my todo 我的任务 overdue 待办 逾期' },
    { to: '/meetings', name: { 'zh-CN': '会议', 'en-US': 'Meetings' }, icon: MeetingIcon, permission: 'people.meetings.read', words: 'minutes agenda 纪要 议程' },
    { to: '/files', name: { 'zh-CN': '文件归档', 'en-US': 'Files' }, icon: FilesIcon, permission: 'people.files.read', words: 'document upload 文档 上传' },
  ],
  home: [{ id: 'records-todo', place: 'todo', permission: 'people.tasks.work', component: lazy(() => import('./home/todo')) }],
}
