import { expect, test } from 'vitest'
import { nextStep, safeTarget } from './login'

test('the login forwards only to our own pages', () => {
  expect(safeTarget('/orders?status=held')).toBe('/orders?status=held')
  for (const bad of [undefined, '', 'https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', '/login?from=/login']) expect(safeTarget(bad)).toBe('/')
})

test('a right password without the code asks for the code, a wrong code for another, anything else for all', () => {
  expect(nextStep('second_factor_needed')).toBe('ask')
  expect(nextStep('second_factor_refused')).toBe('again')
  for (const other of ['sign_in_refused', 'sign_in_locked', undefined]) expect(nextStep(other)).toBe('password')
})
