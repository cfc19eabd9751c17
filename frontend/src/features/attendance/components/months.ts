import { companyDay, dayAfter } from '@/shared/lib/time'

export const thisMonth = (): string => companyDay().slice(0, 7)

export function monthAfter(of: string, months: number): string {
  const count = Number(of.slice(0, 4)) * 12 + Number(of.slice(5)) - 1 + months
  return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, '0')}`
}

export function daysOf(of: string): string[] {
  const days: string[] = []
  for (let day = `${of}-01`; day.startsWith(of); day = dayAfter(day)) days.push(day)
  return days
}

/** 1 Monday to 7 Sunday, as the policy counts. */
export function weekday(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7
}

/** Weeks from Monday; places before and after the month are null. */
export function weeksOf(of: string): (string | null)[][] {
  const days = daysOf(of)
  const cells: (string | null)[] = [...Array.from<null>({ length: weekday(days[0] ?? `${of}-01`) - 1 }).fill(null), ...days]
  while (cells.length % 7 > 0) cells.push(null)
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7))
}
