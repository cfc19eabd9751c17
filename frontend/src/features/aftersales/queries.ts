import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { apiFetch, body, keysOf } from '@/shared/api'
import {
  addCaseNote,
  addCasePicture,
  type AftersalesPolicyOut,
  agreeToCases,
  type CaseEntryOut,
  type CaseKind,
  type CaseOut,
  type CaseResults,
  type CaseDeskRow,
  type CaseRow,
  type CaseState,
  type ClaimOut,
  type ClaimState,
  closeRefundedCase,
  confirmLiabilityForDamage,
  countOpenCases,
  getAftersalesFigures,
  getCase,
  type Liable,
  type LiabilityOut,
  listAftersalesPolicies,
  listCasePictures,
  listCases,
  listCaseTimeline,
  listClaims,
  listOrders,
  listPlatformRequests,
  noteClaimAccepted,
  noteClaimPaid,
  noteClaimRejected,
  noteDifferenceOfCaseGivenBack,
  noteDifferenceOfCasePaid,
  notePaidByHand,
  noteRepairedGoodsSent,
  openAftersalesCase,
  type OpenCase,
  type OrderChoices,
  payInspectedCase,
  type PlatformRequestRow,
  type PublishAftersalesPolicy,
  publishPolicyOfAftersales,
  putPlatformRequestAside,
  type ReasonFigure,
  refuseCases,
  sendInspectedCase,
  showLiability,
  showOrderChoices,
  tellReturnParcel,
  tryPlatformRequestAgain,
  withdrawAftersalesCase,
} from '@/shared/api/gen'
import { saveFile } from '@/shared/api/save'

export type { CaseDeskRow, CaseRow, CaseEntryOut, CaseKind, CaseOut, CaseResults, CaseState, ClaimOut, LiabilityOut, OrderChoices, PlatformRequestRow, ReasonFigure, AftersalesPolicyOut }

export const caseKeys = keysOf('case')
const orderKeys = keysOf('order')
const PAGE = 50

export const KINDS = ['refund_before_shipping', 'refund_only', 'return_and_refund', 'exchange', 'repair', 'resend', 'price_protection', 'compensation'] as const
export const STATES = ['opened', 'in_approval', 'stopping', 'awaiting_goods', 'arrived', 'inspected', 'awaiting_payment', 'settling', 'giving_back', 'closed', 'refused', 'withdrawn'] as const
export const LIABLES = ['carrier', 'supplier', 'warehouse', 'buyer', 'seller'] as const
export const CLAIM_STATES = ['asked', 'not_approved', 'told', 'accepted', 'paid', 'rejected', 'borne'] as const
export const CLAIM_VIEWS = ['open', 'overdue', 'all'] as const
export const VIEWS = ['open', 'overdue', 'attention', 'all'] as const

export interface CaseSearch {
  view?: (typeof VIEWS)[number] | undefined
  state?: string | undefined
  kind?: string | undefined
  shop?: string | undefined
  reason?: string | undefined
  sku?: string | undefined
  q?: string | undefined
  priority?: boolean | undefined
}

/** Values of the address line are text; what the API does not know it refuses with a clear problem. */
export const casePage =
  ({ shop, view, state, kind, reason, sku, q, priority }: CaseSearch) =>
  (cursor: string | undefined, signal: AbortSignal) =>
    body(listCases({ query: { view, state: state as CaseState | undefined, kind: kind as CaseKind | undefined, shop_id: shop, reason, sku, q, priority: view === 'all' ? undefined : priority, limit: PAGE, cursor }, signal }))

export interface ClaimSearch {
  view?: (typeof CLAIM_VIEWS)[number] | undefined
  state?: string | undefined
  party?: string | undefined
  shop?: string | undefined
}

export const claimPage =
  ({ shop, view, state, party }: ClaimSearch) =>
  (cursor: string | undefined, signal: AbortSignal) =>
    body(listClaims({ query: { view, state: state as ClaimState | undefined, party: party as Liable | undefined, shop_id: shop, limit: PAGE, cursor }, signal }))

export const GROUPS = ['reason', 'product', 'shop', 'month'] as const
export type FigureGroup = (typeof GROUPS)[number]
export interface FiguresAsked {
  by: FigureGroup
  first: string
  last: string
  reason?: string | undefined
}
export const figuresQuery = (asked: FiguresAsked) =>
  queryOptions({ queryKey: caseKeys.other('figures', asked), queryFn: async ({ signal }) => (await body(getAftersalesFigures({ query: asked, signal }))).data })

export function saveFigures({ reason, ...asked }: FiguresAsked): Promise<void> {
  return saveFile(`/api/orders/v1/aftersales/figures/export?${new URLSearchParams({ ...asked, ...(reason ? { reason } : {}) }).toString()}`, 'aftersales.xlsx')
}

const policyKeys = keysOf('aftersales_policy')
export const policiesQuery = queryOptions({ queryKey: policyKeys.list(), queryFn: async ({ signal }) => (await body(listAftersalesPolicies({ query: { limit: 100 }, signal }))).data })
export const liabilityQuery = (id: string) => queryOptions({ queryKey: caseKeys.one(id, 'liability'), queryFn: ({ signal }) => body(showLiability({ path: { case_id: id }, signal })) })
export const picturesQuery = (id: string) => queryOptions({ queryKey: caseKeys.one(id, 'pictures'), queryFn: async ({ signal }) => (await body(listCasePictures({ path: { case_id: id }, signal }))).data })

export const countsQuery = queryOptions({ queryKey: caseKeys.other('counts'), queryFn: async ({ signal }) => (await body(countOpenCases({ signal }))).data })
export const caseQuery = (id: string) => queryOptions({ queryKey: caseKeys.one(id), queryFn: ({ signal }) => body(getCase({ path: { case_id: id }, signal })) })
export const timelineQuery = (id: string) =>
  queryOptions({
    queryKey: caseKeys.one(id, 'timeline'),
    queryFn: async ({ signal }) => {
      const entries: CaseEntryOut[] = []
      let cursor: string | undefined
      do {
        const page = await body(listCaseTimeline({ path: { case_id: id }, query: { limit: 100, cursor }, signal }))
        entries.push(...page.data)
        cursor = page.has_more ? (page.next_cursor ?? undefined) : undefined
      } while (cursor)
      return entries
    },
  })

export const choicesQuery = (orderId: string) =>
  queryOptions({ queryKey: orderKeys.one(orderId, 'aftersales'), enabled: orderId !== '', queryFn: ({ signal }) => body(showOrderChoices({ path: { order_id: orderId }, signal })) })

/** The order with this number, ours or the platform's. */
export async function findOrder(number: string): Promise<{ id: string; number: string } | null> {
  const found = (await body(listOrders({ query: { q: number, limit: 10 } }))).data.filter((one) => one.kind === 'order')
  return found.find((one) => one.number === number || one.platform_order_no === number) ?? (found.length === 1 ? (found[0] ?? null) : null)
}

function useCaseChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    meta: { quiet: true },
    onSettled: () => Promise.all([caseKeys.all, orderKeys.all].map((queryKey) => client.invalidateQueries({ queryKey }))),
  })
}

export interface OnCases {
  ids: string[]
  reason: string
}
export interface OnCase {
  id: string
  reason: string
}
export interface Parcel {
  id: string
  carrier_code: string
  tracking_number: string
}

export const useOpenCase = () => useCaseChange((input: OpenCase) => body(openAftersalesCase({ body: input })))
export const useAgree = () => useCaseChange(({ ids, reason }: OnCases) => body(agreeToCases({ body: { ids, comment: reason } })))
export const useRefuse = () => useCaseChange(({ ids, reason }: OnCases) => body(refuseCases({ body: { ids, reason } })))
export const useWithdraw = () => useCaseChange(({ id, reason }: OnCase) => body(withdrawAftersalesCase({ path: { case_id: id }, body: { reason } })))
export const usePay = () => useCaseChange(({ id, ...rest }: OnCase & { lines?: { line_no: number; amount: { amount: string; currency: string } }[] }) => body(payInspectedCase({ path: { case_id: id }, body: rest })))
export const useSend = () => useCaseChange(({ id, reason }: OnCase) => body(sendInspectedCase({ path: { case_id: id }, body: { reason } })))
export const useCloseRefunded = () => useCaseChange(({ id, reason }: OnCase) => body(closeRefundedCase({ path: { case_id: id }, body: { reason } })))
export const useSentBack = () => useCaseChange(({ id, ...rest }: Parcel & { reason: string }) => body(noteRepairedGoodsSent({ path: { case_id: id }, body: rest })))
export const useTellParcel = () => useCaseChange(({ id, ...rest }: Parcel) => body(tellReturnParcel({ path: { case_id: id }, body: rest })))
export const usePaidByHand = () => useCaseChange(({ id, ...rest }: OnCase & { reference: string }) => body(notePaidByHand({ path: { case_id: id }, body: rest })))
export const useDifferencePaid = () =>
  useCaseChange(({ id, ...rest }: { id: string; paid: Amount; reference: string }) => body(noteDifferenceOfCasePaid({ path: { case_id: id }, body: rest })))
export const useDifferenceGivenBack = () => useCaseChange(({ id, reference }: { id: string; reference: string }) => body(noteDifferenceOfCaseGivenBack({ path: { case_id: id }, body: { reference } })))
export const useAddNote = () => useCaseChange(({ id, text }: { id: string; text: string }) => body(addCaseNote({ path: { case_id: id }, body: { text } })))
export interface PlatformRequestSearch {
  view?: 'open' | 'all' | undefined
}
export const platformRequestPage =
  ({ view }: PlatformRequestSearch) =>
  (cursor: string | undefined, signal: AbortSignal) =>
    body(listPlatformRequests({ query: { all: view === 'all', limit: PAGE, cursor }, signal }))

interface WhichRequest {
  shop_id: string
  platform_refund_no: string
}
export const useTryAgain = () => useCaseChange((which: WhichRequest) => body(tryPlatformRequestAgain({ body: which })))
export const usePutAside = () => useCaseChange((input: WhichRequest & { reason: string }) => body(putPlatformRequestAside({ body: input })))
export function usePublishPolicy() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (input: PublishAftersalesPolicy) => body(publishPolicyOfAftersales({ body: input })),
    meta: { quiet: true },
    onSettled: () => Promise.all([policyKeys.all, caseKeys.all].map((queryKey) => client.invalidateQueries({ queryKey }))),
  })
}
export const useAddPicture = () => useCaseChange(({ id, file }: { id: string; file: File }) => body(addCasePicture({ path: { case_id: id }, body: { file } })))

/** The picture as an address for an image; each look is in the audit trail, so it is asked for, never loaded by itself. */
export async function lookAtPicture(id: string, picture: string, reason: string): Promise<string> {
  const answer = await apiFetch(`/api/orders/v1/aftersales/cases/${id}/pictures/${picture}/look`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ reason }) })
  return URL.createObjectURL(await answer.blob())
}

interface Amount {
  amount: string
  currency: string
}
export const useConfirmLiability = () =>
  useCaseChange(({ id, party, ...rest }: { id: string; party: string; party_code: string; goods: Amount | null; freight: Amount; note: string }) =>
    body(confirmLiabilityForDamage({ path: { case_id: id }, body: { ...rest, party: party as Liable } })),
  )
export const useAnswerClaim = () =>
  useCaseChange(({ id, answer, reason, reference }: { id: string; answer: 'accept' | 'reject' | 'paid'; reason: string; reference: string }) => {
    const path = { claim_id: id }
    if (answer === 'paid') return body(noteClaimPaid({ path, body: { reference, reason } }))
    return body(answer === 'accept' ? noteClaimAccepted({ path, body: { reason } }) : noteClaimRejected({ path, body: { reason } }))
  })
