import { expect, test } from 'vitest'
import { CLOCK, clockOf, companyDay, dayAfter, daysAhead, dayStart, formatAgo, formatSoon, formatTime, momentOf, spanOf } from './time'

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

test('a day and an hour make the instant they are read from again', () => {
  expect(momentOf('2026-11-22', ' 9:05')).toBe('2026-11-22T09:05:00+08:00')
  expect(clockOf(momentOf('2026-11-22', '00:30'))).toBe('00:30')
  expect(companyDay(new Date(momentOf('2026-11-22', '00:30')))).toBe('2026-11-22')
  expect(['9:05', '23:59', '24:00', '9:5', '0905'].map((text) => CLOCK.test(text))).toEqual([true, true, false, false, false])
})

test('from and until name the day once, where it is one', () => {
  expect(spanOf('2026-11-22T06:00:00Z', '2026-11-22T08:00:00Z')).toBe('2026-11-22 14:00–16:00')
  expect(spanOf('2026-11-22T06:00:00Z', '2026-11-22T16:30:00Z')).toBe('2026-11-22 14:00–2026-11-23 00:30')
})

test('what comes soon is said by the company day', () => {
  const now = new Date('2026-11-22T15:50:00Z')
  expect(formatSoon('2026-11-22T15:55:00Z', 'en-US', now)).toBe('today 23:55')
  expect(formatSoon('2026-11-22T16:05:00Z', 'en-US', now)).toBe('tomorrow 00:05')
  expect(formatSoon('2026-11-22T16:05:00Z', 'zh-CN', now)).toBe('明天 00:05')
  expect(formatSoon('2026-11-24T01:30:00Z', 'zh-CN', now)).toBe('11-24 09:30')
  expect(daysAhead('2026-11-22T16:05:00Z', now)).toBe(1)
})

test('ago is said in the reader’s language and becomes a date after a week', () => {
  const now = Date.parse('2026-11-22T08:00:00Z')
  expect(formatAgo('2026-11-22T07:57:00Z', 'zh-CN', now)).toBe('3分钟前')
  expect(formatAgo('2026-11-22T05:00:00Z', 'en-US', now)).toBe('3 hours ago')
  expect(formatAgo('2026-11-01T08:00:00Z', 'en-US', now)).toBe('2026-11-01')
})
