import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { body, ifMatch, keysOf } from '@/shared/api'
import {
  type CandidateChange,
  type CandidateEnd,
  type CandidateFile,
  type CandidateOut as Candidate,
  type ConductIn,
  type ConductOut as Conduct,
  type ContractIn,
  type ContractOut as Contract,
  type DissentAnswer,
  type DissentOut as Dissent,
  type EmploymentHistory,
  type HandOverLine,
  type HeadcountRequestOut as HeadcountRequest,
  type HiringIn,
  type InterviewNoteIn,
  type InterviewNoteOut as InterviewNote,
  type LeavingFile,
  type LeavingIn,
  type LeavingItemOut as LeavingItem,
  type LeavingItemTick,
  type LeavingOut as Leaving,
  type MoveIn,
  type NewCandidateIn,
  type NewDissent,
  type NewHeadcountRequest,
  type NewLeavingItem,
  type NewOffer,
  type NewPersonnelPolicy,
  type NewRequisition,
  type NewText,
  type OfferAnswer,
  type PeopleOfferOut as Offer,
  type PaperSignature,
  type PersonnelPolicyOut as PersonnelPolicy,
  type ProbationDecisionIn,
  type RequisitionChange,
  type RequisitionOut as Requisition,
  type TalkIn,
  type TalkOut as Talk,
  addHandOverLine,
  addNewCandidate,
  agreeToOwnTalk,
  announceOneLeaving,
  answerOneDissent,
  answerStandingOffer,
  changeOneCandidate,
  changeOneRequisition,
  changeOwnInterviewNote,
  closeOneRequisition,
  decideOnProbation,
  endAccessBeforeLastDay,
  endOneCandidate,
  endOneContract,
  getCandidate,
  getConduct,
  getContracts,
  getEmploymentHistory,
  getLeaving,
  getSignatures,
  getTalks,
  goOnAllTheSame,
  hireOneCandidate,
  listCandidates,
  listConfidentialityTexts,
  listDueTalks,
  listEndsOfProbation,
  listHeadcountRequests,
  listLeavings,
  listPersonnelPolicies,
  listLooksAtFile,
  listRequisitions,
  listTrainingEnrolments,
  listUnsignedPeople,
  listWrittenDissents,
  makeNewOffer,
  moveOneEmployee,
  noteInstructionFollowed,
  noteNewContract,
  noteSignedOnPaper,
  openNewRequisition,
  publishNewConfidentialityText,
  recordNewConduct,
  recordNewTalk,
  requestMoreHeadcount,
  revealCandidatePapers,
  setPersonnelPolicy,
  signOnScreen,
  takeUpOneCandidate,
  tickHandOverLine,
  withdrawOneConductEntry,
  withdrawOneHeadcountRequest,
  withdrawOneLeaving,
  withdrawPlannedMove,
  writeNewDissent,
  writeNewInterviewNote,
} from '@/shared/api/gen'

export type { Candidate, CandidateFile, Conduct, Contract, Dissent, EmploymentHistory, HandOverLine, HeadcountRequest, InterviewNote, InterviewNoteIn, Leaving, LeavingFile, LeavingItem, NewCandidateIn, Offer, PersonnelPolicy, Requisition, Talk }

export const requisitionKeys = keysOf('requisition')
export const candidateKeys = keysOf('candidate')
export const leavingKeys = keysOf('leaving')
export const fileKeys = keysOf('personnel_file')
const headcountKeys = keysOf('headcount_request')
const employmentKeys = keysOf('employment')
const textKeys = keysOf('confidentiality_text')
const OF_HIRING = { nouns: ['requisition', 'candidate', 'headcount_request', 'position', 'employee'] }
const OF_STAFF = { nouns: ['employee', 'leaving', 'personnel_file', 'dissent', 'confidentiality_text'] }
const PAGE = 100

export interface RequisitionSearch {
  state?: 'open' | 'filled' | 'closed' | undefined
  position_id?: string | undefined
}
export const requisitionPage = (search: RequisitionSearch) => (cursor: string | undefined, signal: AbortSignal) => body(listRequisitions({ query: { ...search, limit: PAGE, cursor }, signal }))
export const openRequisitionsQuery = queryOptions({ queryKey: requisitionKeys.other('open'), queryFn: async ({ signal }) => (await body(listRequisitions({ query: { state: 'open', limit: PAGE }, signal }))).data, meta: OF_HIRING })
export const headcountRequestsQuery = queryOptions({ queryKey: headcountKeys.list(), queryFn: async ({ signal }) => (await body(listHeadcountRequests({ query: { limit: PAGE }, signal }))).data, meta: OF_HIRING })

export interface CandidateSearch {
  requisition_id?: string | undefined
  q?: string | undefined
  over?: boolean | undefined
}
/** The board shows a hundred of those in the running, newest first; who is out only when asked for. */
export const boardQuery = ({ over, ...search }: CandidateSearch) =>
  queryOptions({
    queryKey: candidateKeys.list({ ...search, over }),
    queryFn: ({ signal }) => body(listCandidates({ query: { ...search, stage: over ? undefined : ['applied', 'interview', 'offered', 'accepted', 'hired'], limit: PAGE }, signal })),
    meta: OF_HIRING,
    placeholderData: (previous) => previous,
  })
export const candidateQuery = (id: string) => queryOptions({ queryKey: candidateKeys.one(id), queryFn: ({ signal }) => body(getCandidate({ path: { candidate_id: id }, signal })), meta: OF_HIRING })
export const revealPapers = (id: string, reason: string) => body(revealCandidatePapers({ path: { candidate_id: id }, body: { reason } }))

export const historyQuery = (id: string) => queryOptions({ queryKey: employmentKeys.one(id), queryFn: ({ signal }) => body(getEmploymentHistory({ path: { employee_id: id }, signal })), meta: OF_STAFF })
export const leavingPage = (state: 'planned' | 'done' | 'withdrawn' | undefined) => (cursor: string | undefined, signal: AbortSignal) => body(listLeavings({ query: { state, limit: PAGE, cursor }, signal }))
export const leavingQuery = (id: string) => queryOptions({ queryKey: leavingKeys.one(id), queryFn: ({ signal }) => body(getLeaving({ path: { leaving_id: id }, signal })), meta: OF_STAFF })

const employee = (employee_id: string) => ({ path: { employee_id } })
export const contractsQuery = (id: string) => queryOptions({ queryKey: fileKeys.one(id, 'contracts'), queryFn: async ({ signal }) => (await body(getContracts({ ...employee(id), signal }))).data, meta: OF_STAFF })
export const signaturesQuery = (id: string) => queryOptions({ queryKey: fileKeys.one(id, 'confidentiality'), queryFn: ({ signal }) => body(getSignatures({ ...employee(id), signal })), meta: OF_STAFF })
export const looksQuery = (id: string) => queryOptions({ queryKey: fileKeys.one(id, 'looks'), queryFn: async ({ signal }) => (await body(listLooksAtFile({ ...employee(id), signal }))).data })
export const conductQuery = (id: string) => queryOptions({ queryKey: fileKeys.one(id, 'conduct'), queryFn: async ({ signal }) => (await body(getConduct({ ...employee(id), signal }))).data, meta: OF_STAFF })
export const dissentsQuery = (id: string) => queryOptions({ queryKey: fileKeys.one(id, 'dissents'), queryFn: async ({ signal }) => (await body(listWrittenDissents({ query: { employee_id: id, limit: PAGE }, signal }))).data, meta: OF_STAFF })
export const talksQuery = (id: string) => queryOptions({ queryKey: fileKeys.one(id, 'talks'), queryFn: async ({ signal }) => (await body(getTalks({ ...employee(id), signal }))).data, meta: OF_STAFF })
/** From the area of trainings: what they took part in, with results. */
export const trainingsQuery = (id: string) => queryOptions({ queryKey: keysOf('training_enrolment').other('of-employee', id), queryFn: async ({ signal }) => (await body(listTrainingEnrolments({ query: { employee_id: id, limit: PAGE }, signal }))).data })
export const textsQuery = queryOptions({ queryKey: textKeys.list(), queryFn: ({ signal }) => body(listConfidentialityTexts({ signal })), meta: OF_STAFF })
export const unsignedQuery = (known: boolean) => queryOptions({ queryKey: textKeys.other('unsigned'), enabled: known, queryFn: ({ signal }) => body(listUnsignedPeople({ query: { limit: PAGE }, signal })), meta: OF_STAFF })
export const probationEndsQuery = queryOptions({ queryKey: employmentKeys.other('probation-ends'), queryFn: async ({ signal }) => (await body(listEndsOfProbation({ query: { within_days: 30 }, signal }))).data, meta: OF_STAFF })
export const talksDueQuery = queryOptions({ queryKey: fileKeys.other('talks-due'), queryFn: ({ signal }) => body(listDueTalks({ signal })), meta: { nouns: [...OF_STAFF.nouns, 'policy'] } })
export const personnelPolicyQuery = queryOptions({ queryKey: keysOf('policy').one('personnel'), queryFn: async ({ signal }) => (await body(listPersonnelPolicies({ query: { limit: PAGE }, signal }))).data })

/** Afterwards everything that such a change shows up in is read again. */
function useChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  const nouns = [requisitionKeys, candidateKeys, headcountKeys, employmentKeys, leavingKeys, fileKeys, textKeys, keysOf('policy'), keysOf('employee'), keysOf('position')]
  return useMutation({
    mutationFn: change,
    // Pages show a refusal where the action was started.
    meta: { quiet: true },
    onSettled: () => Promise.all(nouns.map((keys) => client.invalidateQueries({ queryKey: keys.all }))),
  })
}

const version = (number: number) => ifMatch(`"${number}"`)
const of = (candidate: { id: string; version: number }) => ({ path: { candidate_id: candidate.id }, headers: version(candidate.version) })

export interface Versioned {
  id: string
  version: number
}

export const useOpenRequisition = () => useChange((input: NewRequisition) => body(openNewRequisition({ body: input })))
export const useChangeRequisition = () => useChange((input: Versioned & { patch: RequisitionChange }) => body(changeOneRequisition({ path: { requisition_id: input.id }, body: input.patch, headers: version(input.version) })))
export const useCloseRequisition = () => useChange((input: Versioned & { reason: string }) => body(closeOneRequisition({ path: { requisition_id: input.id }, body: { reason: input.reason }, headers: version(input.version) })))
export const useRequestHeadcount = () => useChange((input: NewHeadcountRequest) => body(requestMoreHeadcount({ body: input })))
export const useWithdrawHeadcount = () => useChange((input: { id: string; reason: string }) => body(withdrawOneHeadcountRequest({ path: { request_id: input.id }, body: { reason: input.reason } })))

export const useAddCandidate = () => useChange((input: NewCandidateIn) => body(addNewCandidate({ body: input })))
export const useChangeCandidate = () => useChange((input: Versioned & { patch: CandidateChange }) => body(changeOneCandidate({ ...of(input), body: input.patch })))
export const useGoOn = () => useChange((input: Versioned & { reason: string }) => body(goOnAllTheSame({ ...of(input), body: { reason: input.reason } })))
export const useEndCandidate = () => useChange((input: Versioned & CandidateEnd) => body(endOneCandidate({ ...of(input), body: { stage: input.stage, reason: input.reason } })))
export const useTakeUp = () => useChange((input: Versioned & { reason: string }) => body(takeUpOneCandidate({ ...of(input), body: { reason: input.reason } })))
export const useWriteNote = () => useChange((input: { id: string; note: InterviewNoteIn }) => body(writeNewInterviewNote({ path: { candidate_id: input.id }, body: input.note })))
export const useChangeNote = () => useChange((input: { id: string; note_id: string; version: number; note: InterviewNoteIn }) => body(changeOwnInterviewNote({ path: { candidate_id: input.id, note_id: input.note_id }, body: input.note, headers: version(input.version) })))
export const useMakeOffer = () => useChange((input: Versioned & { offer: NewOffer }) => body(makeNewOffer({ ...of(input), body: input.offer })))
export const useAnswerOffer = () => useChange((input: Versioned & OfferAnswer) => body(answerStandingOffer({ ...of(input), body: { answer: input.answer, note: input.note } })))
export const useHire = () => useChange((input: Versioned & { hiring: HiringIn }) => body(hireOneCandidate({ ...of(input), body: input.hiring })))

export const useDecideProbation = () => useChange((input: Versioned & { decision: ProbationDecisionIn }) => body(decideOnProbation({ ...employee(input.id), body: input.decision, headers: version(input.version) })))
export const useMove = () => useChange((input: { id: string; move: MoveIn }) => body(moveOneEmployee({ ...employee(input.id), body: input.move })))
export const useWithdrawMove = () => useChange((input: Versioned & { reason: string }) => body(withdrawPlannedMove({ path: { move_id: input.id }, body: { reason: input.reason }, headers: version(input.version) })))
export const useAnnounceLeaving = () => useChange((input: { id: string; leaving: LeavingIn }) => body(announceOneLeaving({ ...employee(input.id), body: input.leaving })))
const leaving = (input: Versioned & { reason: string }) => ({ path: { leaving_id: input.id }, body: { reason: input.reason }, headers: version(input.version) })
export const useWithdrawLeaving = () => useChange((input: Versioned & { reason: string }) => body(withdrawOneLeaving(leaving(input))))
export const useEndAccess = () => useChange((input: Versioned & { reason: string }) => body(endAccessBeforeLastDay(leaving(input))))
export const useAddItem = () => useChange((input: { id: string; item: NewLeavingItem }) => body(addHandOverLine({ path: { leaving_id: input.id }, body: input.item })))
export const useTick = () => useChange((input: { id: string; item_id: string; tick: LeavingItemTick }) => body(tickHandOverLine({ path: { leaving_id: input.id, item_id: input.item_id }, body: input.tick })))

export const useNoteContract = () => useChange((input: { id: string; contract: ContractIn }) => body(noteNewContract({ ...employee(input.id), body: input.contract })))
export const useEndContract = () => useChange((input: { id: string; contract: Versioned; on: string; reason: string }) => body(endOneContract({ path: { employee_id: input.id, contract_id: input.contract.id }, body: { on: input.on, reason: input.reason }, headers: version(input.contract.version) })))
export const useSetPersonnelPolicy = () => useChange((input: NewPersonnelPolicy) => body(setPersonnelPolicy({ body: input })))
export const usePublishText = () => useChange((input: NewText) => body(publishNewConfidentialityText({ body: input })))
export const useSign = () => useChange((input: { text_number: number; digest: string }) => body(signOnScreen({ body: input })))
export const useNoteSigned = () => useChange((input: { id: string; signature: PaperSignature }) => body(noteSignedOnPaper({ ...employee(input.id), body: input.signature })))
export const useRecordConduct = () => useChange((input: { id: string; entry: ConductIn }) => body(recordNewConduct({ ...employee(input.id), body: input.entry })))
export const useWithdrawConduct = () => useChange((input: { id: string; entry: Versioned; reason: string }) => body(withdrawOneConductEntry({ path: { employee_id: input.id, conduct_id: input.entry.id }, body: { reason: input.reason }, headers: version(input.entry.version) })))
export const useWriteDissent = () => useChange((input: NewDissent) => body(writeNewDissent({ body: input })))
export const useAnswerDissent = () => useChange((input: Versioned & { answer: DissentAnswer }) => body(answerOneDissent({ path: { dissent_id: input.id }, body: input.answer, headers: version(input.version) })))
export const useComply = () => useChange((input: Versioned) => body(noteInstructionFollowed({ path: { dissent_id: input.id }, headers: version(input.version) })))
export const useRecordTalk = () => useChange((input: { id: string; talk: TalkIn }) => body(recordNewTalk({ ...employee(input.id), body: input.talk })))
export const useAgree = () => useChange((input: Versioned) => body(agreeToOwnTalk({ path: { talk_id: input.id }, headers: version(input.version) })))
