/** Money as the services send it: exact decimal text. No number type ever holds it here. */
export interface MoneyValue {
  amount: string
  currency: string
}

const AMOUNT = /^-?\d{1,12}(\.\d{1,2})?$/

export function isAmount(text: string): boolean {
  return AMOUNT.test(text.trim())
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
