import type { LevelPolicyOut } from '../queries'

type Parameters = LevelPolicyOut['parameters']
type Level = Parameters['levels'][number]
type TagRule = Parameters['tag_rules'][number]

const WHOLE = /^\d{1,9}$/
const AMOUNT = /^\d{1,12}(\.\d{1,2})?$/
const CONDITIONS = ['paid', 'orders', 'refund_percent', 'dormant_days', 'new_days'] as const
const LEVEL_PARTS = 10

const lines = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
const daysOf = (word: string) => (word === '-' ? null : Number(word))

/** One level a line: code | Chinese | English | paid | orders | refund % | priority | trusted refund | call-back days | dormant days. null: a line does not fit. */
export function readLevels(text: string): Level[] | null {
  const found: Level[] = []
  for (const line of lines(text)) {
    const parts = line.split(/[|｜]/).map((part) => part.trim())
    const [code = '', zh = '', en = '', paid = '', orders = '', percent = '', priority = '', trusted = '', back = '', dormant = ''] = parts
    const numbersFit = [orders, percent, priority].every((one) => WHOLE.test(one)) && [paid, trusted].every((one) => AMOUNT.test(one)) && [back, dormant].every((one) => one === '-' || WHOLE.test(one))
    if (parts.length !== LEVEL_PARTS || !code || !zh || !en || !numbersFit) return null
    found.push({
      code,
      name_zh: zh,
      name_en: en,
      paid,
      orders: Number(orders),
      refund_percent: Number(percent),
      plan: { priority: Number(priority), trusted_refund: trusted, call_back_days: daysOf(back), dormant_call_back_days: daysOf(dormant) },
    })
  }
  return found.length > 0 ? found : null
}

export function writeLevels(levels: readonly Level[]): string {
  return levels
    .map(({ code, name_zh, name_en, paid, orders, refund_percent, plan }) =>
      [code, name_zh, name_en, paid, orders, refund_percent, plan.priority, plan.trusted_refund, plan.call_back_days ?? '-', plan.dormant_call_back_days ?? '-'].join(' | '),
    )
    .join('\n')
}

/** One tag a line: "沉睡客户 dormant_days=180". null: a line does not fit. */
export function readTagRules(text: string): TagRule[] | null {
  const found: TagRule[] = []
  for (const line of lines(text)) {
    const words = line.split(/\s+/)
    const asked = words.filter((word) => word.includes('='))
    const tag = words.filter((word) => !word.includes('=')).join(' ')
    const rule: Record<string, string | number> = {}
    for (const one of asked) {
      const [name = '', value = ''] = one.split('=')
      const known = CONDITIONS.find((condition) => condition === name)
      if (!known || !(known === 'paid' ? AMOUNT : WHOLE).test(value)) return null
      rule[known] = known === 'paid' ? value : Number(value)
    }
    if (!tag || asked.length === 0) return null
    found.push({ tag, ...rule })
  }
  return found
}

export function writeTagRules(rules: readonly TagRule[]): string {
  return rules.map((rule) => [rule.tag, ...CONDITIONS.flatMap((name) => (rule[name] === null || rule[name] === undefined ? [] : [`${name}=${rule[name]}`]))].join(' ')).join('\n')
}

/** "USD 7.1" a line. null: a line does not fit, or stands there twice. */
export function readRates(text: string): Record<string, string> | null {
  const rates: Record<string, string> = {}
  for (const line of lines(text)) {
    const [currency = '', rate = '', ...rest] = line.split(/[\s:：]+/)
    if (rest.length > 0 || !/^[A-Z]{3}$/.test(currency) || !/^\d{1,6}(\.\d{1,6})?$/.test(rate) || currency in rates) return null
    rates[currency] = rate
  }
  return rates
}

export const writeRates = (rates: Record<string, unknown>) =>
  Object.entries(rates)
    .map(([currency, rate]) => `${currency} ${String(rate)}`)
    .join('\n')
