import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { apiFetch, body, ifMatch, keysOf, quoted } from '@/shared/api'
import {
  type AttendanceBoardRow as BoardRow,
  type AttendanceDayOut as Day,
  type AttendanceMonthOut as Month,
  type AttendancePolicyContent as PolicyContent,
  type AttendancePolicyOut as Policy,
  type AttendanceRunOut as Run,
  type CalendarYear,
  type HoursNoticeOut as Notice,
  type NewAttendanceRun,
  type NewHoursNotice,
  type PunchBatchOut as PunchBatch,
  type ReplayDifferenceOut as Difference,
  type RotaIn,
  type RotaOut as Rota,
  type SessionEdgeOut as Edge,
  changeAttendancePolicy,
  clearCalendarDay,
  draftAttendancePolicy,
  dropAttendancePolicy,
  getAttendanceMonth,
  getAttendanceRun,
  getCalendar,
  getMyAttendanceMonth,
  getRota,
  importPunches,
  listAttendanceBoard,
  listAttendancePolicies,
  listHoursNotices,
  listPunchImports,
  listReplayDifferences,
  listUnits,
  openAttendanceDay,
  planRota,
  publishAttendancePolicy,
  publishHoursNotice,
  publishRota,
  setCalendarDay,
  startAttendanceRun,
  takeAttendancePhoto,
  withdrawHoursNotice,
} from '@/shared/api/gen'

export type { BoardRow, CalendarYear, Day, Difference, Edge, Month, Notice, Policy, PolicyContent, PunchBatch, Rota, Run }

/** Days are derived from punches, photos, leave, rotas and the calendar: what changes one of them changes days. */
export const dayKeys = keysOf('attendance_day')
export const rotaKeys = keysOf('rota')
export const policyKeys = keysOf('attendance_policy')
export const calendarKeys = keysOf('company_day')
export const noticeKeys = keysOf('hours_notice')
export const batchKeys = keysOf('punch_batch')
export const runKeys = keysOf('attendance_run')
const unitKeys = keysOf('unit')
const MAKES_DAYS = { nouns: ['rota', 'company_day', 'hours_notice', 'attendance_policy'] }
const PAGE = 100
const STILL_RUNNING_MS = 1_500

/** Somebody's month; without an employee one's own. */
export const monthQuery = (month: string, employee?: string) =>
  queryOptions({
    queryKey: dayKeys.other('month', month, employee ?? 'mine'),
    queryFn: ({ signal }) => (employee === undefined ? body(getMyAttendanceMonth({ query: { month }, signal })) : body(getAttendanceMonth({ path: { employee_id: employee }, query: { month }, signal }))),
    meta: MAKES_DAYS,
  })

export const openedQuery = (employee: string, on: string) =>
  queryOptions({ queryKey: dayKeys.one(employee, on), queryFn: ({ signal }) => body(openAttendanceDay({ path: { employee_id: employee, on }, signal })), meta: MAKES_DAYS })

export const boardPage = (on: string, unit: string | undefined) => (cursor: string | undefined, signal: AbortSignal) => body(listAttendanceBoard({ query: { on, unit_id: unit, limit: PAGE, cursor }, signal }))

export const unitsQuery = queryOptions({ queryKey: unitKeys.list(), queryFn: async ({ signal }) => (await body(listUnits({ signal }))).data })

export const rotaQuery = (unit: string, month: string) => queryOptions({ queryKey: rotaKeys.one(unit, month), queryFn: ({ signal }) => body(getRota({ path: { unit_id: unit, month }, signal })) })

export const calendarQuery = (year: number) => queryOptions({ queryKey: calendarKeys.one(String(year)), queryFn: ({ signal }) => body(getCalendar({ path: { year }, signal })), meta: { nouns: ['attendance_policy'] } })

export const noticesQuery = queryOptions({ queryKey: noticeKeys.list(), queryFn: async ({ signal }) => (await body(listHoursNotices({ query: { limit: PAGE }, signal }))).data })

export const policiesQuery = queryOptions({ queryKey: policyKeys.list(), queryFn: async ({ signal }) => (await body(listAttendancePolicies({ query: { limit: PAGE }, signal }))).data })

export const runQuery = (id: string) =>
  queryOptions({
    queryKey: runKeys.one(id),
    queryFn: ({ signal }) => body(getAttendanceRun({ path: { run_id: id }, signal })),
    refetchInterval: (query) => (query.state.data?.state === 'running' ? STILL_RUNNING_MS : false),
  })

export const differencesPage = (id: string) => (cursor: string | undefined, signal: AbortSignal) => body(listReplayDifferences({ path: { run_id: id }, query: { limit: PAGE, cursor }, signal }))
export const batchPage = (cursor: string | undefined, signal: AbortSignal) => body(listPunchImports({ query: { limit: PAGE, cursor }, signal }))

/** A change; afterwards what it shows in is read again. */
function useChange<Input, Output>(nouns: readonly (readonly string[])[], change: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    // Pages show a refusal where the action was started.
    meta: { quiet: true },
    onSettled: () => Promise.all(nouns.map((queryKey) => client.invalidateQueries({ queryKey }))),
  })
}

const at = (version: number) => ifMatch(quoted(String(version)))

export const useTakePhoto = () => useChange([dayKeys.all], (input: { file: File; direction: 'in' | 'out' }) => body(takeAttendancePhoto({ body: input })))

/** The picture as an address for an image; each look is in the audit trail, so it is asked for, never loaded by itself. */
export async function lookAtPhoto(id: string, reason: string): Promise<string> {
  const answer = await apiFetch(`/api/people/v1/attendance/photos/${id}/look`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ reason }) })
  return URL.createObjectURL(await answer.blob())
}

interface RotaPlace {
  unit: string
  month: string
  version: number
}

export const usePlanRota = () => useChange([rotaKeys.all], ({ unit, month, version, plan }: RotaPlace & { plan: RotaIn }) => body(planRota({ path: { unit_id: unit, month }, body: plan, headers: at(version) })))
export const usePublishRota = () => useChange([rotaKeys.all, dayKeys.all], ({ unit, month, version, reason }: RotaPlace & { reason: string }) => body(publishRota({ path: { unit_id: unit, month }, body: { reason }, headers: at(version) })))

export type DayKind = 'statutory' | 'in_lieu' | 'make_up' | 'plain'
export const useSetDay = () => useChange([calendarKeys.all, dayKeys.all], ({ on, ...day }: { on: string; kind: DayKind; name: string; reason: string }) => setCalendarDay({ path: { on }, body: day }))
export const useClearDay = () => useChange([calendarKeys.all, dayKeys.all], (on: string) => clearCalendarDay({ path: { on } }))
export const usePublishNotice = () => useChange([noticeKeys.all, dayKeys.all], (notice: NewHoursNotice) => body(publishHoursNotice({ body: notice })))
export const useWithdrawNotice = () => useChange([noticeKeys.all, dayKeys.all], ({ id, version, reason }: { id: string; version: number; reason: string }) => body(withdrawHoursNotice({ path: { notice_id: id }, body: { reason }, headers: at(version) })))

export const useDraftPolicy = () =>
  useChange([policyKeys.all], ({ number, version, content, reason }: { number?: number; version?: number; content: PolicyContent; reason: string }) =>
    number === undefined ? body(draftAttendancePolicy({ body: { content, reason } })) : body(changeAttendancePolicy({ path: { number }, body: { content, reason }, headers: at(version ?? 0) })),
  )
export const usePublishPolicy = () => useChange([policyKeys.all], ({ number, version, from }: { number: number; version: number; from: string }) => body(publishAttendancePolicy({ path: { number }, body: { effective_from: from }, headers: at(version) })))
export const useDropPolicy = () => useChange([policyKeys.all], ({ number, version }: { number: number; version: number }) => body(dropAttendancePolicy({ path: { number }, headers: at(version) })))
export const useStartRun = () => useChange([runKeys.all], (run: NewAttendanceRun) => body(startAttendanceRun({ body: run })))

export const useImportPunches = () =>
  useChange([batchKeys.all, dayKeys.all], async ({ file, check }: { file: File; check: boolean }) => {
    const report = await body(importPunches({ body: { file }, query: { check } }))
    return { ...report, changed: report.added }
  })
