import { useEffect, useState } from 'react'
import { useLanguage } from '@/shared/i18n'
import { formatMoney, type MoneyValue } from '@/shared/lib/money'
import { formatAgo, formatTime, type TimeStyle } from '@/shared/lib/time'

/** Money in tabular digits; copying it gives the bare number. */
export function Money({ value }: { value: MoneyValue | null | undefined }) {
  const language = useLanguage()
  if (!value) return <span className="dz-soft">–</span>
  return (
    <span className="dz-num" data-copy={value.amount}>
      {formatMoney(value, language)}
    </span>
  )
}

export function Count({ value }: { value: number | null | undefined }) {
  const language = useLanguage()
  if (value === null || value === undefined) return <span className="dz-soft">–</span>
  return (
    <span className="dz-num" data-copy={String(value)}>
      {new Intl.NumberFormat(language).format(value)}
    </span>
  )
}

/** An instant in the company's time zone. */
export function DateTime({ at, form = 'moment' }: { at: string | null | undefined; form?: TimeStyle }) {
  if (!at) return <span className="dz-soft">–</span>
  return (
    <time dateTime={at} title={`${formatTime(at, 'second')} (UTC+8)`}>
      {formatTime(at, form)}
    </time>
  )
}

/** "3 minutes ago", moving with the clock. */
export function Ago({ at }: { at: string | null | undefined }) {
  const language = useLanguage()
  const [, tick] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 30_000)
    return () => clearInterval(timer)
  }, [])
  if (!at) return <span className="dz-soft">–</span>
  return (
    <time dateTime={at} title={`${formatTime(at, 'second')} (UTC+8)`}>
      {formatAgo(at, language)}
    </time>
  )
}
