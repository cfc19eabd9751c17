import { type ComponentType, lazy, type LazyExoticComponent } from 'react'
import type { Name } from '@/shared/lib/feature'
import type { EmployeeFile } from './queries'

export interface EmployeeTab {
  /** Stands in the URL as `?tab=`. */
  id: string
  name: Name
  /** Hidden without it. */
  permission?: string
  component: ComponentType<{ employee: EmployeeFile }> | LazyExoticComponent<ComponentType<{ employee: EmployeeFile }>>
}

/**
 * The tabs of an employee's page. An area adds its own with one line: its component gets the file and asks for the rest itself. Lazy, so
 * that nobody waits for tabs they do not open.
 */
export const EMPLOYEE_TABS: readonly EmployeeTab[] = [
  { id: 'position', name: { 'zh-CN': '任职', 'en-US': 'Positions' }, component: lazy(async () => ({ default: (await import('./employee-positions')).EmployeePositions })) },
  { id: 'contact', name: { 'zh-CN': '联系资料', 'en-US': 'Contact' }, component: lazy(async () => ({ default: (await import('./employee-contact')).EmployeeContact })) },
]
