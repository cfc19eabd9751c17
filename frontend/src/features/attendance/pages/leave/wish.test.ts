import { describe, expect, it } from 'vitest'
import { emptyWish, leaveOf, previewOf, spanOf } from './wish'

const wish = { ...emptyWish('2026-06-04'), kind: 'annual', reason: 'family' }

describe('a wish for leave', () => {
  it('is whole days unless sessions are named', () => {
    expect(spanOf({ ...wish, last: '2026-06-05' })).toEqual({ first_on: '2026-06-04', last_on: '2026-06-05' })
    expect(spanOf({ ...wish, untilSession: '1' })).toEqual({ first_on: '2026-06-04', last_on: '2026-06-04', until_session: 1 })
  })
  it('in hours lies within its one day, and is not asked before both times are there', () => {
    const hours = { ...wish, inHours: true, last: '2026-06-09', fromTime: '08:30' }
    expect(spanOf(hours)).toBeUndefined()
    expect(spanOf({ ...hours, untilTime: '09:00' })).toEqual({ first_on: '2026-06-04', last_on: '2026-06-04', from_time: '08:30', until_time: '09:00' })
  })
  it('is previewed with a kind, and sent with a reason', () => {
    expect(previewOf({ ...wish, kind: '' })).toBeUndefined()
    expect(previewOf(wish)).toEqual({ kind: 'annual', first_on: '2026-06-04', last_on: '2026-06-04' })
    expect(leaveOf({ ...wish, reason: ' x ' })).toBeUndefined()
    expect(leaveOf(wish)).toEqual({ kind: 'annual', first_on: '2026-06-04', last_on: '2026-06-04', reason: 'family', evidence: '' })
  })
})
