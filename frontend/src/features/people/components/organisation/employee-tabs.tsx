import { type ComponentType, lazy, type LazyExoticComponent } from 'react'
import type { Name } from '@/shared/lib/feature'
import { texts as hiringTexts } from '../../hiring-texts'
import type { EmployeeFile } from './queries'

export interface EmployeeTab {
  /** Stands in the URL as `?tab=`. */
  id: string
  name: Name
  /** Hidden without it. */
  permission?: string
  component: ComponentType<{ employee: EmployeeFile }> | LazyExoticComponent<ComponentType<{ employee: EmployeeFile }>>
}

type Tab = ComponentType<{ employee: EmployeeFile }>

/** With the words that its tabs speak. */
const hiring = (load: () => Promise<Tab>) => lazy(async () => ({ default: (await Promise.all([load(), hiringTexts.load()]))[0] }))

const HIRING_TABS: readonly EmployeeTab[] = [
  { id: 'employment', name: { 'zh-CN': '经历与异动', 'en-US': 'Employment' }, permission: 'people.own_file.use', component: hiring(async () => (await import('../hiring/employment-tab')).EmploymentTab) },
  { id: 'file', name: { 'zh-CN': '档案', 'en-US': 'File' }, permission: 'people.own_file.use', component: hiring(async () => (await import('../hiring/file-tab')).FileTab) },
  { id: 'conduct', name: { 'zh-CN': '行为与奖惩', 'en-US': 'Conduct' }, permission: 'people.own_file.use', component: hiring(async () => (await import('../hiring/conduct-tab')).ConductTab) },
  { id: 'talks', name: { 'zh-CN': '谈话', 'en-US': 'Talks' }, permission: 'people.own_file.use', component: hiring(async () => (await import('../hiring/talks-tab')).TalksTab) },
]

/**
 * The tabs of an employee's page. An area adds its own with one line: its component gets the file and asks for the rest itself. Lazy, so
 * that nobody waits for tabs they do not open.
 */
export const EMPLOYEE_TABS: readonly EmployeeTab[] = [
  { id: 'position', name: { 'zh-CN': '任职', 'en-US': 'Positions' }, component: lazy(async () => ({ default: (await import('./employee-positions')).EmployeePositions })) },
  { id: 'contact', name: { 'zh-CN': '联系资料', 'en-US': 'Contact' }, component: lazy(async () => ({ default: (await import('./employee-contact')).EmployeeContact })) },
  ...HIRING_TABS,
]
