import type { Tone } from '@/shared/ui'
import type { Day, Edge } from '../queries'

/** What a calendar's cell says of a day in one word; the worst comes first. */
export type Mark = 'absent' | 'leaveCase' | 'missing' | 'late' | 'early' | 'onLeave' | 'fine' | 'pending' | 'ahead' | 'off' | 'unplanned'

export const MARK_TONES: Record<Mark, Tone> = {
  absent: 'danger',
  leaveCase: 'danger',
  missing: 'danger',
  late: 'warning',
  early: 'warning',
  onLeave: 'special',
  fine: 'success',
  pending: 'info',
  ahead: 'neutral',
  off: 'neutral',
  unplanned: 'neutral',
}

export function markOf(day: Day): Mark {
  const { figures, sessions } = day
  if (day.kind === 'unplanned' && sessions.length === 0) return 'unplanned'
  if (day.kind !== 'work' && day.kind !== 'unplanned') return 'off'
  if (day.state === 'ahead') return 'ahead'
  if (figures.absent > 0) return 'absent'
  if (figures.leave_cases > 0) return 'leaveCase'
  if (figures.missing > 0) return 'missing'
  if (figures.late > 0) return 'late'
  if (figures.early > 0) return 'early'
  if (sessions.some((session) => session.on_leave)) return 'onLeave'
  return edgesOf(day).some((edge) => edge.verdict === 'pending') ? 'pending' : 'fine'
}

export function edgesOf(day: Day): Edge[] {
  return day.sessions.flatMap((session) => [session.sign_in, session.sign_out])
}

export function toneOf(edge: Pick<Edge, 'verdict'>): Tone {
  if (edge.verdict === 'fine') return 'success'
  if (edge.verdict === 'late' || edge.verdict === 'early') return 'warning'
  if (edge.verdict === 'leave_case' || edge.verdict === 'missing') return 'danger'
  return 'neutral'
}

/** "08:25:00" without its seconds where there are none. */
export function clock(at: string | null): string {
  return at === null ? '–' : at.endsWith(':00') ? at.slice(0, 5) : at
}
