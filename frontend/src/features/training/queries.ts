import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { body, ifMatch, keysOf } from '@/shared/api'
import {
  type AskedQuestion,
  type AttemptOut,
  cancelTrainingSession,
  changeOneTraining,
  changeTrainingSession,
  closeTraining,
  createNewTraining,
  enrolInTraining,
  type EnrolmentOut,
  enrolOneselfInTraining,
  getTraining,
  getTrainingAttempt,
  getTrainingRatings,
  handInTrainingAttempt,
  listEmployees,
  listExpiringCertificates,
  listOwnEnrolments,
  listTrainingEnrolments,
  listTrainingPapers,
  listTrainings,
  listUnits,
  listWaitingAttempts,
  markTrainingAttempt,
  type MeantOut,
  type NewTraining,
  openTraining,
  type PaperOut,
  planTrainingSession,
  publishTrainingPaper,
  type Question,
  rateOwnTraining,
  recordSessionParticipation,
  recordTrainingResult,
  saveTrainingAnswers,
  type SessionChange,
  type SessionOut,
  startTrainingAttempt,
  type TrainingChange,
  type TrainingOut,
  type TrainingPage,
  withdrawTrainingEnrolment,
  writeTrainingPaper,
} from '@/shared/api/gen'
import { saveFile } from '@/shared/api/save'
import type { KINDS, STATES } from './choices'

export type { AskedQuestion, AttemptOut, EnrolmentOut, MeantOut, NewTraining, PaperOut, Question, SessionOut, TrainingOut, TrainingPage }

export const trainingKeys = keysOf('training')
const PAGE = 100

export type Answers = Record<string, string[]>

export interface TrainingSearch {
  q?: string | undefined
  kind?: (typeof KINDS)[number] | undefined
  state?: (typeof STATES)[number] | undefined
}
export interface ResultSearch {
  q?: string | undefined
  outcome?: 'passed' | 'failed' | undefined
  training_id?: string | undefined
}

export const trainingList = (search: TrainingSearch) => (cursor: string | undefined, signal: AbortSignal) => body(listTrainings({ query: { ...search, limit: PAGE, cursor }, signal }))
export const resultList = (search: ResultSearch) => (cursor: string | undefined, signal: AbortSignal) => body(listTrainingEnrolments({ query: { ...search, limit: PAGE, cursor }, signal }))
export const expiringList = (until: string) => (cursor: string | undefined, signal: AbortSignal) => body(listExpiringCertificates({ query: { until, limit: PAGE, cursor }, signal }))

export const trainingQuery = (id: string) => queryOptions({ queryKey: trainingKeys.one(id), queryFn: ({ signal }) => body(getTraining({ path: { training_id: id }, signal })) })
export const papersQuery = (id: string) => queryOptions({ queryKey: trainingKeys.one(id, 'papers'), queryFn: async ({ signal }) => (await body(listTrainingPapers({ path: { training_id: id }, signal }))).data })
export const ratingsQuery = (id: string) => queryOptions({ queryKey: trainingKeys.one(id, 'ratings'), queryFn: ({ signal }) => body(getTrainingRatings({ path: { training_id: id }, signal })) })
export const enrolmentsQuery = (id: string) =>
  queryOptions({
    queryKey: trainingKeys.one(id, 'enrolments'),
    queryFn: async ({ signal }) => {
      const found: EnrolmentOut[] = []
      let cursor: string | undefined
      do {
        const page = await body(listTrainingEnrolments({ query: { training_id: id, limit: PAGE, cursor }, signal }))
        found.push(...page.data)
        cursor = page.has_more ? (page.next_cursor ?? undefined) : undefined
      } while (cursor && found.length < 1000)
      return found
    },
  })
export const ownQuery = queryOptions({ queryKey: trainingKeys.other('own'), queryFn: async ({ signal }) => (await body(listOwnEnrolments({ query: { limit: PAGE }, signal }))).data })
/** What still goes on. The time of day alone makes a session near, so it is read again now and then. */
export const undecidedQuery = queryOptions({
  queryKey: trainingKeys.other('undecided'),
  queryFn: async ({ signal }) => (await body(listOwnEnrolments({ query: { undecided: true, limit: PAGE }, signal }))).data,
  refetchInterval: 5 * 60_000,
})
export const offeredQuery = queryOptions({ queryKey: trainingKeys.other('offered'), queryFn: async ({ signal }) => (await body(listTrainings({ query: { state: 'open', limit: PAGE }, signal }))).data })
export const waitingQuery = queryOptions({ queryKey: trainingKeys.other('waiting'), queryFn: async ({ signal }) => (await body(listWaitingAttempts({ query: { limit: PAGE }, signal }))).data })
/** Not read again while somebody answers: what they have typed stands on the page. */
export const attemptQuery = (id: string) =>
  queryOptions({ queryKey: ['training-attempt', id], queryFn: ({ signal }) => body(getTrainingAttempt({ path: { attempt_id: id }, signal })), refetchOnWindowFocus: false, staleTime: Number.POSITIVE_INFINITY })
export const unitsQuery = queryOptions({ queryKey: keysOf('unit').other('for-training'), queryFn: async ({ signal }) => (await body(listUnits({ signal }))).data })

export const findEmployees = async (text: string, signal: AbortSignal) =>
  (await body(listEmployees({ query: { ...(text ? { q: text } : {}), limit: 20 }, signal }))).data.map((one) => ({ value: one.id, label: `${one.name} ${one.number}` }))

function useTraining<Input, Output>(change: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: change, meta: { quiet: true }, onSettled: () => client.invalidateQueries({ queryKey: trainingKeys.all }) })
}

const version = (number: number) => ifMatch(`"${number}"`)
const path = (id: string) => ({ training_id: id })

export const useCreateTraining = () => useTraining((input: NewTraining) => body(createNewTraining({ body: input })))
export const useChangeTraining = () => useTraining(({ training, facts }: { training: TrainingOut; facts: TrainingChange }) => body(changeOneTraining({ path: path(training.id), body: facts, headers: version(training.version) })))
export const useOpenTraining = () => useTraining((one: TrainingOut) => body(openTraining({ path: path(one.id), headers: version(one.version) })))
export const useCloseTraining = () => useTraining((one: TrainingOut) => body(closeTraining({ path: path(one.id), headers: version(one.version) })))
export const usePlanSession = () => useTraining((input: { training_id: string; starts_at: string; ends_at: string; place: string; trainer: string; capacity: number }) => body(planTrainingSession({ body: input })))
export const useChangeSession = () => useTraining(({ session, facts }: { session: SessionOut; facts: SessionChange }) => body(changeTrainingSession({ path: { session_id: session.id }, body: facts, headers: version(session.version) })))
export const useCancelSession = () => useTraining(({ session, reason }: { session: SessionOut; reason: string }) => body(cancelTrainingSession({ path: { session_id: session.id }, body: { reason }, headers: version(session.version) })))
export const useParticipation = () =>
  useTraining(({ session, marks }: { session: string; marks: { enrolment_id: string; state: 'present' | 'late' | 'absent'; reason: string }[] }) => recordSessionParticipation({ path: { session_id: session }, body: { marks } }))
export const useEnrol = () =>
  useTraining(({ id, ...input }: { id: string; session_id: string | null; employee_ids: string[]; outside: { reference: string; name: string }[] }) => body(enrolInTraining({ path: path(id), body: input })))
export const useEnrolOneself = () => useTraining(({ id, session }: { id: string; session: string | null }) => body(enrolOneselfInTraining({ path: path(id), body: { session_id: session } })))
export const useWithdraw = () => useTraining(({ id, reason }: { id: string; reason: string }) => body(withdrawTrainingEnrolment({ path: { enrolment_id: id }, body: { reason } })))
export const useResult = () => useTraining(({ id, ...result }: { id: string; passed: boolean; score: number | null; comment: string }) => body(recordTrainingResult({ path: { enrolment_id: id }, body: result })))
export const useRate = () => useTraining(({ id, ...opinion }: { id: string; content: number; teaching: number; usefulness: number; comment: string }) => rateOwnTraining({ path: { enrolment_id: id }, body: opinion }))
export const useWritePaper = () =>
  useTraining(({ id, ...paper }: { id: string; pass_mark: number; attempts: number; minutes: number | null; draw: number | null; questions: Question[] }) => body(writeTrainingPaper({ path: path(id), body: paper })))
export const usePublishPaper = () => useTraining(({ id, number }: { id: string; number: number }) => body(publishTrainingPaper({ path: { training_id: id, number } })))
export const useStartAttempt = () => useTraining((enrolment: string) => body(startTrainingAttempt({ body: { enrolment_id: enrolment } })))
export const useHandIn = () => useTraining(({ id, answers }: { id: string; answers: Answers }) => body(handInTrainingAttempt({ path: { attempt_id: id }, body: { answers } })))
export const useMarkAttempt = () => useTraining(({ id, marks }: { id: string; marks: Record<string, { points: number; comment: string }> }) => body(markTrainingAttempt({ path: { attempt_id: id }, body: { marks } })))

/** As one goes; nothing else on the screen changes by it. */
export const saveAnswers = (id: string, answers: Answers) => body(saveTrainingAnswers({ path: { attempt_id: id }, body: { answers } }))
/** What the list shows, as a spreadsheet. */
export const saveResults = (search: ResultSearch) => {
  const asked = Object.entries(search).filter((one): one is [string, string] => Boolean(one[1]))
  return saveFile(`/api/people/v1/training-enrolments/export?${new URLSearchParams(asked)}`, 'training-results.xlsx')
}
export const saveCertificate = (number: string) => saveFile(`/api/people/v1/training-certificates/${encodeURIComponent(number)}/pdf`, `${number}.pdf`)
