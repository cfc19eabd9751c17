import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { ApiError, apiFetch, body, keysOf } from '@/shared/api'
import {
  addComplaintNote,
  addMediationEvidence,
  addStatement,
  answerComplaint,
  type CallbackOut,
  type CallbackPlanOut,
  type CallbackDeskRow,
  type CallbackRow,
  type CarePolicyOut,
  changeCallbackPlan,
  type CloseComplaint,
  closeComplaint,
  type ComplaintEntryOut,
  type ComplaintKind,
  type ComplaintOut,
  type ComplaintDeskRow,
  type ComplaintRow,
  countOpenComplaints,
  type DecideMediation,
  decideMediation,
  getCallback,
  getComplaint,
  getMediation,
  handComplaintsOn,
  joinComplaintDesk,
  listCallbackPlans,
  listCallbacks,
  listCarePolicies,
  listColleagues,
  listComplaints,
  listComplaintTimeline,
  listMediations,
  listOrders,
  listOrderShops,
  makeCallbackPlan,
  type MediationOut,
  type MediationRow,
  type NoteCall,
  noteCallbackResult,
  noteCompliance,
  type OpenComplaint,
  openMediation,
  type OrderShop,
  type PlanParameters,
  type PublishCarePolicy,
  publishPolicyOfCare,
  receiveComplaint,
  reopenComplaint,
  type Responsible,
  revealOrderReceiver,
  settleMediation,
  type Side,
  type Trigger,
  type TransferResults,
} from '@/shared/api/gen'

export type { CallbackOut, CallbackPlanOut, CallbackDeskRow, CallbackRow, CarePolicyOut, ComplaintEntryOut, ComplaintKind, ComplaintOut, ComplaintDeskRow, ComplaintRow, MediationOut, MediationRow, NoteCall, PlanParameters, Responsible, Side, TransferResults, Trigger }

export const complaintKeys = keysOf('complaint')
export const mediationKeys = keysOf('mediation')
export const callbackKeys = keysOf('callback')
const planKeys = keysOf('callback_plan')
const policyKeys = keysOf('care_policy')
const colleagueKeys = keysOf('colleague')
const customerKeys = keysOf('customer')
const PAGE = 50

export const KINDS = ['service', 'quality', 'delivery', 'wrong_goods', 'refund', 'description', 'price', 'dispute', 'other'] as const
export const STATES = ['opened', 'answered', 'closed'] as const
export const VIEWS = ['open', 'mine', 'escalated', 'all'] as const
export const RESPONSIBLE = ['shop', 'warehouse', 'carrier', 'supplier', 'product', 'staff', 'buyer'] as const
export const TRIGGERS = ['after_delivery', 'after_case', 'dormant'] as const

export interface ComplaintSearch {
  view?: (typeof VIEWS)[number] | undefined
  state?: (typeof STATES)[number] | undefined
  kind?: (typeof KINDS)[number] | undefined
  shop?: string | undefined
  order?: string | undefined
  q?: string | undefined
  priority?: boolean | undefined
}

export const complaintPage =
  ({ shop, order, priority, ...rest }: ComplaintSearch) =>
  (cursor: string | undefined, signal: AbortSignal) =>
    body(listComplaints({ query: { ...rest, shop_id: shop, order_id: order, priority: rest.view === 'all' ? undefined : priority, limit: PAGE, cursor }, signal }))
export const complaintCountsQuery = queryOptions({ queryKey: complaintKeys.other('counts'), queryFn: ({ signal }) => body(countOpenComplaints({ signal })) })
export const complaintQuery = (id: string) => queryOptions({ queryKey: complaintKeys.one(id), queryFn: ({ signal }) => body(getComplaint({ path: { complaint_id: id }, signal })) })
export const complaintTimelineQuery = (id: string) =>
  queryOptions({
    queryKey: complaintKeys.one(id, 'timeline'),
    queryFn: async ({ signal }) => {
      const entries: ComplaintEntryOut[] = []
      let cursor: string | undefined
      do {
        const page = await body(listComplaintTimeline({ path: { complaint_id: id }, query: { limit: 100, cursor }, signal }))
        entries.push(...page.data)
        cursor = page.has_more ? (page.next_cursor ?? undefined) : undefined
      } while (cursor)
      return entries
    },
  })
export const colleaguesQuery = queryOptions({ queryKey: colleagueKeys.other('all'), queryFn: async ({ signal }) => (await body(listColleagues({ signal }))).data })

export const mediationPage = (view: 'open' | 'all') => (cursor: string | undefined, signal: AbortSignal) => body(listMediations({ query: { view, limit: PAGE, cursor }, signal }))
export const mediationQuery = (id: string) => queryOptions({ queryKey: mediationKeys.one(id), queryFn: ({ signal }) => body(getMediation({ path: { mediation_id: id }, signal })) })

export interface CallbackSearch {
  view?: 'open' | 'done' | undefined
  priority?: boolean | undefined
}
export const callbackPage =
  ({ view, priority }: CallbackSearch) =>
  (cursor: string | undefined, signal: AbortSignal) =>
    body(listCallbacks({ query: { view, priority: view === 'done' ? undefined : priority, limit: PAGE, cursor }, signal }))
export const callbackQuery = (id: string) => queryOptions({ queryKey: callbackKeys.one(id), queryFn: ({ signal }) => body(getCallback({ path: { callback_id: id }, signal })) })
export const plansQuery = queryOptions({ queryKey: planKeys.other('all'), queryFn: async ({ signal }) => (await body(listCallbackPlans({ signal }))).data })
export const carePoliciesQuery = queryOptions({ queryKey: policyKeys.other('all'), queryFn: async ({ signal }) => (await body(listCarePolicies({ query: { limit: 20 }, signal }))).data })

const NO_SHOPS: readonly OrderShop[] = []
const shopsQuery = queryOptions({ queryKey: keysOf('shop').other('of-orders'), queryFn: async ({ signal }) => (await body(listOrderShops({ query: { limit: 100 }, signal }))).data })

/** The shops this person sees, and their names; one that is not registered shows its id. */
export function useShops(): { all: readonly OrderShop[]; nameOf: (id: string) => string } {
  const { data = NO_SHOPS } = useQuery(shopsQuery)
  return useMemo(() => {
    const names = new Map(data.map((shop) => [shop.id, shop.name]))
    return { all: data, nameOf: (id) => names.get(id) ?? id }
  }, [data])
}

/** The order with this number, ours or the platform's. */
export async function orderOf(number: string): Promise<string> {
  const found = (await body(listOrders({ query: { q: number, limit: 10 } }))).data.filter((one) => one.kind === 'order')
  const order = found.find((one) => one.number === number || one.platform_order_no === number)
  if (!order) throw new ApiError({ status: 404, code: 'order_not_found' })
  return order.id
}

function useCareChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  const keys = [complaintKeys, mediationKeys, callbackKeys, planKeys, policyKeys, colleagueKeys, customerKeys]
  return useMutation({ mutationFn: change, meta: { quiet: true }, onSettled: () => Promise.all(keys.map(({ all }) => client.invalidateQueries({ queryKey: all }))) })
}

export interface WithText {
  id: string
  text: string
}

export const useReceive = () => useCareChange((input: OpenComplaint) => body(receiveComplaint({ body: input })))
export const useAnswer = () => useCareChange(({ id, text }: WithText) => body(answerComplaint({ path: { complaint_id: id }, body: { text } })))
export const useNote = () => useCareChange(({ id, text }: WithText) => body(addComplaintNote({ path: { complaint_id: id }, body: { text } })))
export const useClose = () => useCareChange(({ id, ...rest }: CloseComplaint & { id: string }) => body(closeComplaint({ path: { complaint_id: id }, body: rest })))
export const useReopen = () => useCareChange(({ id, text }: WithText) => body(reopenComplaint({ path: { complaint_id: id }, body: { reason: text } })))
export const useTransfer = () => useCareChange((input: { ids: string[]; to_id: string; reason: string }) => body(handComplaintsOn({ body: input })))
export const useJoinDesk = () => useCareChange<undefined, unknown>(() => body(joinComplaintDesk()))

export const useOpenMediation = () => useCareChange((input: { order_id: string; claim: string; complaint_id?: string }) => body(openMediation({ body: input })))
export const useSpeak = () => useCareChange(({ id, side, text }: WithText & { side: Side }) => body(addStatement({ path: { mediation_id: id }, body: { side, text } })))
export const useEvidence = () => useCareChange(({ id, side, file }: { id: string; side: Side; file: File }) => body(addMediationEvidence({ path: { mediation_id: id }, body: { side, file } })))
export const useDecide = () => useCareChange(({ id, ...rest }: DecideMediation & { id: string }) => body(decideMediation({ path: { mediation_id: id }, body: rest })))
export const useComply = () => useCareChange(({ id, complied, text }: WithText & { complied: boolean }) => body(noteCompliance({ path: { mediation_id: id }, body: { complied, text } })))
export const useSettle = () => useCareChange(({ id, text }: WithText) => body(settleMediation({ path: { mediation_id: id }, body: { text } })))

/** The picture as an address for an image; each look is in the audit trail, so it is asked for, never loaded by itself. */
export async function lookAtEvidence(id: string, evidence: string): Promise<string> {
  const answer = await apiFetch(`/api/orders/v1/care/mediations/${id}/evidence/${evidence}/look`, { method: 'POST' })
  return URL.createObjectURL(await answer.blob())
}

export const useCallResult = () => useCareChange(({ id, ...rest }: NoteCall & { id: string }) => body(noteCallbackResult({ path: { callback_id: id }, body: rest })))
export const usePublishPlan = () =>
  useCareChange(({ id, ...rest }: { id: string | null; parameters: PlanParameters; note: string }) =>
    id === null ? body(makeCallbackPlan({ body: rest })) : body(changeCallbackPlan({ path: { plan_id: id }, body: rest })),
  )
export const usePublishCare = () => useCareChange((input: PublishCarePolicy) => body(publishPolicyOfCare({ body: input })))
export const useRevealPhone = () => useMutation({ mutationFn: ({ id, reason }: { id: string; reason: string }) => body(revealOrderReceiver({ path: { order_id: id }, body: { reason } })), meta: { quiet: true } })
