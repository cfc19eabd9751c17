import { useQuery } from '@tanstack/react-query'
import type { Choice } from '@/shared/ui/form'
import { useNames } from './names'
import { allPositionsQuery, findEmployees, type Unit, unitsQuery } from './queries'
import { indented } from './tree'

const NO_UNITS: readonly Unit[] = []

export function useUnits(on?: string): readonly Unit[] {
  return useQuery(unitsQuery(on)).data?.data ?? NO_UNITS
}

export function useUnitChoices(on?: string): Choice[] {
  const names = useNames()
  return indented(useUnits(on), names.name)
}

export function usePositionChoices(): Choice[] {
  const names = useNames()
  const known = useQuery(allPositionsQuery).data ?? []
  return known.map((position) => ({ value: position.id, label: `${names.title(position)} · ${names.of(position.unit_zh, position.unit_en)}` }))
}

export async function findPeople(q: string): Promise<Choice[]> {
  return (await findEmployees(q)).map((one) => ({ value: one.id, label: `${one.name} ${one.number}` }))
}
