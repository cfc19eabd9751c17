import type { EnrolmentOut } from '../queries'

const SOON_MS = 3 * 86_400_000
const MOST = 3

/** Sessions that run or begin within three days, soonest first. */
export function soonSessions<Row extends Pick<EnrolmentOut, 'state' | 'starts_at' | 'ends_at'>>(rows: readonly Row[], now: number): (Row & { starts_at: string })[] {
  return rows
    .filter((row): row is Row & { starts_at: string } => row.starts_at !== null && row.state === 'enrolled')
    .filter((row) => Date.parse(row.starts_at) <= now + SOON_MS && Date.parse(row.ends_at ?? row.starts_at) > now)
    .toSorted((one, other) => Date.parse(one.starts_at) - Date.parse(other.starts_at))
    .slice(0, MOST)
}

/** Whether somebody can take the test of it now: they took part, or study alone, and an attempt is left or open. */
export function mayTest(row: Pick<EnrolmentOut, 'state' | 'session_id' | 'outcome' | 'attempts' | 'attempts_allowed' | 'open_attempt'>): boolean {
  const tookPart = row.state === 'present' || row.state === 'late' || (row.session_id === null && row.state === 'enrolled')
  if (row.outcome !== null || !tookPart || row.open_attempt === 'waiting') return false
  return row.open_attempt === 'open' || row.attempts < (row.attempts_allowed ?? 0)
}
