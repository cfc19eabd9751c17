import { expect, test } from 'vitest'
import { WedgeReader } from './wedge'

function type(reader: WedgeReader, text: string, gap: number, start = 0): { code: string | null; at: number } {
  let at = start
  for (const key of text) {
    reader.press(key, at)
    at += gap
  }
  return { code: reader.press('Enter', at), at }
}

test('a scanner is heard, with Enter or Tab, capitals and dashes', () => {
  expect(type(new WedgeReader(), 'SF1234567890-A', 12).code).toBe('SF1234567890-A')
  const reader = new WedgeReader()
  let at = 0
  for (const key of ['Shift', 'A', 'B', 'Shift', 'C', '1']) reader.press(key, (at += 8))
  expect(reader.press('Tab', at + 8)).toBe('ABC1')
})

test('a hand is not, however quick', () => {
  expect(type(new WedgeReader(), '6901234567892', 70).code).toBeNull()
  expect(type(new WedgeReader(), 'ok', 10).code).toBeNull()
})

test('one long gap starts anew: what was typed before is not part of the code', () => {
  const reader = new WedgeReader()
  reader.press('x', 0)
  reader.press('y', 10)
  expect(type(reader, '690123', 15, 200).code).toBe('690123')
})

test('an Enter that comes late ends nothing', () => {
  const reader = new WedgeReader()
  for (let n = 0; n < 8; n += 1) reader.press(String(n), n * 10)
  expect(reader.press('Enter', 400)).toBeNull()
  expect(type(reader, '12345', 10, 500).code).toBe('12345')
})

test('arrow and function keys break a burst', () => {
  const reader = new WedgeReader()
  reader.press('1', 0)
  reader.press('ArrowLeft', 5)
  expect(type(reader, '45', 5, 10).code).toBeNull()
})
