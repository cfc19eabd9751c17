import { expect, test } from 'vitest'
import { choose, NOTHING } from './selection'

const order = ['a', 'b', 'c', 'd', 'e', 'f']
const ids = (state: { ids: ReadonlySet<string> }) => [...state.ids].toSorted().join('')

test('one by one, on and off', () => {
  const one = choose(NOTHING, order, 'b', false)
  expect(ids(one)).toBe('b')
  expect(ids(choose(one, order, 'b', false))).toBe('')
})

test('a range goes from the last single choice, both ways, and may be drawn again', () => {
  const from = choose(NOTHING, order, 'c', false)
  expect(ids(choose(from, order, 'e', true))).toBe('cde')
  expect(ids(choose(from, order, 'a', true))).toBe('abc')
  expect(ids(choose(choose(from, order, 'e', true), order, 'a', true))).toBe('abcde')
  expect(choose(from, order, 'e', true).anchor).toBe('c')
})

test('a range from a row that is gone chooses only its end', () => {
  const from = choose(NOTHING, order, 'c', false)
  expect(ids(choose(from, ['a', 'e', 'f'], 'f', true))).toBe('cf')
})
