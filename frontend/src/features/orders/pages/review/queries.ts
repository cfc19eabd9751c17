import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { body, ifMatch, keysOf, quoted } from '@/shared/api'
import {
  beginReviewDraft,
  type CustomerRow,
  getReviewDraft,
  getReviewReplay,
  listCustomers,
  listReviewDrafts,
  listReviewReplayOrders,
  listReviewReplays,
  publishDraftOfReview,
  replaceReviewDraft,
  type ReplayedOrderOut,
  type ReplayOut,
  replayReviewDraft,
  type ReviewDraftOut,
  stopReviewReplayGoingOn,
  throwReviewDraftAway,
} from '@/shared/api/gen'
import { dayAfter, dayStart } from '@/shared/lib/time'
import { policyKeys } from '../../queries'

export type { CustomerRow, ReplayedOrderOut, ReplayOut, ReviewDraftOut }
export type Parameters = ReviewDraftOut['parameters']
export type Rule = Parameters['rules'][number]
export type Change = ReplayedOrderOut['change']

const draftKeys = keysOf('review_draft')
const replayKeys = keysOf('review_replay')
const customerKeys = keysOf('customer')
const PAGE = 50

export const draftsKey = draftKeys.list()
export const draftPage = (cursor: string | undefined, signal: AbortSignal) => body(listReviewDrafts({ query: { limit: PAGE, ...(cursor ? { cursor } : {}) }, signal }))
export const draftQuery = (id: string) => queryOptions({ queryKey: draftKeys.one(id), queryFn: ({ signal }) => body(getReviewDraft({ path: { draft_id: id }, signal })) })
/** The newest few: what was tried before is rarely looked at again. */
export const replaysQuery = (draft: string) => queryOptions({ queryKey: replayKeys.list({ draft }), queryFn: async ({ signal }) => (await body(listReviewReplays({ path: { draft_id: draft }, query: { limit: 10 }, signal }))).data })
export const replayQuery = (id: string) => queryOptions({ queryKey: replayKeys.one(id), queryFn: ({ signal }) => body(getReviewReplay({ path: { replay_id: id }, signal })) })
export const replayOrdersKey = (id: string, change: Change | undefined) => replayKeys.one(id, 'orders', change ?? '')
export const replayOrderPage = (id: string, change: Change | undefined) => (cursor: string | undefined, signal: AbortSignal) =>
  body(listReviewReplayOrders({ path: { replay_id: id }, query: { limit: PAGE, ...(change ? { change } : {}), ...(cursor ? { cursor } : {}) }, signal }))
/** The buyer's file, found by the order's number; none before the order is counted. */
export const buyerQuery = (number: string) => queryOptions({ queryKey: customerKeys.list({ q: number }), queryFn: async ({ signal }) => (await body(listCustomers({ query: { q: number, limit: 1 }, signal }))).data[0] ?? null })

function useDraftChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    meta: { quiet: true },
    onSettled: () => Promise.all([draftKeys.all, replayKeys.all, policyKeys.all].map((queryKey) => client.invalidateQueries({ queryKey }))),
  })
}

const read = (draft: ReviewDraftOut) => ({ path: { draft_id: draft.id }, headers: ifMatch(quoted(String(draft.version))) })

export const useBegin = () => useDraftChange((name: string) => body(beginReviewDraft({ body: { name } })))
export const useSave = () => useDraftChange(({ draft, parameters }: { draft: ReviewDraftOut; parameters: Parameters }) => body(replaceReviewDraft({ ...read(draft), body: { name: draft.name, parameters } })))
export const useDiscard = () => useDraftChange((draft: ReviewDraftOut) => body(throwReviewDraftAway(read(draft))))
export const usePublishDraft = () => useDraftChange(({ draft, ...rest }: { draft: ReviewDraftOut; effective_from?: string; note: string }) => body(publishDraftOfReview({ ...read(draft), body: rest })))
export const useReplay = () => useDraftChange(({ draft, from, to }: { draft: ReviewDraftOut; from: string; to: string }) => body(replayReviewDraft({ ...read(draft), body: { placed_from: dayStart(from), placed_to: dayStart(dayAfter(to)) } })))
export const useStopReplay = () => useDraftChange((id: string) => body(stopReviewReplayGoingOn({ path: { replay_id: id } })))
