import type { MonthFigures } from './queries'

export const SHOWN = ['required_days', 'worked_days', 'late', 'early', 'leave_cases', 'missing', 'absent_days', 'leave_days', 'overtime_hours', 'unauthorised_hours', 'photo_proved'] as const
export type ShownFigure = (typeof SHOWN)[number]
const ORDINARY: ReadonlySet<ShownFigure> = new Set(['required_days', 'worked_days'])

export const valueOf = (figures: MonthFigures, name: ShownFigure): string => String(figures[name])

export interface Change {
  name: ShownFigure
  was: string | null
  is: string
}

/** What differs from the revision before; without one, whatever is not as on an ordinary month. */
export function changesOf(now: MonthFigures | null, before: MonthFigures | null): Change[] {
  const all = SHOWN.map((name) => ({ name, was: before && valueOf(before, name), is: now ? valueOf(now, name) : '—' }))
  if (before) return all.filter(({ was, is }) => was !== is)
  return all.filter(({ name, is }) => !ORDINARY.has(name) && Number(is) > 0)
}
