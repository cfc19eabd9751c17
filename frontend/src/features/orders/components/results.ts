import type { ActionResults } from '../queries'

type Result = ActionResults['results'][number]

/** How many were refused, and how many still wait for the warehouse's answer. */
export function summaryOf(results: ActionResults): { done: number; refused: number; pending: number } {
  return { done: results.done, refused: results.refused, pending: results.results.filter((one) => one.refusal === null && one.pending !== null).length }
}

/** What needs reading first: refusals, then what waits, then what is done; each in the order of the request. */
export function sorted(results: ActionResults): Result[] {
  const rank = (one: Result) => (one.refusal ? 0 : one.pending ? 1 : 2)
  return results.results.toSorted((a, b) => rank(a) - rank(b))
}
