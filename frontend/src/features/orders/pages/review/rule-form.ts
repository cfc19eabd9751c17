import { readLimits, writeLimits } from '../../components/policy-text'
import type { Rule } from './queries'

/** A rule as the form has it: lists are lines of text. */
export interface RuleValues {
  code: string
  zh: string
  en: string
  stage: string
  does: string
  firm: boolean | null
  shops: string[] | null
  platforms: string[] | null
  buyers: string | null
  buyerUnknown: boolean | null
  /** yes, no, or nothing asked. */
  firstOrder: string | null
  over: string | null
  below: string | null
  percent: number | null
  buyerRemark: boolean | null
  buyerWords: string | null
  sellerRemark: boolean | null
  sellerWords: string | null
  countries: string | null
  regions: string | null
  skus: string | null
  prefixes: string | null
  pieces: number | null
  refund: boolean | null
  start: number | null
  end: number | null
}

export function told<Value>(value: Value | null | undefined): value is Value {
  return value !== null && value !== undefined
}

const joined = (words: readonly string[] | undefined) => (words ?? []).join('\n')

export function lines(text: string | null | undefined): string[] {
  const found = (text ?? '').split('\n').map((line) => line.trim())
  return [...new Set(found.filter(Boolean))]
}

export function valuesOf(rule: Rule): RuleValues {
  const asks = rule.conditions
  return {
    code: rule.code,
    zh: rule.zh,
    en: rule.en,
    stage: rule.stage,
    does: rule.does,
    firm: rule.firm ?? false,
    shops: asks.shops ?? [],
    platforms: asks.platforms ?? [],
    buyers: joined(asks.buyers),
    buyerUnknown: asks.buyer_unknown ?? false,
    firstOrder: typeof asks.first_order === 'boolean' ? (asks.first_order ? 'yes' : 'no') : null,
    over: writeLimits(asks.amount_over ?? {}),
    below: writeLimits(asks.amount_below ?? {}),
    percent: asks.paid_percent_below ?? null,
    buyerRemark: told(asks.buyer_remark),
    buyerWords: joined(asks.buyer_remark?.contains),
    sellerRemark: told(asks.seller_remark),
    sellerWords: joined(asks.seller_remark?.contains),
    countries: joined(asks.countries),
    regions: joined(asks.regions),
    skus: joined(asks.skus),
    prefixes: joined(asks.sku_prefixes),
    pieces: asks.pieces_over ?? null,
    refund: asks.refund_asked ?? false,
    start: asks.hours?.start ?? null,
    end: asks.hours?.end ?? null,
  }
}

/** What the form says; empty fields ask nothing. */
export function ruleOf(values: RuleValues): Rule {
  const remark = (asked: boolean | null, words: string | null) => (asked || lines(words).length > 0 ? { contains: lines(words) } : null)
  return {
    code: values.code.trim(),
    zh: values.zh.trim(),
    en: values.en.trim(),
    stage: values.stage === 'finance' ? 'finance' : 'service',
    does: values.does === 'release' ? 'release' : 'hold',
    firm: values.does !== 'release' && values.firm === true,
    conditions: {
      shops: values.shops ?? [],
      platforms: values.platforms ?? [],
      buyers: lines(values.buyers),
      buyer_unknown: values.buyerUnknown === true,
      first_order: values.firstOrder ? values.firstOrder === 'yes' : null,
      amount_over: readLimits(values.over ?? '') ?? {},
      amount_below: readLimits(values.below ?? '') ?? {},
      paid_percent_below: values.percent ?? null,
      buyer_remark: remark(values.buyerRemark, values.buyerWords),
      seller_remark: remark(values.sellerRemark, values.sellerWords),
      countries: lines(values.countries).map((one) => one.toUpperCase()),
      regions: lines(values.regions),
      skus: lines(values.skus),
      sku_prefixes: lines(values.prefixes),
      pieces_over: values.pieces ?? null,
      refund_asked: values.refund === true,
      hours: told(values.start) && told(values.end) ? { start: values.start, end: values.end } : null,
    },
  }
}

export function asksNothing(values: RuleValues): boolean {
  return Object.values(ruleOf(values).conditions).every((one) => one === null || one === false || (typeof one === 'object' && !('contains' in one) && !('start' in one) && Object.keys(one).length === 0))
}

/** With the rule at `place` moved by `step`; at the ends it stays. */
export function moved(rules: readonly Rule[], place: number, step: 1 | -1): Rule[] {
  const next = [...rules]
  const [rule] = next.splice(place, 1)
  if (rule) next.splice(Math.max(0, Math.min(next.length, place + step)), 0, rule)
  return next
}
