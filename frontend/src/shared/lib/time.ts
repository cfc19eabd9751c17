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

/** An hour of a company day, "9:05" or "14:00", as somebody types it. */
export const CLOCK = /^([01]?\d|2[0-3]):[0-5]\d$/

/** A company day and an hour of it, as an instant. */
export function momentOf(day: string, clock: string): string {
  return `${day}T${clock.trim().padStart(5, '0')}:00+08:00`
}

/** The company's hour of an instant, "14:05". */
export function clockOf(at: string | number | Date): string {
  return formatTime(at, 'clock').slice(0, 5)
}

/** "2026-11-22 14:00–16:00", or with both days where the end is on another. */
export function spanOf(from: string, until: string): string {
  const sameDay = formatTime(from, 'day') === formatTime(until, 'day')
  return `${formatTime(from)}–${sameDay ? clockOf(until) : formatTime(until)}`
}

/** How many company days ahead an instant lies: 0 is today. */
export function daysAhead(at: string | number | Date, now: Date = new Date()): number {
  return Math.round((Date.parse(dayStart(companyDay(new Date(at)))) - Date.parse(dayStart(companyDay(now)))) / 86_400_000)
}

/** "today 14:00", "tomorrow 09:30"; what is further off bears its date. */
export function formatSoon(at: string | number | Date, language: string, now: Date = new Date()): string {
  const ahead = daysAhead(at, now)
  const day = Math.abs(ahead) > 1 ? formatTime(at, 'month-day') : new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(ahead, 'day')
  return `${day} ${clockOf(at)}`
}
