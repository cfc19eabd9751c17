import { expect, test } from 'vitest'
import { agendaOf, destroyable, freshKey, invitedOf, meanwhile, partsOf, pressing, sizeText, unfinished } from './parts'

test('the parts of a file meet without a gap', () => {
  expect(partsOf(25, 10)).toEqual([
    { number: 0, from: 0, to: 10 },
    { number: 1, from: 10, to: 20 },
    { number: 2, from: 20, to: 25 },
  ])
  expect(partsOf(20, 10)).toHaveLength(2)
  expect(partsOf(1, 10)).toEqual([{ number: 0, from: 0, to: 1 }])
})

test('a size is said in the unit that fits', () => {
  expect([sizeText(5), sizeText(2048), sizeText(20_480), sizeText(26_214_400)]).toEqual(['5 B', '2.0 kB', '20 kB', '25.0 MB'])
})

test('a decision needs words, an owner and a day that is not past', () => {
  const whole = { id: 'd1', text: 'count', owner_id: 'emp_1', due_on: '2026-11-22' }
  const today = '2026-11-22'
  expect(unfinished([whole], today)).toEqual([])
  expect(unfinished([whole, { ...whole, owner_id: null }, { ...whole, due_on: '2026-11-21' }, { ...whole, text: ' ' }, { ...whole, due_on: null }], today)).toEqual([2, 3, 4, 5])
})

test('a new decision never takes the key of another', () => {
  expect(freshKey([])).toBe('d1')
  expect(freshKey([{ id: 'd1' }, { id: 'd3' }])).toBe('d4')
  expect(freshKey([{ id: 'd2' }])).toBe('d3')
})

test('nor the key of one that was struck out of a version before', () => {
  const versions = [{ decisions: [{ id: 'd1' }] }, { decisions: [{ id: 'd1' }, { id: 'd2' }] }]
  expect(freshKey([{ id: 'd1' }], versions)).toBe('d3')
  expect(freshKey([], versions)).toBe('d3')
})

test('an agenda item keeps its minutes and presenter while its words stay', () => {
  const before = [{ title: 'figures', minutes: 15, presenter: 'Wang' }, { title: 'plan', minutes: 5, presenter: '' }]
  expect(agendaOf(' plan \n\nfigures\nmore', before)).toEqual([before[1], before[0], { title: 'more', minutes: 0, presenter: '' }])
  expect(agendaOf('')).toEqual([])
})

test('everybody is invited once', () => {
  expect(invitedOf(['e1', 'e2'], ['e2', null, undefined, '', 'e3'])).toEqual(['e1', 'e2', 'e3'])
})

test('what two write at once is a clash; what only the other wrote is taken over', () => {
  expect(meanwhile('a', 'a', 'a')).toBe('same')
  expect(meanwhile('a', 'mine', 'a')).toBe('same')
  expect(meanwhile('a', 'a', 'theirs')).toBe('take')
  expect(meanwhile('a', 'mine', 'theirs')).toBe('clash')
  expect(meanwhile('a', 'mine', 'mine')).toBe('same')
})

test('a file is destroyed after its last day, and never when it is kept for good', () => {
  expect(destroyable({ state: 'filed', keep_until: '2026-11-21' }, '2026-11-22')).toBe(true)
  expect(destroyable({ state: 'archived', keep_until: '2026-11-22' }, '2026-11-22')).toBe(false)
  expect(destroyable({ state: 'filed', keep_until: null }, '2026-11-22')).toBe(false)
  expect(destroyable({ state: 'destroyed', keep_until: '2026-11-21' }, '2026-11-22')).toBe(false)
})

test('an open task presses from the day before', () => {
  const days = ['2026-11-21', '2026-11-22', '2026-11-23', '2026-11-24']
  const tasks = [...days.map((due_on) => ({ state: 'open', due_on })), { state: 'done', due_on: '2026-11-21' }]
  expect(tasks.map((task) => pressing(task, '2026-11-22', '2026-11-23'))).toEqual(['late', 'today', 'tomorrow', null, null])
})
