import { expect, test } from 'vitest'
import { isSplit, parcelsOf } from './pieces'

const lines = [
  { line_no: 1, quantity: 3 },
  { line_no: 2, quantity: 1 },
]

test('pieces go into the chosen parcels, and the rest stays for the last', () => {
  const { parcels, left } = parcelsOf(lines, [{ 1: 1 }, { 1: 1, 2: 1 }])
  expect(parcels).toEqual([
    [{ line_no: 1, quantity: 1 }],
    [
      { line_no: 1, quantity: 1 },
      { line_no: 2, quantity: 1 },
    ],
  ])
  expect(left).toEqual({ 1: 1, 2: 0 })
  expect(isSplit(parcels, left)).toBe(true)
})

test('no more pieces than there are, and one parcel is no split', () => {
  const { parcels, left } = parcelsOf(lines, [{ 1: 9, 2: 9 }])
  expect(left).toEqual({ 1: 0, 2: 0 })
  expect(isSplit(parcels, left)).toBe(false)
  expect(isSplit(parcelsOf(lines, [{}]).parcels, { 1: 3, 2: 1 })).toBe(false)
})
