import { expect, test } from 'vitest'
import { safeTarget } from './login'

test('the login forwards only to our own pages', () => {
  expect(safeTarget('/orders?status=held')).toBe('/orders?status=held')
  for (const bad of [undefined, '', 'https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', '/login?from=/login']) expect(safeTarget(bad)).toBe('/')
})
