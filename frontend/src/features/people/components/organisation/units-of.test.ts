import { expect, test } from 'vitest'
import { unitsOf } from './units-of'

test('positions of one unit are one bar: in post within the plan, vacant, over', () => {
  const sales = { unit_id: 'u1', unit_zh: '运营部', unit_en: 'Operations' }
  const rows = [
    { ...sales, staff: 1, vacancies: 1, over: 0 },
    { unit_id: 'u2', unit_zh: '客服部', unit_en: 'Service', staff: 2, vacancies: 0, over: 0 },
    { ...sales, staff: 3, vacancies: 0, over: 1 },
  ]
  expect(unitsOf(rows)).toEqual([
    { id: 'u1', unit_zh: '运营部', unit_en: 'Operations', within: 3, vacancies: 1, over: 1 },
    { id: 'u2', unit_zh: '客服部', unit_en: 'Service', within: 2, vacancies: 0, over: 0 },
  ])
})
