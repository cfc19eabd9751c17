import type { Rota } from '../queries'

export interface WarningGroup {
  code: string
  employee: string | null
  ones: Rota['warnings']
}

/** One line for each person and kind (for a day without enough people: for the kind), in the order they came. */
export function warningGroups(warnings: Rota['warnings']): WarningGroup[] {
  const groups = new Map<string, WarningGroup>()
  for (const one of warnings) {
    const key = `${one.code} ${one.employee_id ?? ''} ${one.limit}`
    const group = groups.get(key) ?? { code: one.code, employee: one.employee_id, ones: [] }
    group.ones.push(one)
    groups.set(key, group)
  }
  return [...groups.values()]
}

/** By employee, the days they rest on. */
export type Rests = Readonly<Record<string, readonly string[]>>

export function restsOf(rota: Rota): Rests {
  return Object.fromEntries(rota.rests.map((one) => [one.employee_id, one.days]))
}

export function toggled(rests: Rests, employee: string, day: string): Rests {
  const own = rests[employee] ?? []
  return { ...rests, [employee]: own.includes(day) ? own.filter((one) => one !== day) : [...own, day].toSorted() }
}

export function sameRests(one: Rests, other: Rests): boolean {
  const plain = (rests: Rests) => JSON.stringify(Object.entries(rests).filter(([, days]) => days.length > 0).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  return plain(one) === plain(other)
}

export function sent(rests: Rests): { employee_id: string; days: string[] }[] {
  return Object.entries(rests).map(([employee_id, days]) => ({ employee_id, days: [...days] }))
}
