import { expect, test } from 'vitest'
import type { RightSource } from './queries'
import { byService, PERMISSION, reasonsOf, sentenceOf } from './sources'

const source: RightSource = {
  kind: 'account',
  role_id: 'rol_1',
  role_zh: '店长',
  role_en: 'Shop manager',
  permissions: [],
  reach: 'all',
  position_id: null,
  position_zh: null,
  position_en: null,
  unit_id: null,
  unit_zh: null,
  unit_en: null,
  grant_id: null,
  since: null,
  until: null,
  reason: null,
  granted_by: [],
}

test('a source is told with its facts, in the language of the reader', () => {
  expect(sentenceOf(source, true, '无')).toEqual({ key: 'rights.byAccount', values: { role: '店长' } })
  const position = { ...source, kind: 'position', position_zh: '推广专员', position_en: 'Promoter', unit_zh: '运营部', unit_en: 'Operations', since: '2026-02-01' }
  expect(sentenceOf(position, false, '-')).toEqual({ key: 'rights.byPosition', values: { role: 'Shop manager', position: 'Promoter', unit: 'Operations', since: '2026-02-01' } })
  expect(sentenceOf({ ...position, position_en: null }, false, '-').values).toMatchObject({ position: '推广专员' })
  const grant = { ...source, kind: 'grant', until: '2026-12-01', reason: '支援', granted_by: ['王芳', '李强'] }
  expect(sentenceOf(grant, true, '无')).toEqual({ key: 'rights.byGrant', values: { role: '店长', until: '2026-12-01', by: '王芳, 李强', reason: '支援' } })
  expect(sentenceOf({ ...grant, granted_by: [] }, true, '无').values).toMatchObject({ by: '无' })
})

test('permissions stand together by service', () => {
  const rights = ['orders.orders.read', '*', 'catalog.*', 'orders.*'].map((permission) => ({ permission, reach: 'all', sources: [0] }))
  expect(byService(rights).map(([service, found]) => [service, found.length])).toEqual([['*', 1], ['catalog', 1], ['orders', 2]])
})

test('a permission code is asked for only when it is one', () => {
  for (const good of ['*', 'orders.*', 'orders.orders.read', 'people.role_grants.request']) expect(PERMISSION.test(good)).toBe(true)
  for (const bad of ['', 'orders', 'Orders.read', 'orders..read', 'orders.*.read', '../accounts']) expect(PERMISSION.test(bad)).toBe(false)
})

test('a role that account and position both give is told once', () => {
  const position: RightSource = { ...source, kind: 'position', position_id: 'pos_1' }
  const other: RightSource = { ...source, role_id: 'rol_2' }
  expect(reasonsOf([source, position, other])).toEqual([
    { source: position, alsoByAccount: true },
    { source: other, alsoByAccount: false },
  ])
})
