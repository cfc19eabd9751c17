import { formatMoney, type MoneyValue } from '@/shared/lib/money'

/** The currencies that were sold in, the one with the most days of sales first: sums of different currencies are never added. */
export function currenciesOf(days: readonly { sales: readonly MoneyValue[] }[]): string[] {
  const seen = new Map<string, number>()
  for (const day of days) for (const sale of day.sales) seen.set(sale.currency, (seen.get(sale.currency) ?? 0) + 1)
  return [...seen].toSorted((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).map(([currency]) => currency)
}

/** For drawing only: a chart's height is a number; what is said is said from the exact text. */
export function drawn(sales: readonly MoneyValue[], currency: string): number {
  return Number(sales.find((one) => one.currency === currency)?.amount ?? 0)
}

export function saidAll(sales: readonly MoneyValue[], language: string): string {
  return sales.map((one) => formatMoney(one, language)).join(' + ')
}

/** An axis or a tooltip of a chart, from the number it drew; whole amounts without their cents, for an axis is narrow. */
export function saidDrawn(value: number, currency: string, language: string): string {
  return formatMoney({ amount: value.toFixed(2), currency }, language).replace(/\.00$/, '')
}
