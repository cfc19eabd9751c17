import { expect, test } from 'vitest'
import { counted, figuresOf, inForce, matching, numberOf, type PolicyVersion, type Rule, stateOf } from './rulebook'

const rule = (number: string, carried_out: string, title_zh = '规则'): Rule => ({ number, area: number.split('-')[0] ?? '', title_zh, title_en: 'Rule', text_zh: '正文', text_en: 'Text', parameters: [], carried_out, pages: [], policies: [], gap_zh: null, gap_en: null })
const at = (version: number, effective_from: string | null): PolicyVersion => ({ version, effective_from, hours: version })
const rules = [rule('ORD-1', 'yes', '订单统一接入'), rule('ORD-2', 'partly'), rule('CAT-1', 'no'), rule('CAT-2', 'something newer')]
const numbers = (search: Parameters<typeof matching>[1]) => matching(rules, search).map((one) => one.number)

test('rules are found by area, state and words in both languages', () => {
  expect(numbers({})).toEqual(['ORD-1', 'ORD-2', 'CAT-1', 'CAT-2'])
  expect(numbers({ area: 'ORD' })).toEqual(['ORD-1', 'ORD-2'])
  expect(numbers({ state: 'no' })).toEqual(['CAT-1', 'CAT-2'])
  expect(numbers({ q: '统一 RULE' })).toEqual(['ORD-1'])
  expect(numbers({ q: 'ord-2' })).toEqual(['ORD-2'])
  expect(numbers({ area: 'ORD', state: 'no' })).toEqual([])
})

test('every rule counts once; a state we do not know counts as not carried out', () => {
  expect(counted(rules)).toEqual({ yes: 1, partly: 1, no: 2 })
  expect(stateOf(rules[3] as Rule)).toBe('no')
})

test('the version in force is the last that has begun', () => {
  const versions = [at(3, '2026-12-01T00:00:00Z'), at(2, '2026-11-01T00:00:00Z'), at(1, '1970-01-01T00:00:00Z')]
  expect(inForce(versions, Date.parse('2026-11-22T00:00:00Z'))?.version).toBe(2)
  expect(inForce(versions, Date.parse('2026-12-01T00:00:00Z'))?.version).toBe(3)
  expect(inForce([], 0)).toBeUndefined()
  expect(inForce([at(1, null)], 0)?.version).toBe(1)
  expect(inForce([{ ...at(2, null), state: 'draft' }, at(1, null)], 0)?.version).toBe(1)
})

test('figures leave out what is about the version itself', () => {
  expect(figuresOf({ version: 2, effective_from: null, created_at: 'x', created_by: 'y', hours: 48, name: 'a', roles: ['r'] })).toEqual([['hours', '48'], ['name', 'a'], ['roles', '["r"]']])
  expect(figuresOf({ version: 4, number: 2, effective_from: null, state: 'published', content: { lead_minutes: 5 } })).toEqual([['lead_minutes', '5']])
  expect(numberOf({ version: 4, number: 2, effective_from: null })).toBe(2)
  expect(numberOf({ version: 4, effective_from: null })).toBe(4)
})
