import { describe, expect, it } from 'vitest'
import { experienceOf, experienceText, linesOf, wrongLine } from './profile-fields'

describe('experience, one a line', () => {
  it('is read as years and with what', () => {
    expect(experienceOf('2.5 淘宝运营\n\n 1 Photoshop 设计 ')).toEqual([
      { years: '2.5', subject: '淘宝运营' },
      { years: '1', subject: 'Photoshop 设计' },
    ])
  })
  it('names the first line that cannot be read', () => {
    expect(wrongLine('2 淘宝\n两年京东')).toBe(2)
    expect(wrongLine('2 淘宝')).toBeNull()
    expect(wrongLine('')).toBeNull()
    expect(wrongLine('100 淘宝')).toBe(1)
  })
  it('comes back as it was written', () => {
    expect(experienceText([{ years: '2.5', subject: '淘宝运营' }])).toBe('2.5 淘宝运营')
  })
  it('leaves empty lines out', () => {
    expect(linesOf(' a \n\n b')).toEqual(['a', 'b'])
    expect(linesOf(null)).toEqual([])
  })
})
