import { expect, test } from 'vitest'
import { cents, formatMoney, fromCents, isAmount, sameAmount, sum } from './money'

test('amounts are exact where floats are not', () => {
  expect(sum(['0.10', '0.20'])).toBe('0.30')
  expect(sum(['999999999999.99', '0.01'])).toBe('1000000000000.00')
  expect(sum([])).toBe('0.00')
  expect(fromCents(cents('-0.05'))).toBe('-0.05')
})

test('19.9 and 19.90 are the same money', () => {
  expect(sameAmount('19.9', '19.90')).toBe(true)
  expect(sameAmount('19.9', '19.91')).toBe(false)
})

test('what is no amount is refused', () => {
  for (const text of ['', '1.234', '1e5', '1,000', '٣', 'NaN', '1234567890123']) expect(isAmount(text)).toBe(false)
  expect(() => cents('12.345')).toThrow(RangeError)
})

test('money is written in both languages without losing a digit', () => {
  expect(formatMoney({ amount: '999999999999.99', currency: 'CNY' }, 'zh-CN')).toBe('¥999,999,999,999.99')
  expect(formatMoney({ amount: '1234.5', currency: 'USD' }, 'en-US')).toBe('$1,234.50')
  expect(formatMoney({ amount: '-0.10', currency: 'CNY' }, 'zh-CN')).toBe('-¥0.10')
  expect(formatMoney({ amount: '***', currency: 'CNY' }, 'zh-CN')).toBe('***')
})
