import { describe, expect, it } from 'vitest'
import { readLevels, readRates, readTagRules, writeLevels, writeRates, writeTagRules } from './level-lines'

const LEVELS = 'key | 重点客户 | Key customer | 5000 | 5 | 30 | 1 | 200 | 3 | 60\nregular | 普通客户 | Regular | 0 | 0 | 100 | 5 | 0 | - | -'

describe('levels as lines', () => {
  it('reads what it writes', () => {
    expect(writeLevels(readLevels(LEVELS) ?? [])).toBe(LEVELS)
    expect(writeTagRules(readTagRules('沉睡 客户 dormant_days=180\n退款偏多 orders=3 refund_percent=50') ?? [])).toBe('沉睡 客户 dormant_days=180\n退款偏多 orders=3 refund_percent=50')
    expect(writeRates(readRates('USD 7.1') ?? {})).toBe('USD 7.1')
  })
  it('takes full-width bars', () => {
    expect(readLevels('a｜甲｜A｜0｜0｜100｜5｜0｜-｜-')?.[0]?.name_zh).toBe('甲')
  })
  it.each(['', 'key | 重点 | Key | 5000 | 5 | 30 | 1 | 200 | 3', 'key | 重点 | Key | 五千 | 5 | 30 | 1 | 200 | 3 | 60', 'key | | Key | 1 | 5 | 30 | 1 | 200 | 3 | 60'])('refuses the levels %j', (text) => {
    expect(readLevels(text)).toBeNull()
  })
  it.each(['沉睡客户', 'dormant_days=180', '沉睡 sleep=1', '沉睡 dormant_days=半年'])('refuses the tag rule %j', (text) => {
    expect(readTagRules(text)).toBeNull()
  })
  it.each(['usd 7', 'USD seven', 'USD 7\nUSD 8'])('refuses the rates %j', (text) => {
    expect(readRates(text)).toBeNull()
  })
})
