import { expect, test } from 'vitest'
import { day, flag, many, oneOf, searchOf, text } from './search'

const read = searchOf({ q: text, status: many, held: flag, from: day, tab: oneOf('lines', 'timeline') })

test('what fits is taken, also from a hand-written link', () => {
  expect(read({ q: 1001, status: 'placed', held: 'true', from: '2026-11-01', tab: 'timeline' })).toEqual({ q: '1001', status: ['placed'], held: true, from: '2026-11-01', tab: 'timeline' })
})

test('what does not fit is left out, not an error page', () => {
  expect(read({ q: {}, status: [], held: 'perhaps', from: '2026-02-31', tab: 'x', other: 1 })).toEqual({})
})
