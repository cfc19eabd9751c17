import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { apiFetch, body, ifMatch, keysOf } from '@/shared/api'
import {
  type AccessIn,
  addVersionOfFile,
  archiveFile,
  beginFileUpload,
  callNewMeeting,
  changeFile,
  changeOneMeeting,
  changeOneTask,
  cancelOneMeeting,
  closeMeetingMinutes,
  destroyFile,
  type Decision,
  dropTask,
  fileNewDocument,
  type FileChange,
  type FileOut,
  type FilePage,
  finishTask,
  getFile,
  getMeeting,
  getOwnTaskFigures,
  getTask,
  giveNewTask,
  listEmployees,
  listFiles,
  listMeetings,
  listRoles,
  listTasks,
  listUnits,
  type MeetingChange,
  type MeetingOut,
  type MeetingPage,
  type MinutesOut,
  type NewFile,
  type NewMeeting,
  recordMeetingPresence,
  reviseMeetingMinutes,
  sendFilePart,
  setFileAccess,
  type TaskChange,
  type TaskOut,
  writeMeetingMinutes,
} from '@/shared/api/gen'
import { saveFile } from '@/shared/api/save'
import { companyDay, dayAfter, dayStart } from '@/shared/lib/time'
import { partsOf } from './parts'

export type { AccessIn, Decision, FileOut, FilePage, MeetingOut, MeetingPage, MinutesOut, NewFile, NewMeeting, TaskOut }

export const meetingKeys = keysOf('meeting')
export const taskKeys = keysOf('task')
export const fileKeys = keysOf('document')
const PAGE = 100
const READ_AGAIN_MS = 5 * 60_000

export interface TaskSearch {
  q?: string | undefined
  state?: 'open' | 'done' | 'dropped' | undefined
  overdue?: boolean | undefined
  mine?: boolean | undefined
  given_by_me?: boolean | undefined
}
export interface FileSearch {
  q?: string | undefined
  unit_id?: string | undefined
  state?: 'filed' | 'archived' | 'destroyed' | undefined
  kept_until_past?: boolean | undefined
}

export const meetingList = (search: { q?: string | undefined }) => (cursor: string | undefined, signal: AbortSignal) => body(listMeetings({ query: { ...search, limit: PAGE, cursor }, signal }))
export const taskList = (search: TaskSearch) => (cursor: string | undefined, signal: AbortSignal) => body(listTasks({ query: { ...search, limit: PAGE, cursor }, signal }))
export const fileList = (search: FileSearch) => (cursor: string | undefined, signal: AbortSignal) => body(listFiles({ query: { ...search, limit: PAGE, cursor }, signal }))
export const meetingQuery = (id: string) => queryOptions({ queryKey: meetingKeys.one(id), queryFn: ({ signal }) => body(getMeeting({ path: { meeting_id: id }, signal })) })
export const meetingTasksQuery = (id: string) => queryOptions({ queryKey: taskKeys.other('of-meeting', id), queryFn: async ({ signal }) => (await body(listTasks({ query: { meeting_id: id, limit: PAGE }, signal }))).data })
/** The day alone makes a task late, so they are read again now and then. */
export const figuresQuery = queryOptions({ queryKey: taskKeys.other('figures'), queryFn: ({ signal }) => body(getOwnTaskFigures({ signal })), refetchInterval: READ_AGAIN_MS })
export const taskQuery = (id: string) => queryOptions({ queryKey: taskKeys.one(id), queryFn: ({ signal }) => body(getTask({ path: { task_id: id }, signal })) })
/** One's own that run or begin before the day after tomorrow, soonest first. */
export const soonMeetingsQuery = queryOptions({
  queryKey: meetingKeys.other('soon'),
  queryFn: async ({ signal }) => {
    const query = { mine: true, state: 'planned' as const, since: new Date().toISOString(), before: dayStart(dayAfter(companyDay(), 2)), limit: PAGE }
    return (await body(listMeetings({ query, signal }))).data.toReversed()
  },
  refetchInterval: READ_AGAIN_MS,
})
export const fileQuery = (id: string) => queryOptions({ queryKey: fileKeys.one(id), queryFn: ({ signal }) => body(getFile({ path: { document_id: id }, signal })) })
export const unitsQuery = queryOptions({ queryKey: keysOf('unit').other('for-records'), queryFn: async ({ signal }) => (await body(listUnits({ signal }))).data })
export const rolesQuery = queryOptions({ queryKey: keysOf('role').other('for-records'), queryFn: async ({ signal }) => (await body(listRoles({ query: { limit: PAGE }, signal }))).data })

export const findEmployees = async (text: string, signal?: AbortSignal) =>
  (await body(listEmployees({ query: { ...(text ? { q: text } : {}), limit: 20 }, ...(signal ? { signal } : {}) }))).data.map((one) => ({ value: one.id, label: `${one.name} ${one.number}` }))

function useRecords<Input, Output>(change: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    meta: { quiet: true },
    onSettled: () => Promise.all([meetingKeys, taskKeys, fileKeys].map((keys) => client.invalidateQueries({ queryKey: keys.all }))),
  })
}

const version = (number: number) => ifMatch(`"${number}"`)
const meeting = (id: string) => ({ meeting_id: id })

export const useCallMeeting = () => useRecords((input: NewMeeting) => body(callNewMeeting({ body: input })))
export const useChangeMeeting = () => useRecords(({ one, facts }: { one: MeetingOut; facts: MeetingChange }) => body(changeOneMeeting({ path: meeting(one.id), body: facts, headers: version(one.version) })))
export const useCancelMeeting = () => useRecords(({ one, reason }: { one: MeetingOut; reason: string }) => body(cancelOneMeeting({ path: meeting(one.id), body: { reason }, headers: version(one.version) })))
export const usePresence = () =>
  useRecords(({ id, employee, presence, reason }: { id: string; employee: string; presence: 'present' | 'absent'; reason: string }) => body(recordMeetingPresence({ path: meeting(id), body: { marks: [{ employee_id: employee, presence, reason }] } })))
export const useWriteMinutes = () =>
  useRecords(({ id, at, text, decisions }: { id: string; at: number; text: string; decisions: Decision[] }) => body(writeMeetingMinutes({ path: meeting(id), body: { text, decisions }, headers: version(at) })))
export const useCloseMinutes = () => useRecords(({ id, at }: { id: string; at: number }) => body(closeMeetingMinutes({ path: meeting(id), headers: version(at) })))
export const useReviseMinutes = () => useRecords(({ id, at, reason }: { id: string; at: number; reason: string }) => body(reviseMeetingMinutes({ path: meeting(id), body: { reason }, headers: version(at) })))

export const useGiveTask = () => useRecords((input: { title: string; owner_id: string | null; due_on: string }) => body(giveNewTask({ body: input })))
export const useChangeTask = () => useRecords(({ task, facts }: { task: TaskOut; facts: TaskChange }) => body(changeOneTask({ path: { task_id: task.id }, body: facts, headers: version(task.version) })))
export const useFinishTask = () => useRecords(({ task, note }: { task: TaskOut; note: string }) => body(finishTask({ path: { task_id: task.id }, body: { note }, headers: version(task.version) })))
export const useDropTask = () => useRecords(({ task, reason }: { task: TaskOut; reason: string }) => body(dropTask({ path: { task_id: task.id }, body: { reason }, headers: version(task.version) })))

/** The bytes go in parts, one after the other; `onProgress` hears 0 to 1. Gives the upload's id. */
async function upload(file: File, onProgress: (done: number) => void): Promise<string> {
  const begun = await body(beginFileUpload({ body: { file_name: file.name, size: file.size } }))
  for (const part of partsOf(file.size, begun.part_size)) {
    await body(sendFilePart({ path: { upload_id: begun.id, number: part.number }, body: file.slice(part.from, part.to) }))
    onProgress((part.number + 1) / begun.part_count)
  }
  return begun.id
}

interface Sending {
  file: File
  onProgress: (done: number) => void
}

export const useFileDocument = () => useRecords(async ({ file, onProgress, ...facts }: Sending & Omit<NewFile, 'upload_id'>) => body(fileNewDocument({ body: { ...facts, upload_id: await upload(file, onProgress) } })))
export const useAddVersion = () => useRecords(async ({ file, onProgress, id, note }: Sending & { id: string; note: string }) => body(addVersionOfFile({ path: { document_id: id }, body: { note, upload_id: await upload(file, onProgress) } })))
export const useSetAccess = () => useRecords(({ id, at, access }: { id: string; at: number; access: AccessIn[] }) => body(setFileAccess({ path: { document_id: id }, body: { access }, headers: version(at) })))
export const useChangeFile = () => useRecords(({ one, facts }: { one: FileOut; facts: FileChange }) => body(changeFile({ path: { document_id: one.id }, body: facts, headers: version(one.version) })))
export const useDestroy = () => useRecords(({ one, reason }: { one: FileOut; reason: string }) => body(destroyFile({ path: { document_id: one.id }, body: { reason }, headers: version(one.version) })))
export const useArchive = () => useRecords(({ one, reason }: { one: FileOut; reason: string }) => body(archiveFile({ path: { document_id: one.id }, body: { reason }, headers: version(one.version) })))

const content = (id: string, number: number) => `/api/people/v1/files/${id}/versions/${number}/content`
export const saveVersion = (id: string, number: number, name: string) => saveFile(content(id, number), name)
/** For the page itself; the address is to be given back with `URL.revokeObjectURL`. */
export const showVersion = async (id: string, number: number) => URL.createObjectURL(await (await apiFetch(`${content(id, number)}?show=true`)).blob())
