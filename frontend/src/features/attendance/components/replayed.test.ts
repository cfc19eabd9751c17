import { describe, expect, it } from 'vitest'
import { changedEdges, clockOf, type Side } from './replayed'

const edge = (verdict: string, without_leave = verdict) => ({ verdict, without_leave, second: 31_260, due: 30_300 })
const day = (...edges: Side['edges']): Side => ({ kind: 'work', edges })

describe('what a replay would change', () => {
  it('are the edges that come into another class, also where leave covers it', () => {
    const before = day(edge('late'), edge('fine'), edge('fine', 'leave_case'))
    const after = day(edge('fine'), edge('fine'), edge('fine', 'late'))
    expect(changedEdges(before, after)).toEqual([edge('late'), edge('fine', 'leave_case')])
    expect(changedEdges(after, before)).toEqual([edge('fine'), edge('fine', 'late')])
  })
  it('are all of them where a version has other sessions', () => {
    expect(changedEdges(day(edge('fine'), edge('fine')), day(edge('fine')))).toHaveLength(2)
  })
  it('is said with the time of day', () => {
    expect([clockOf(31_260), clockOf(31_261)]).toEqual(['08:41', '08:41:01'])
  })
})
