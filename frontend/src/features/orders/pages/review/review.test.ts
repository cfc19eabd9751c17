import { expect, test } from 'vitest'
import { asksNothing, moved, ruleOf, valuesOf } from './rule-form'
import { sentence, stageName } from './rule-words'
import type { Rule } from './queries'
import zh from './texts.zh'

/** The Chinese words, filled in as i18next does it. */
function say(key: string, values: Record<string, unknown> = {}): string {
  const text = key.split('.').reduce<unknown>((found, part) => (found as Record<string, unknown>)[part], zh)
  return String(text).replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name]))
}
const t = say as never

const RULE: Rule = {
  code: 'far_away',
  stage: 'finance',
  does: 'hold',
  firm: true,
  zh: '偏远大件',
  en: 'Far and large',
  conditions: {
    shops: ['shp_1'],
    platforms: [],
    buyers: [],
    buyer_unknown: false,
    first_order: true,
    amount_over: { CNY: '5000' },
    amount_below: {},
    paid_percent_below: null,
    buyer_remark: { contains: ['发票', '急'] },
    seller_remark: null,
    countries: ['CN'],
    regions: ['新疆'],
    skus: ['TEE'],
    sku_prefixes: ['MUG-'],
    pieces_over: 0,
    refund_asked: false,
    hours: { start: 22, end: 6 },
  },
}

test('a rule comes out of the form as it went in', () => {
  expect(ruleOf(valuesOf(RULE))).toEqual(RULE)
})

test('a remark of any words is a condition, an empty form is none', () => {
  const empty = valuesOf({ ...RULE, conditions: {} })
  expect(asksNothing(empty)).toBe(true)
  expect(asksNothing({ ...empty, buyerRemark: true })).toBe(false)
  expect(asksNothing({ ...empty, pieces: 0 })).toBe(false)
  expect(ruleOf({ ...empty, sellerWords: ' 赠 \n\n赠' }).conditions.seller_remark).toEqual({ contains: ['赠'] })
})

test('a rule that releases is never firm', () => {
  expect(ruleOf({ ...valuesOf(RULE), does: 'release', firm: true }).firm).toBe(false)
})

test('rules stay in the list when they are moved over its ends', () => {
  const [a, b] = [RULE, { ...RULE, code: 'other' }]
  expect(moved([a, b], 0, 1).map((one) => one.code)).toEqual(['other', 'far_away'])
  expect(moved([a, b], 0, -1)).toEqual([a, b])
  expect(moved([a, b], 1, 1)).toEqual([a, b])
})

test('every condition of a rule is told in its sentence', () => {
  expect(sentence(RULE, t, 'zh-CN', (id) => (id === 'shp_1' ? '旗舰店' : id))).toBe('财务审核：店铺为“旗舰店”，且是该买家的首单，且实付超过 CNY 5000，且买家留言含“发票”或“急”，且国家为“CN”，且收货省市以“新疆”开头，且任一行商品为“TEE”或商品编码以“MUG-”开头，且超过 0 件，且在 22 点至 6 点下单')
  expect(stageName('unheard_of', t)).toBe('unheard_of')
})
