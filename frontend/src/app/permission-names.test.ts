import { expect, test } from 'vitest'
import { permissionName } from '@/shared/lib/permission-names'
import { features } from './features'

test('every permission that the navigation asks for has a name in both languages', () => {
  const codes = features.flatMap((feature) => feature.nav.flatMap((entry) => [entry.permission ?? []].flat()))
  const unnamed = codes.filter((code) => permissionName(code, 'zh-CN') === code || permissionName(code, 'en-US') === code)
  expect(codes.length).toBeGreaterThan(20)
  expect(unnamed).toEqual([])
})

test('a whole service, what each service has, and a code that nobody named', () => {
  expect(permissionName('orders.*', 'zh-CN')).toBe('订单 · 全部')
  expect(permissionName('people.audit.read', 'en-US')).toBe('People · see the audit')
  expect(permissionName('people.unheard.of', 'en-US')).toBe('people.unheard.of')
})
