interface Row {
  unit_id: string
  unit_zh: string | null
  unit_en: string | null
  staff: number
  vacancies: number
  over: number
}

export interface UnitSum {
  id: string
  unit_zh: string | null
  unit_en: string | null
  /** In post and within the plan. */
  within: number
  vacancies: number
  over: number
}

/** Positions added up by unit, in the order they come. */
export function unitsOf(rows: readonly Row[]): UnitSum[] {
  const sums = new Map<string, UnitSum>()
  for (const { unit_id, unit_zh, unit_en, staff, vacancies, over } of rows) {
    const sum = sums.get(unit_id) ?? { id: unit_id, unit_zh, unit_en, within: 0, vacancies: 0, over: 0 }
    sums.set(unit_id, { ...sum, within: sum.within + staff - over, vacancies: sum.vacancies + vacancies, over: sum.over + over })
  }
  return [...sums.values()]
}
