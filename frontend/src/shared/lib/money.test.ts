import { expect, test } from 'vitest'
import { formatMoney, isAmount } from './money'

test('what is no amount is refused', () => {
  for (const text of ['', '1.234', '1e5', '1,000', '٣', 'NaN', '1234567890123']) expect(isAmount(text)).toBe(false)
})

test('money is written in both languages without losing a digit', () => {
  expect(formatMoney({ amount: '999999999999.99', currency: 'CNY' }, 'zh-CN')).toBe('¥999,999,999,999.99')
  expect(formatMoney({ amount: '1234.5', currency: 'USD' }, 'en-US')).toBe('$1,234.50')
  expect(formatMoney({ amount: '-0.10', currency: 'CNY' }, 'zh-CN')).toBe('-¥0.10')
  expect(formatMoney({ amount: '***', currency: 'CNY' }, 'zh-CN')).toBe('***')
})
