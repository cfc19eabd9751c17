import { describe, expect, it } from 'vitest'
import { shownCount } from './components/badge'
import { inWords } from './components/duration'
import { newStep, newWho, readAmount, withKind, withMode } from './components/route-steps'
import { afterDeciding, neighbour, stillThere, toggled } from '@/shared/lib/picking'
import { isOverdue, ownPath } from './components/words'

const rows = ['a', 'b', 'c'].map((id) => ({ id }))

describe('moving through the inbox', () => {
  it('goes down and up, and stops at the ends', () => {
    expect(neighbour(rows, undefined, 1)?.id).toBe('a')
    expect(neighbour(rows, undefined, -1)?.id).toBe('c')
    expect(neighbour(rows, 'a', 1)?.id).toBe('b')
    expect(neighbour(rows, 'c', 1)?.id).toBe('c')
    expect(neighbour(rows, 'a', -1)?.id).toBe('a')
    expect(neighbour([], 'a', 1)).toBeUndefined()
  })

  it('opens the next request once one is decided, at the end the one before', () => {
    expect(afterDeciding(rows, new Set(['b']), 'b')?.id).toBe('c')
    expect(afterDeciding(rows, new Set(['c']), 'c')?.id).toBe('b')
    expect(afterDeciding(rows, new Set(['a', 'b', 'c']), 'b')).toBeUndefined()
  })

  it('asks only about what is still there', () => {
    expect(stillThere(rows, new Set(['b', 'gone']))).toEqual([{ id: 'b' }])
    expect([...toggled(new Set(['a']), 'a')]).toEqual([])
    expect([...toggled(new Set(['a']), 'b')]).toEqual(['a', 'b'])
  })
})

describe('a request', () => {
  it('is overdue only while it waits', () => {
    const due_at = '2026-11-22T08:00:00Z'
    const now = Date.parse('2026-11-22T08:00:01Z')
    expect(isOverdue({ due_at, state: 'waiting' }, now)).toBe(true)
    expect(isOverdue({ due_at, state: 'approved' }, now)).toBe(false)
    expect(isOverdue({ due_at: null, state: 'waiting' }, now)).toBe(false)
    expect(isOverdue({ due_at, state: 'waiting' }, now - 2_000)).toBe(false)
  })

  it('leads only to a page of our own', () => {
    expect(ownPath('/catalog/prices/7')).toBe('/catalog/prices/7')
    for (const link of ['', 'https://example.org', '//example.org', '/\\example.org', 'javascript:alert(1)']) expect(ownPath(link)).toBeNull()
  })
})

describe('a route', () => {
  it('has as many parties as its way of deciding needs', () => {
    const joint = withMode(newStep(), 'joint')
    expect(joint.who).toHaveLength(2)
    expect(withMode(joint, 'any_of').who).toHaveLength(2)
    expect(withMode(joint, 'one').who).toHaveLength(1)
  })

  it('forgets what does not belong to another kind of party', () => {
    const head = { ...newWho(), kind: 'unit_head' as const, levels: 3, of: 'named' as const }
    expect(withKind(head, 'superior')).toEqual({ kind: 'superior', levels: 3, of: 'requester', role: null, position_id: null })
    expect(withKind({ ...newWho(), role: 'hr' }, 'finance').role).toBeNull()
  })

  it('reads amounts exactly', () => {
    expect(readAmount(' 500 ')).toBe('500.00')
    expect(readAmount('0.1')).toBe('0.10')
    expect(readAmount('')).toBeNull()
    for (const text of ['1,5', '-1', '1.234', 'x']) expect(readAmount(text)).toBeUndefined()
  })
})

describe('figures', () => {
  it('says durations in the unit that fits', () => {
    expect(inWords(4.4)).toEqual({ unit: 'seconds', value: '4' })
    expect(inWords(90)).toEqual({ unit: 'minutes', value: '1.5' })
    expect(inWords(3 * 3600)).toEqual({ unit: 'hours', value: '3' })
    expect(inWords(36 * 3600)).toEqual({ unit: 'daysLong', value: '1.5' })
  })

  it('stops counting in the badge', () => {
    expect(shownCount(99)).toBe('99')
    expect(shownCount(100)).toBe('99+')
  })
})
