import type { NewLeave, PreviewLeaveData } from './queries'

/** What stands in the fields of the form; empty text is nothing chosen. */
export interface Wish {
  kind: string
  first: string
  last: string
  inHours: boolean
  fromSession: string
  untilSession: string
  fromTime: string
  untilTime: string
  reason: string
  evidence: string
}

export const emptyWish = (day: string): Wish => ({ kind: '', first: day, last: day, inHours: false, fromSession: '', untilSession: '', fromTime: '', untilTime: '', reason: '', evidence: '' })

/** The time that is asked for, without what was left empty; undefined while it cannot be asked yet. */
export function spanOf(wish: Wish): { first_on: string; last_on: string; from_session?: number; until_session?: number; from_time?: string; until_time?: string } | undefined {
  if (!wish.first || (!wish.inHours && !wish.last)) return undefined
  if (wish.inHours) return wish.fromTime && wish.untilTime ? { first_on: wish.first, last_on: wish.first, from_time: wish.fromTime, until_time: wish.untilTime } : undefined
  return {
    first_on: wish.first,
    last_on: wish.last,
    ...(wish.fromSession ? { from_session: Number(wish.fromSession) } : {}),
    ...(wish.untilSession ? { until_session: Number(wish.untilSession) } : {}),
  }
}

export function previewOf(wish: Wish): PreviewLeaveData['query'] | undefined {
  const span = spanOf(wish)
  return span && wish.kind ? { kind: wish.kind, ...span } : undefined
}

export function leaveOf(wish: Wish): NewLeave | undefined {
  const span = spanOf(wish)
  return span && wish.kind && wish.reason.trim().length > 1 ? { kind: wish.kind, ...span, reason: wish.reason.trim(), evidence: wish.evidence.trim() } : undefined
}
