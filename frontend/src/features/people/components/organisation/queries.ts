import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { apiFetch, body, ifMatch, keysOf, versioned } from '@/shared/api'
import {
  type AssignmentEnd,
  type DescriptionOut as Description,
  type DescriptionText,
  type DutyLine,
  type EmployeeChange as EmployeePatch,
  type EmployeeFile,
  type EmployeeOut as Employee,
  type NewAssignment,
  type NewEmployee,
  type NewHeadcount,
  type NewPosition,
  type NewUnit,
  type PositionFile,
  type PositionOut as Position,
  type PresetOut as Preset,
  type UnitChange as UnitPatch,
  type UnitOut as Unit,
  type UnitPeriodOut as UnitPeriod,
  applyOrganisationPreset,
  assignEmployee,
  changeOneEmployee,
  changeOneUnit,
  closeOnePosition,
  closeOneUnit,
  createNewEmployee,
  createNewPosition,
  createNewUnit,
  deleteOneDraft,
  draftNewDescription,
  endOneAssignment,
  getDescription,
  getDutyMap,
  getEmployee,
  getPosition,
  getUnit,
  listDescriptions,
  listEmployees,
  listOrganisationPresets,
  listPositions,
  listUnits,
  planHeadcount,
  publishOneDescription,
  reportVacancies,
  revealEmployeeContact,
  withdrawPlannedChange,
  writeDraft,
} from '@/shared/api/gen'
import { toast } from '@/shared/ui'

export type { AssignmentEnd, Description, DescriptionText, DutyLine, Employee, EmployeeFile, EmployeePatch, NewAssignment, NewEmployee, NewHeadcount, NewPosition, NewUnit, Position, PositionFile, Preset, Unit, UnitPatch, UnitPeriod }

export const unitKeys = keysOf('unit')
export const positionKeys = keysOf('position')
export const employeeKeys = keysOf('employee')
const PAGE = 100

/** What these show changes with any of the three. */
const OF_ALL = { nouns: ['unit', 'position', 'employee'] }

export const unitsQuery = (on: string | undefined) => queryOptions({ queryKey: unitKeys.list({ on }), queryFn: ({ signal }) => body(listUnits({ query: { on }, signal })), meta: OF_ALL, placeholderData: (previous) => previous })
export const unitHistoryQuery = (id: string) => queryOptions({ queryKey: unitKeys.one(id), queryFn: ({ signal }) => body(getUnit({ path: { unit_id: id }, signal })) })
export const presetsQuery = queryOptions({ queryKey: unitKeys.other('presets'), queryFn: async ({ signal }) => (await body(listOrganisationPresets({ signal }))).data, staleTime: Number.POSITIVE_INFINITY })

export interface PositionSearch {
  q?: string | undefined
  unit_id?: string | undefined
  open?: boolean | undefined
}
export const positionPage = (search: PositionSearch) => (cursor: string | undefined, signal: AbortSignal) => body(listPositions({ query: { ...search, limit: PAGE, cursor }, signal }))

/** Positions are few: all of them, for choosing. */
export const allPositionsQuery = queryOptions({
  queryKey: positionKeys.other('all'),
  meta: OF_ALL,
  queryFn: async ({ signal }) => {
    const found: Position[] = []
    let cursor: string | undefined
    do {
      const page = await body(listPositions({ query: { limit: PAGE, cursor, open: true }, signal }))
      found.push(...page.data)
      cursor = page.has_more ? (page.next_cursor ?? undefined) : undefined
    } while (cursor)
    return found
  },
})
export const positionQuery = (id: string) => queryOptions({ queryKey: positionKeys.one(id), queryFn: ({ signal }) => body(getPosition({ path: { position_id: id }, signal })), meta: OF_ALL })
export const descriptionsQuery = (id: string) => queryOptions({ queryKey: positionKeys.one(id, 'descriptions'), queryFn: async ({ signal }) => (await body(listDescriptions({ path: { position_id: id }, signal }))).data })
export const vacanciesQuery = (on: string | undefined, unit_id: string | undefined) => queryOptions({ queryKey: positionKeys.other('vacancies', on ?? '', unit_id ?? ''), queryFn: ({ signal }) => body(reportVacancies({ query: { on, unit_id }, signal })), meta: OF_ALL, placeholderData: (previous) => previous })
export const dutyMapQuery = (on: string | undefined) => queryOptions({ queryKey: positionKeys.other('duty-map', on ?? ''), queryFn: ({ signal }) => body(getDutyMap({ query: { on }, signal })), meta: OF_ALL, placeholderData: (previous) => previous })

export interface EmployeeSearch {
  q?: string | undefined
  unit_id?: string | undefined
  position_id?: string | undefined
  stage?: 'probation' | 'regular' | 'left' | undefined
}
export const employeePage = (search: EmployeeSearch) => (cursor: string | undefined, signal: AbortSignal) => body(listEmployees({ query: { ...search, limit: PAGE, cursor }, signal }))
export const employeeQuery = (id: string) => queryOptions({ queryKey: employeeKeys.one(id), queryFn: ({ signal }) => body(getEmployee({ path: { employee_id: id }, signal })), meta: OF_ALL })

/** Somebody to choose by name or number. */
export const findEmployees = async (q: string) => (await body(listEmployees({ query: { q: q || undefined, limit: 20 } }))).data

/** Afterwards everything of the organisation is read again: a move changes positions and people too. */
function useChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    // Pages show a refusal where the action was started.
    meta: { quiet: true },
    onSettled: () => Promise.all([unitKeys, positionKeys, employeeKeys].map((keys) => client.invalidateQueries({ queryKey: keys.all }))),
  })
}

const version = (number: number) => ifMatch(`"${number}"`)
const unit = (unit_id: string) => ({ path: { unit_id } })
const position = (position_id: string) => ({ path: { position_id } })

export const useApplyPreset = () => useChange((input: { code: Preset['code']; valid_from: string | null }) => body(applyOrganisationPreset({ path: { code: input.code as 'centre' }, body: { valid_from: input.valid_from } })))
export const useCreateUnit = () => useChange((input: NewUnit) => body(createNewUnit({ body: input })))
export const useChangeUnit = () => useChange((input: { id: string; version: number; patch: UnitPatch }) => body(changeOneUnit({ ...unit(input.id), body: input.patch, headers: version(input.version) })))
export const useCloseUnit = () => useChange((input: { id: string; version: number; closed_from: string; reason: string }) => body(closeOneUnit({ ...unit(input.id), body: { closed_from: input.closed_from, reason: input.reason }, headers: version(input.version) })))
export const useWithdrawChange = () => useChange((input: { id: string; version: number; day: string }) => withdrawPlannedChange({ path: { unit_id: input.id, day: input.day }, headers: version(input.version) }))

export const useCreatePosition = () => useChange((input: NewPosition) => body(createNewPosition({ body: input })))
export const useClosePosition = () => useChange((input: { id: string; version: number; closed_on: string; reason: string }) => body(closeOnePosition({ ...position(input.id), body: { closed_on: input.closed_on, reason: input.reason }, headers: version(input.version) })))
export const usePlanHeadcount = () => useChange((input: { id: string; plan: NewHeadcount }) => body(planHeadcount({ ...position(input.id), body: input.plan })))
export const useDraftDescription = () => useChange((input: { id: string; text: DescriptionText }) => body(draftNewDescription({ ...position(input.id), body: input.text })))
export const readDescription = (id: string, number: number) => versioned(getDescription({ path: { position_id: id, number } }))
export const useWriteDraft = () => useChange((input: { id: string; number: number; etag: string | null; text: DescriptionText }) => body(writeDraft({ path: { position_id: input.id, number: input.number }, body: input.text, headers: ifMatch(input.etag) })))
export const useDeleteDraft = () => useChange((input: { id: string; number: number; version: number }) => deleteOneDraft({ path: { position_id: input.id, number: input.number }, headers: version(input.version) }))
export const usePublish = () => useChange((input: { id: string; number: number; version: number; effective_from: string }) => body(publishOneDescription({ path: { position_id: input.id, number: input.number }, body: { effective_from: input.effective_from }, headers: version(input.version) })))

export const useCreateEmployee = () => useChange((input: NewEmployee) => body(createNewEmployee({ body: input })))
export const useChangeEmployee = () => useChange((input: { id: string; version: number; patch: EmployeePatch }) => body(changeOneEmployee({ path: { employee_id: input.id }, body: input.patch, headers: version(input.version) })))
export const useAssign = () => useChange((input: { id: string; place: NewAssignment }) => body(assignEmployee({ path: { employee_id: input.id }, body: input.place })))
export const useEndAssignment = () => useChange((input: { id: string; assignment: string; end: AssignmentEnd }) => body(endOneAssignment({ path: { employee_id: input.id, assignment_id: input.assignment }, body: input.end })))
export const revealContact = (id: string, reason: string) => body(revealEmployeeContact({ path: { employee_id: id }, body: { reason } }))

/** A PDF that needs the token: fetched here, opened by the browser. */
export async function openDescription(id: string, number: number): Promise<void> {
  try {
    const answer = await apiFetch(`/api/people/v1/positions/${id}/descriptions/${number}/pdf`)
    const url = URL.createObjectURL(await answer.blob())
    window.open(url, '_blank', 'noopener')
    setTimeout(() => URL.revokeObjectURL(url), 60_000)
  } catch (error) {
    toast.error(error)
  }
}
