import { expect, it } from 'vitest'
import { askedOf, askedValues, emptyText, experienceText, moved, readExperience } from './description-fields'

it('reads experience with years first', () => {
  expect(readExperience('2 淘宝推广\n 3年以上 美工 \n\n1 year: Photoshop')).toEqual([
    { years: 2, subject: '淘宝推广' },
    { years: 3, subject: '美工' },
    { years: 1, subject: 'Photoshop' },
  ])
  expect(readExperience('淘宝推广两年')).toBeNull()
  expect(readExperience('')).toEqual([])
})

it('gives back what it was given', () => {
  const asked = { ...emptyText.qualifications, experience: [{ years: 2, subject: '淘宝推广' }], abilities: ['写作, 排版', '沟通'], age_from: 22 }
  expect(askedOf(askedValues(asked))).toEqual(asked)
  expect(experienceText(asked.experience)).toBe('2 淘宝推广')
})

it('moves an entry by one place', () => {
  expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b'])
  expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c'])
  expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b'])
})
