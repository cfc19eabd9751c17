import type { LeaveAccount, LeaveBalance, LeaveKind, NewLeaveBooking, NewLeaveKind } from './queries'

/** Grant; or a correction that adds or takes away. */
export type Entry = 'grant' | 'add' | 'take'

export interface BookingValues {
  kind: string
  amount: string
  expires: string | null
  document: string | null
  reason: string
}

/** The form asks for a plain amount: the sign comes from what it is for. */
export function bookingOf(entry: Entry, employees: readonly string[], values: BookingValues): NewLeaveBooking {
  return {
    employee_ids: [...employees],
    kind: values.kind,
    move: entry === 'grant' ? 'grant' : 'correct',
    amount: entry === 'take' ? `-${values.amount}` : values.amount,
    expires_on: entry === 'take' ? null : values.expires || null,
    document: values.document ?? '',
    reason: values.reason,
  }
}

export interface KindValues {
  code: string
  name_zh: string
  name_en: string
  paid: boolean | null
  balance: boolean | null
  unit: string
  evidence: boolean | null
  calendar_days: boolean | null
  active: boolean | null
  from: string
  reason: string
}

/** A next version keeps the code, the unit, and whether it has balances: the ledger counts by them. */
export function kindOf(before: LeaveKind | null, values: KindValues): NewLeaveKind {
  const hours = (before ? before.unit : values.unit) === 'hour'
  return {
    code: before ? before.code : values.code,
    name_zh: values.name_zh,
    name_en: values.name_en,
    paid: values.paid === true,
    balance: before ? before.balance : values.balance === true,
    unit: hours ? 'hour' : 'half_day',
    evidence: values.evidence === true,
    calendar_days: values.calendar_days === true,
    active: values.active === true,
    effective_from: values.from,
    reason: values.reason,
  }
}

/** The kinds that somebody in the list has, in the order in which they are met. */
export function tableOf(rows: readonly LeaveAccount[]): LeaveBalance[] {
  const kinds = new Map<string, LeaveBalance>()
  for (const row of rows) for (const balance of row.balances) if (!kinds.has(balance.kind)) kinds.set(balance.kind, balance)
  return [...kinds.values()]
}
