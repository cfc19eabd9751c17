import { describe, expect, it } from 'vitest'
import { month } from '@/shared/lib/search'
import { clock, markOf } from './components/judge'
import { daysOf, monthAfter, weekday, weeksOf } from './components/months'
import { sameRests, toggled, warningGroups } from './components/rota-days'
import type { Day } from './queries'

const FIGURES = { late: 0, early: 0, leave_cases: 0, missing: 0, absent: 0, excused: 0, photo_proved: 0, contradictions: 0, late_minutes: 0, early_minutes: 0, leave_minutes: 0, work_minutes: 450, rest_worked: 0 }
const day = (changes: Partial<Day> & { counted?: Partial<typeof FIGURES> } = {}): Day => {
  const { counted, ...rest } = changes
  return { employee_id: 'emp_1', on: '2026-06-02', kind: 'work', state: 'over', unit_id: null, policy_number: 1, notice_id: null, stored: true, sessions: [], reasons: [], proofs: [], leaves: [], photos: [], figures: { ...FIGURES, ...counted }, ...rest }
}

describe('months', () => {
  it('reads a month from the address line, and nothing else', () => {
    expect([month('2026-06'), month('2026-13'), month('June'), month(6)]).toEqual(['2026-06', undefined, undefined, undefined])
  })
  it('counts on over the end of a year', () => {
    expect([monthAfter('2026-12', 1), monthAfter('2026-01', -1), monthAfter('2026-06', 0)]).toEqual(['2027-01', '2025-12', '2026-06'])
  })
  it('has as many days as the calendar', () => {
    expect([daysOf('2026-06').length, daysOf('2026-02').length, daysOf('2028-02').length]).toEqual([30, 28, 29])
  })
  it('begins weeks on Monday', () => {
    expect([weekday('2026-06-01'), weekday('2026-06-07')]).toEqual([1, 7])
    expect(weeksOf('2026-05')[0]).toEqual([null, null, null, null, '2026-05-01', '2026-05-02', '2026-05-03'])
  })
})

describe('the word for a day', () => {
  it('names the worst first', () => {
    expect(markOf(day({ counted: { late: 1, leave_cases: 1 } }))).toBe('leaveCase')
    expect(markOf(day({ counted: { late: 1, early: 1 } }))).toBe('late')
    expect(markOf(day({ counted: { absent: 1, late: 1 } }))).toBe('absent')
    expect(markOf(day())).toBe('fine')
  })
  it('judges neither a rest day nor what lies ahead', () => {
    expect(markOf(day({ kind: 'holiday', counted: { rest_worked: 1 } }))).toBe('off')
    expect(markOf(day({ state: 'ahead' }))).toBe('ahead')
    expect(markOf(day({ kind: 'unplanned' }))).toBe('unplanned')
  })
  it('shows seconds only where there are some', () => {
    expect([clock('08:25:00'), clock('08:25:01'), clock(null)]).toEqual(['08:25', '08:25:01', '–'])
  })
})

const week = (employee_id: string, on: string) => ({ code: 'weekly_limit', employee_id, on, planned: 2700, limit: 2640 })

describe('a rota', () => {
  it('takes a rest day, and gives it back', () => {
    const once = toggled({}, 'emp_1', '2026-06-04')
    expect(toggled(once, 'emp_1', '2026-06-03')).toEqual({ emp_1: ['2026-06-03', '2026-06-04'] })
    expect(sameRests(toggled(once, 'emp_1', '2026-06-04'), {})).toBe(true)
    expect(sameRests(once, {})).toBe(false)
  })
  it('tells a warning of several weeks once for each person', () => {
    const groups = warningGroups([week('emp_1', '2026-06-01'), week('emp_2', '2026-06-01'), week('emp_1', '2026-06-08')])
    expect(groups.map((group) => [group.employee, group.ones.map((one) => one.on)])).toEqual([
      ['emp_1', ['2026-06-01', '2026-06-08']],
      ['emp_2', ['2026-06-01']],
    ])
  })
})
