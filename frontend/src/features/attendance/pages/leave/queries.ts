import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { body, ifMatch, keysOf, quoted } from '@/shared/api'
import { saveFile } from '@/shared/api/save'
import {
  bookLeaveBalances,
  cancelLeave,
  closeSheet,
  closeSheets,
  correctSheet,

  fileAnObjection,
  fileLeave,
  fileOvertime,
  getLeaveCalendar,
  getLeaveLedger,
  getMonthBoard,
  getMonthRow,
  getMyMonth,
  getObjection,
  getSheet,
  type BoardUnitOut as BoardUnit,
  importLeaveFile,
  type JudgedDay,
  type LeaveAccountOut as LeaveAccount,
  type LeaveBalanceOut as LeaveBalance,
  type LeaveKindOut as LeaveKind,
  type LeaveOut as Leave,
  listBalancesOfLeave,
  listEmployees,
  listLeaveAccounts,
  listLeaveKindVersions,
  listKindsOfLeave,
  listLeave,
  listMonthRows,
  listObjections,
  listOvertime,
  type MonthFigures,
  type MonthRowDetail,
  type MonthRowOut as MonthRow,
  type NewLeave,
  type NewLeaveBooking,
  type NewLeaveKind,
  type NewMonthCorrection,
  type NewObjection,
  type NewObjectionSettlement,
  type NewOvertime,
  type ObjectionOut as Objection,
  type OvertimeOut as Overtime,
  previewLeave,
  type PreviewLeaveData,
  publishKindOfLeave,
  settleAnObjection,
  shortenLeave,
  type LeaveShortening,
  type SheetClosings,
  signSheet,
  startCompiling,
  takeLeaveBack,
  takeOvertimeBack,
  takeSheetOver,
} from '@/shared/api/gen'

export type { BoardUnit, JudgedDay, Leave, LeaveAccount, LeaveBalance, LeaveKind, LeaveShortening, MonthFigures, MonthRow, MonthRowDetail, NewLeave, NewLeaveBooking, NewLeaveKind, NewObjectionSettlement, Objection, Overtime, PreviewLeaveData, SheetClosings }

export const leaveKeys = keysOf('leave')
export const overtimeKeys = keysOf('overtime')
export const objectionKeys = keysOf('objection')
export const sheetKeys = keysOf('month_sheet')
export const kindKeys = keysOf('leave_kind')
export const balanceKeys = keysOf('leave_balance')
const PAGE = 100
const STILL_RUNNING_MS = 1_500
const MAKES_MONTHS = { nouns: ['month_run', 'objection'] }

export const kindsQuery = queryOptions({ queryKey: kindKeys.list(), queryFn: async ({ signal }) => (await body(listKindsOfLeave({ signal }))).data })
/** The newest version of each kind, with those that come later; for who publishes them. */
export const newestKindsQuery = queryOptions({ queryKey: kindKeys.other('newest'), queryFn: async ({ signal }) => (await body(listKindsOfLeave({ query: { versions: 'newest' }, signal }))).data })
export const kindVersionsQuery = (code: string) => queryOptions({ queryKey: kindKeys.one(code, 'versions'), queryFn: async ({ signal }) => (await body(listLeaveKindVersions({ path: { code }, signal }))).data })
export const accountsPage = (search: { q?: string | undefined; unit?: string | undefined }) => (cursor: string | undefined, signal: AbortSignal) =>
  body(listLeaveAccounts({ query: { ...(search.q ? { q: search.q } : {}), ...(search.unit ? { unit_id: search.unit } : {}), limit: PAGE, cursor }, signal }))
export const balancesOfQuery = (employee: string) =>
  queryOptions({ queryKey: balanceKeys.one(employee), queryFn: async ({ signal }) => (await body(listBalancesOfLeave({ query: { employee_id: employee }, signal }))).data, meta: { nouns: ['leave', 'leave_kind'] } })
export const ledgerQuery = (employee: string, kind: string) =>
  queryOptions({ queryKey: balanceKeys.one(employee, kind), queryFn: ({ signal }) => body(getLeaveLedger({ path: { kind }, query: { employee_id: employee }, signal })), meta: { nouns: ['leave'] } })
export const balancesQuery = queryOptions({ queryKey: balanceKeys.list(), queryFn: async ({ signal }) => (await body(listBalancesOfLeave({ signal }))).data, meta: { nouns: ['leave'] } })
export const myLeaveQuery = queryOptions({ queryKey: leaveKeys.list({ whose: 'mine' }), queryFn: async ({ signal }) => (await body(listLeave({ query: { whose: 'mine', limit: PAGE }, signal }))).data })
export const awayQuery = (first: string, last: string) =>
  queryOptions({ queryKey: leaveKeys.other('calendar', first, last), queryFn: async ({ signal }) => (await body(getLeaveCalendar({ query: { first, last }, signal }))).data })
export const previewQuery = (asked: PreviewLeaveData['query'] | undefined) =>
  queryOptions({
    queryKey: leaveKeys.other('preview', JSON.stringify(asked ?? null)),
    queryFn: ({ signal }) => body(previewLeave({ query: asked as PreviewLeaveData['query'], signal })),
    enabled: asked !== undefined,
    retry: false,
    meta: { quiet: true },
  })
export const overtimeQuery = queryOptions({ queryKey: overtimeKeys.list(), queryFn: async ({ signal }) => (await body(listOvertime({ query: { limit: PAGE }, signal }))).data })

export const boardQuery = (month: string) =>
  queryOptions({
    queryKey: sheetKeys.other('board', month),
    queryFn: ({ signal }) => body(getMonthBoard({ path: { month }, signal })),
    meta: MAKES_MONTHS,
    refetchInterval: (query) => (query.state.data?.run && query.state.data.run.state !== 'done' ? STILL_RUNNING_MS : false),
  })
export const sheetQuery = (id: string) => queryOptions({ queryKey: sheetKeys.one(id), queryFn: ({ signal }) => body(getSheet({ path: { sheet_id: id }, signal })), meta: MAKES_MONTHS })
export const rowsPage = (id: string) => (cursor: string | undefined, signal: AbortSignal) => body(listMonthRows({ path: { sheet_id: id }, query: { limit: PAGE, cursor }, signal }))
export const rowQuery = (id: string, employee: string) =>
  queryOptions({ queryKey: sheetKeys.one(id, employee), queryFn: ({ signal }) => body(getMonthRow({ path: { sheet_id: id, employee_id: employee }, signal })), meta: MAKES_MONTHS })
export const myMonthQuery = (month: string) => queryOptions({ queryKey: sheetKeys.other('mine', month), queryFn: ({ signal }) => body(getMyMonth({ path: { month }, signal })), meta: MAKES_MONTHS })
export const objectionsPage = (state: Objection['state'] | undefined) => (cursor: string | undefined, signal: AbortSignal) =>
  body(listObjections({ query: { limit: PAGE, cursor, ...(state ? { state: state as 'open' } : {}) }, signal }))
export const objectionsOfQuery = (month: string, employee: string) =>
  queryOptions({ queryKey: objectionKeys.list({ month, employee }), queryFn: async ({ signal }) => (await body(listObjections({ query: { month, employee_id: employee, limit: PAGE }, signal }))).data })
export const objectionQuery = (id: string) => queryOptions({ queryKey: objectionKeys.one(id), queryFn: ({ signal }) => body(getObjection({ path: { objection_id: id }, signal })) })

/** Pages show a refusal where the action was started. */
function useChange<Input, Output>(nouns: readonly (readonly string[])[], change: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: change, meta: { quiet: true }, onSettled: () => Promise.all(nouns.map((queryKey) => client.invalidateQueries({ queryKey }))) })
}

const at = (version: number) => ifMatch(quoted(String(version)))
const LEAVE = [leaveKeys.all, balanceKeys.all]
const MONTH = [sheetKeys.all]

interface Versioned {
  id: string
  version: number
}

export const useFileLeave = () => useChange(LEAVE, (leave: NewLeave) => body(fileLeave({ body: leave })))
export const useTakeLeaveBack = () => useChange(LEAVE, ({ id, version, reason }: Versioned & { reason: string }) => body(takeLeaveBack({ path: { leave_id: id }, body: { reason }, headers: at(version) })))
export const useCancelLeave = () => useChange(LEAVE, ({ id, version, reason }: Versioned & { reason: string }) => body(cancelLeave({ path: { leave_id: id }, body: { reason }, headers: at(version) })))
export const useShortenLeave = () => useChange(LEAVE, ({ id, version, span }: Versioned & { span: LeaveShortening }) => body(shortenLeave({ path: { leave_id: id }, body: span, headers: at(version) })))
export const useBookLeave = () => useChange([balanceKeys.all], (booking: NewLeaveBooking) => body(bookLeaveBalances({ body: booking })))
export const usePublishKind = () => useChange([kindKeys.all, balanceKeys.all], (kind: NewLeaveKind) => body(publishKindOfLeave({ body: kind })))
export const useImportLeave = () =>
  useChange([balanceKeys.all], async ({ file, check }: { file: File; check: boolean }) => {
    const report = await body(importLeaveFile({ body: { file }, query: { check } }))
    return { ...report, changed: report.added }
  })
/** To choose somebody: two of one name differ by number and unit. */
export const findEmployees = (chinese: boolean) => async (q: string, signal: AbortSignal) =>
  (await body(listEmployees({ query: { ...(q ? { q } : {}), limit: 20 }, signal }))).data.map((one) => ({ value: one.id, label: [one.name, one.number, chinese ? one.unit_zh : one.unit_en].filter(Boolean).join(' · ') }))
export const useFileOvertime = () => useChange([overtimeKeys.all], (wish: NewOvertime) => body(fileOvertime({ body: wish })))
export const useTakeOvertimeBack = () => useChange([overtimeKeys.all], ({ id, version, reason }: Versioned & { reason: string }) => body(takeOvertimeBack({ path: { overtime_id: id }, body: { reason }, headers: at(version) })))

export const useCompile = () => useChange(MONTH, ({ month, units }: { month: string; units: string[] }) => body(startCompiling({ body: { month, unit_ids: units } })))
export const useSign = () => useChange(MONTH, ({ id, version }: Versioned) => body(signSheet({ path: { sheet_id: id }, headers: at(version) })))
export const useTakeOver = () => useChange(MONTH, ({ id, version, reason }: Versioned & { reason: string }) => body(takeSheetOver({ path: { sheet_id: id }, body: { reason }, headers: at(version) })))
export const useClose = () => useChange(MONTH, ({ id, version }: Versioned) => body(closeSheet({ path: { sheet_id: id }, headers: at(version) })))
export const useCloseMany = () => useChange(MONTH, (sheets: Versioned[]) => body(closeSheets({ body: { sheets } })))
export const useCorrect = () => useChange(MONTH, ({ id, version, entry }: Versioned & { entry: NewMonthCorrection }) => body(correctSheet({ path: { sheet_id: id }, body: entry, headers: at(version) })))
export const useObject = () => useChange([objectionKeys.all, sheetKeys.all], (objection: NewObjection) => body(fileAnObjection({ body: objection })))
export const useSettle = () =>
  useChange([objectionKeys.all, sheetKeys.all], ({ id, version, settlement }: Versioned & { settlement: NewObjectionSettlement }) => body(settleAnObjection({ path: { objection_id: id }, body: settlement, headers: at(version) })))

export const exportMonth = (month: string) => saveFile(`/api/people/v1/attendance/months/${month}/pay-export`, `attendance-${month}.xlsx`)
