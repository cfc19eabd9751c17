import { isAmount } from '@/shared/lib/money'

/** Fields of a receiver that a policy may ask for. */
export const RECEIVER_FIELDS = ['name', 'phone', 'country', 'province', 'city', 'district', 'town', 'street', 'postcode'] as const
export type ReceiverField = (typeof RECEIVER_FIELDS)[number]

const MOST_HOURS = 2000

const lines = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)

/** "CNY 5000" a line. null: something is not a currency and an amount, or stands there twice. */
export function readLimits(text: string): Record<string, string> | null {
  const limits: Record<string, string> = {}
  for (const line of lines(text)) {
    const [currency = '', amount = '', ...rest] = line.split(/[\s:：]+/)
    const code = currency.toUpperCase()
    if (rest.length > 0 || !/^[A-Z]{3}$/.test(code) || !isAmount(amount) || amount.startsWith('-') || code in limits) return null
    limits[code] = amount
  }
  return limits
}

/** "pdd 24" a line. null: something is not a code and whole hours, or stands there twice. */
export function readHours(text: string): Record<string, number> | null {
  const found: Record<string, number> = {}
  for (const line of lines(text)) {
    const [code = '', hours = '', ...rest] = line.split(/[\s:：]+/)
    if (rest.length > 0 || !/^[1-9]\d{0,3}$/.test(hours) || Number(hours) > MOST_HOURS || code.length > 64 || code in found) return null
    found[code] = Number(hours)
  }
  return found
}

export function writeHours(hours: Record<string, unknown>): string {
  return Object.entries(hours)
    .map(([code, number]) => `${code} ${String(number)}`)
    .join('\n')
}

export function writeLimits(limits: Record<string, unknown>): string {
  return Object.entries(limits)
    .map(([currency, amount]) => `${currency} ${String(amount)}`)
    .join('\n')
}

/** "CN name phone" a line, "*" for all other countries. null: a country or field that does not exist, or a country twice. */
export function readRequired(text: string): Record<string, ReceiverField[]> | null {
  const required: Record<string, ReceiverField[]> = {}
  for (const line of lines(text)) {
    const [country = '', ...names] = line.split(/[\s,，:：]+/).filter(Boolean)
    const code = country.toUpperCase()
    const fields = RECEIVER_FIELDS.filter((field) => names.includes(field))
    if (!/^([A-Z]{2}|\*)$/.test(code) || code in required || fields.length !== new Set(names).size) return null
    required[code] = fields
  }
  return required
}

export function writeRequired(required: Record<string, unknown>): string {
  return Object.entries(required)
    .map(([country, fields]) => [country, ...(Array.isArray(fields) ? fields.map(String) : [])].join(' '))
    .join('\n')
}
