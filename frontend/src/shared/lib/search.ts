/**
 * The search parameters of a route, read tolerantly: what does not fit is left out, so that an old or hand-written link
 * still opens. Own code instead of zod/mini, which would add 6 kB to every page, login included.
 */
type Rule<T> = (value: unknown) => T | undefined

/** A number in a hand-written link (`?q=1001`) is meant as text. */
export const text: Rule<string> = (value) => {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

export const flag: Rule<boolean> = (value) => (value === true || value === 'true' ? true : value === false || value === 'false' ? false : undefined)

/** A company day, "2026-11-22"; one that no calendar has (31 February) would be no instant. */
export const day: Rule<string> = (value) => (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && new Date(`${value}T00:00:00Z`).toJSON()?.startsWith(value) ? value : undefined)

/** A month of the company's calendar, "2026-06". */
export const month: Rule<string> = (value) => (typeof value === 'string' && /^20\d\d-(0[1-9]|1[0-2])$/.test(value) ? value : undefined)

export function oneOf<const Value extends string>(...values: readonly Value[]): Rule<Value> {
  return (value) => values.find((one) => one === value)
}

/** Several values of one filter; a single one need not be a list. */
export const many: Rule<string[]> = (value) => {
  const list = (Array.isArray(value) ? value : [value]).map(text).filter((one) => one !== undefined)
  return list.length > 0 ? list : undefined
}

// oxlint-disable-next-line typescript/no-explicit-any -- any rule; the result type is inferred from each
type Rules = Record<string, Rule<any>>
export type Search<R extends Rules> = { [K in keyof R]?: NonNullable<ReturnType<R[K]>> | undefined }

/** `validateSearch: searchOf({q: text, status: many, from: day, sort: text})`. */
export function searchOf<R extends Rules>(rules: R): (raw: Record<string, unknown>) => Search<R> {
  return (raw) => {
    const found: Record<string, unknown> = {}
    for (const [name, rule] of Object.entries(rules)) {
      const value: unknown = rule(raw[name])
      if (value !== undefined) found[name] = value
    }
    return found as Search<R>
  }
}
