import { expect, test } from 'vitest'
import { companyDay, dayAfter, dayStart, formatAgo, formatTime } from './time'

test("the screen shows the company's hours", () => {
  expect(formatTime('2026-11-21T16:30:00Z')).toBe('2026-11-22 00:30')
  expect(formatTime('2026-11-21T16:30:05Z', 'second')).toBe('2026-11-22 00:30:05')
  expect(formatTime('2026-11-21T16:30:05Z', 'clock')).toBe('00:30:05')
  expect(formatTime('2026-11-21T16:30:05Z', 'day')).toBe('2026-11-22')
  expect(formatTime('not a time')).toBe('')
})

test('a day filter begins and ends with the company day', () => {
  expect(companyDay(new Date('2026-12-31T16:00:00Z'))).toBe('2027-01-01')
  expect(dayStart('2026-11-22')).toBe('2026-11-21T16:00:00.000Z')
  expect(dayAfter('2026-02-28')).toBe('2026-03-01')
  expect(dayAfter('2026-03-01', -1)).toBe('2026-02-28')
})

test('ago is said in the reader’s language and becomes a date after a week', () => {
  const now = Date.parse('2026-11-22T08:00:00Z')
  expect(formatAgo('2026-11-22T07:57:00Z', 'zh-CN', now)).toBe('3分钟前')
  expect(formatAgo('2026-11-22T05:00:00Z', 'en-US', now)).toBe('3 hours ago')
  expect(formatAgo('2026-11-01T08:00:00Z', 'en-US', now)).toBe('2026-11-01')
})
