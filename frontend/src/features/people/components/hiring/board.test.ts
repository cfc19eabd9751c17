import { describe, expect, it } from 'vitest'
import { columnsOf, nextCard } from './board'
import type { Candidate } from './queries'

const card = (id: string, stage: string) => ({ id, stage }) as Candidate
const columns = columnsOf([card('a', 'applied'), card('b', 'applied'), card('c', 'offered'), card('d', 'rejected')])

describe('the board of candidates', () => {
  it('has a column for each stage of the way, and for those who are out only when there are some', () => {
    expect(columns.map((column) => column.stage)).toEqual(['applied', 'interview', 'offered', 'accepted', 'hired', 'rejected'])
    expect(columnsOf([]).map((column) => column.stage)).toEqual(['applied', 'interview', 'offered', 'accepted', 'hired'])
  })
  it('is walked with the arrow keys, over empty columns', () => {
    expect(nextCard(columns, 'a', 'ArrowDown')).toBe('b')
    expect(nextCard(columns, 'b', 'ArrowDown')).toBeNull()
    expect(nextCard(columns, 'b', 'ArrowUp')).toBe('a')
    expect(nextCard(columns, 'b', 'ArrowRight')).toBe('c')
    expect(nextCard(columns, 'c', 'ArrowRight')).toBe('d')
    expect(nextCard(columns, 'd', 'ArrowRight')).toBeNull()
    expect(nextCard(columns, 'd', 'ArrowLeft')).toBe('c')
    expect(nextCard(columns, 'a', 'Home')).toBeNull()
    expect(nextCard(columns, 'nobody', 'ArrowUp')).toBeNull()
  })
})
