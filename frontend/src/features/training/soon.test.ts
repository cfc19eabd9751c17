import { expect, test } from 'vitest'
import { mayTest, soonSessions } from './home/soon'

const NOW = Date.parse('2026-11-22T04:00:00Z')
const at = (hours: number) => new Date(NOW + hours * 3_600_000).toISOString()
const row = (begins: number | null, rest: object = {}) => ({ state: 'enrolled', starts_at: begins === null ? null : at(begins), ends_at: begins === null ? null : at(begins + 2), ...rest })

test('a session is near three days before, and until it is over', () => {
  const rows = [row(80), row(70), row(1), row(-1), row(-3), row(null), row(2, { state: 'present' })]
  expect(soonSessions(rows, NOW).map((one) => one.starts_at)).toEqual([at(-1), at(1), at(70)])
  expect(soonSessions([row(5), row(4), row(3), row(2)], NOW)).toHaveLength(3)
})

test('a test can be taken by whoever took part and has an attempt left', () => {
  const there = { state: 'present', session_id: 'ts_1', outcome: null, attempts: 0, attempts_allowed: 2, open_attempt: null }
  expect(mayTest(there)).toBe(true)
  expect(mayTest({ ...there, attempts: 2 })).toBe(false)
  expect(mayTest({ ...there, attempts: 2, open_attempt: 'open' })).toBe(true)
  expect(mayTest({ ...there, open_attempt: 'waiting' })).toBe(false)
  expect(mayTest({ ...there, state: 'enrolled' })).toBe(false)
  expect(mayTest({ ...there, state: 'enrolled', session_id: null })).toBe(true)
  expect(mayTest({ ...there, outcome: 'passed' })).toBe(false)
  expect(mayTest({ ...there, attempts_allowed: null })).toBe(false)
})
