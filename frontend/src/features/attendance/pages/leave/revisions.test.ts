import { expect, test } from 'vitest'
import type { MonthFigures } from './queries'
import { changesOf } from './revisions'

const figures = (own: Partial<MonthFigures>): MonthFigures => ({ required_days: '21', worked_days: '21', late: 0, early: 0, leave_cases: 0, missing: 0, absent_days: '0', leave_days: '0', overtime_hours: '0', unauthorised_hours: '0', photo_proved: 0, ...own }) as MonthFigures

test('a revision tells each figure that it changed, before and after', () => {
  expect(changesOf(figures({ missing: 1, photo_proved: 1 }), figures({ missing: 2 }))).toEqual([
    { name: 'missing', was: '2', is: '1' },
    { name: 'photo_proved', was: '0', is: '1' },
  ])
  expect(changesOf(figures({}), figures({}))).toEqual([])
})

test('the first one tells what is odd in it', () => {
  expect(changesOf(figures({ missing: 2 }), null)).toEqual([{ name: 'missing', was: null, is: '2' }])
})
