import { expect, it } from 'vitest'
import { indented, mayMove, staffOf, treeOf, withBelow } from './tree'

const units = [
  { id: 'top', parent_id: null, staff_count: 1 },
  { id: 'b', parent_id: 'top', staff_count: 2 },
  { id: 'a', parent_id: 'top', staff_count: 0 },
  { id: 'aa', parent_id: 'a', staff_count: 4 },
]

it('draws siblings in the order of the rows', () => {
  const [top] = treeOf(units)
  expect(top?.below.map((branch) => branch.unit.id)).toEqual(['b', 'a'])
  expect(top && staffOf(top)).toBe(7)
})

it('shows a unit whose parent is not there at the top', () => {
  expect(treeOf([...units, { id: 'lost', parent_id: 'gone', staff_count: 0 }]).map((branch) => branch.unit.id)).toEqual(['top', 'lost'])
})

it('never lets a unit stand beneath itself, nor move to where it is', () => {
  expect([...withBelow(units, 'a')]).toEqual(['a', 'aa'])
  expect(mayMove(units, 'a', 'aa')).toBe(false)
  expect(mayMove(units, 'a', 'a')).toBe(false)
  expect(mayMove(units, 'a', 'top')).toBe(false)
  expect(mayMove(units, 'a', 'b')).toBe(true)
  expect(mayMove(units, 'top', 'b')).toBe(false)
})

it('ends on a circle in the rows', () => {
  const circle = [{ id: 'x', parent_id: 'y' }, { id: 'y', parent_id: 'x' }]
  expect(withBelow(circle, 'x').size).toBe(2)
  expect(treeOf(circle)).toEqual([])
})

it('indents choices by their level', () => {
  expect(indented(units, (unit) => unit.id)).toEqual([
    { value: 'top', label: 'top' },
    { value: 'b', label: '\u3000b' },
    { value: 'a', label: '\u3000a' },
    { value: 'aa', label: '\u3000\u3000aa' },
  ])
})
