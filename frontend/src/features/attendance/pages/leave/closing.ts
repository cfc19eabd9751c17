import type { BoardUnit, SheetClosings } from './queries'

/** As many as the server closes at once. */
export const MOST_AT_ONCE = 500

export interface ClosingOutcome {
  unit: BoardUnit
  refusal: SheetClosings['results'][number]['refusal']
}

/** What can be chosen: sheets that are not closed yet. Whether each may be closed the server says, with the rule. */
export function choosable(units: readonly BoardUnit[]): BoardUnit[] {
  return units.filter((unit) => unit.sheet_id !== null && unit.state !== 'closed')
}

/** What is ready as far as the board tells: with HR, and nothing objected to. */
export function ready(units: readonly BoardUnit[]): BoardUnit[] {
  return units.filter((unit) => unit.sheet_id !== null && unit.state === 'taken_over' && unit.open_objections === 0)
}

/** Each sheet that was asked about with its answer: refusals first, then in the order of the board. */
export function outcomes(units: readonly BoardUnit[], closings: SheetClosings): ClosingOutcome[] {
  const byId = new Map(closings.results.map((one) => [one.id, one]))
  const found = units.flatMap((unit) => {
    const answer = byId.get(unit.sheet_id ?? '')
    return answer ? [{ unit, refusal: answer.refusal }] : []
  })
  return found.toSorted((a, b) => Number(a.refusal === null) - Number(b.refusal === null))
}
