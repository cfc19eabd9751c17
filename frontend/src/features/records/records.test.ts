import { expect, test } from 'vitest'
import { freshKey, partsOf, sizeText, unfinished } from './parts'

test('the parts of a file meet without a gap', () => {
  expect(partsOf(25, 10)).toEqual([
    { number: 0, from: 0, to: 10 },
    { number: 1, from: 10, to: 20 },
    { number: 2, from: 20, to: 25 },
  ])
  expect(partsOf(20, 10)).toHaveLength(2)
  expect(partsOf(1, 10)).toEqual([{ number: 0, from: 0, to: 1 }])
})

test('a size is said in the unit that fits', () => {
  expect([sizeText(5), sizeText(2048), sizeText(20_480), sizeText(26_214_400)]).toEqual(['5 B', '2.0 kB', '20 kB', '25.0 MB'])
})

test('a decision needs words, an owner and a day that is not past', () => {
  const whole = { id: 'd1', text: 'count', owner_id: 'emp_1', due_on: '2026-11-22' }
  const today = '2026-11-22'
  expect(unfinished([whole], today)).toEqual([])
  expect(unfinished([whole, { ...whole, owner_id: null }, { ...whole, due_on: '2026-11-21' }, { ...whole, text: ' ' }, { ...whole, due_on: null }], today)).toEqual([2, 3, 4, 5])
})

test('a new decision never takes the key of another', () => {
  expect(freshKey([])).toBe('d1')
  expect(freshKey([{ id: 'd1' }, { id: 'd3' }])).toBe('d4')
  expect(freshKey([{ id: 'd2' }])).toBe('d3')
})
