import { lazy } from 'react'
import type { Feature } from '@/shared/lib/feature'
import { CertificateIcon, OwnTrainingIcon, TrainingIcon } from '@/shared/ui/icons'

const READ = 'people.trainings.read'

export const feature: Feature = {
  id: 'training',
  name: { 'zh-CN': '培训', 'en-US': 'Training' },
  nav: [
    { to: '/my-trainings', name: { 'zh-CN': '我的培训', 'en-US': 'My trainings' }, icon: OwnTrainingIcon, permission: READ, words: 'test exam certificate 考试 证书 学习' },
    { to: '/trainings', name: { 'zh-CN': '培训管理', 'en-US': 'Trainings' }, icon: TrainingIcon, permission: READ, words: 'course session 课程 场次' },
    { to: '/training-results', name: { 'zh-CN': '培训结果与证书', 'en-US': 'Training results' }, icon: CertificateIcon, permission: READ, words: 'certificate expiring 证书 到期' },
  ],
  home: [{ id: 'training-todo', place: 'todo', permission: READ, component: lazy(() => import('./home/todo')) }],
}
