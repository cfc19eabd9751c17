import { useEffect, useState } from 'react'
import { useLanguage } from '@/shared/i18n'
import { common } from '@/shared/i18n/basics'
import { formatMoney, type MoneyValue } from '@/shared/lib/money'
import { formatAgo, formatTime, type TimeStyle } from '@/shared/lib/time'

const SYSTEM = /^(?:catalog|channels|gateway|orders|people|warehouse)\.[a-z][a-z_-]*$/

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

/** Who did it. What did it by itself is called after its service and job, "people.compile-months": that is no name for people. */
export function By({ name }: { name: string | null | undefined }) {
  const t = common.use()
  if (!name) return <span className="dz-soft">–</span>
  return SYSTEM.test(name) ? <span title={name}>{t('system')}</span> : name
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
