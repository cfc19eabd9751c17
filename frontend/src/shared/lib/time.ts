/** Days and hours on the screen are the company's, wherever the reader sits. */
export const COMPANY_TIME_ZONE = 'Asia/Shanghai'

export type TimeStyle = 'moment' | 'second' | 'day' | 'clock' | 'month-day'

const STYLES: Record<TimeStyle, Intl.DateTimeFormatOptions> = {
  moment: { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
  second: { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' },
  day: { year: 'numeric', month: '2-digit', day: '2-digit' },
  clock: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
  'month-day': { month: '2-digit', day: '2-digit' },
}
const formats = new Map<TimeStyle, Intl.DateTimeFormat>()

/** "2026-11-22 14:05" in both languages: sortable by eye, and never read the wrong way round. */
export function formatTime(at: string | number | Date, style: TimeStyle = 'moment'): string {
  const date = at instanceof Date ? at : new Date(at)
  if (Number.isNaN(date.getTime())) return ''
  let format = formats.get(style)
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { ...STYLES[style], timeZone: COMPANY_TIME_ZONE, hourCycle: 'h23' })
    formats.set(style, format)
  }
  const parts = Object.fromEntries(format.formatToParts(date).map((part) => [part.type, part.value]))
  const day = [parts.year, parts.month, parts.day].filter(Boolean).join('-')
  const clock = [parts.hour, parts.minute, parts.second].filter(Boolean).join(':')
  return [day, clock].filter(Boolean).join(' ')
}

/** The company's day of an instant, "2026-11-22". */
export function companyDay(at: Date = new Date()): string {
  return formatTime(at, 'day')
}

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

/** "3 minutes ago"; older than a week is better said as a date. */
export function formatAgo(at: string | number | Date, language: string, now: number = Date.now()): string {
  const seconds = Math.round((new Date(at).getTime() - now) / 1000)
  if (Number.isNaN(seconds)) return ''
  if (Math.abs(seconds) > 7 * 86_400) return formatTime(at, 'day')
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  for (const [unit, size] of UNITS) if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit)
  return format.format(0, 'second')
}

/** Start of a company day as an instant, for filters: "2026-11-22" → "2026-11-21T16:00:00.000Z". China keeps no summer time. */
export function dayStart(day: string): string {
  return new Date(`${day}T00:00:00+08:00`).toISOString()
}

export function dayAfter(day: string, days = 1): string {
  return companyDay(new Date(new Date(`${day}T12:00:00+08:00`).getTime() + days * 86_400_000))
}
