/** Money as the services send it: exact decimal text. No number type ever holds it here. */
export interface MoneyValue {
  amount: string
  currency: string
}

const AMOUNT = /^-?\d{1,12}(\.\d{1,2})?$/

export function isAmount(text: string): boolean {
  return AMOUNT.test(text.trim())
}

/** "19.9" and "19.90" are the same money: in cents. Throws on what is no amount. */
export function cents(amount: string): bigint {
  const text = amount.trim()
  if (!isAmount(text)) throw new RangeError(`not an amount: ${amount}`)
  const [whole = '0', part = ''] = text.replace('-', '').split('.')
  const size = BigInt(whole) * 100n + BigInt(part.padEnd(2, '0'))
  return text.startsWith('-') ? -size : size
}

export function fromCents(value: bigint): string {
  const size = value < 0n ? -value : value
  return `${value < 0n ? '-' : ''}${size / 100n}.${String(size % 100n).padStart(2, '0')}`
}

export function sameAmount(a: string, b: string): boolean {
  return cents(a) === cents(b)
}

export function sum(amounts: readonly string[]): string {
  return fromCents(amounts.reduce((total, amount) => total + cents(amount), 0n))
}

const formats = new Map<string, Intl.NumberFormat>()

/** "¥1,234.50". Text in, text out: Intl formats decimal strings exactly. */
export function formatMoney(money: MoneyValue, language: string): string {
  if (!isAmount(money.amount)) return money.amount
  const name = `${language} ${money.currency}`
  let format = formats.get(name)
  if (!format) {
    format = new Intl.NumberFormat(language, { style: 'currency', currency: money.currency, currencyDisplay: 'narrowSymbol' })
    formats.set(name, format)
  }
  return format.format(money.amount as `${number}`)
}
