import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { body, ifMatch, keysOf, quoted } from '@/shared/api'
import {
  type FakeOrderCaseOut,
  clearSuspectedOrders,
  confirmFakeOrders,
  type CreditOut,
  decideFakeOrderAppeal,
  getIntegrityReplay,
  getRing,
  type IntegrityPolicyOut,
  type IntegrityReplayedOrder,
  type IntegrityReplayOut,
  listIntegrityPolicies,
  listIntegrityReplays,
  listCreditEntries,
  listCredits,
  listFakeOrderCases,
  listOrderShops,
  listReplayedOrders,
  listRings,
  lodgeFakeOrderAppeal,
  publishPolicyOfIntegrity,
  replayIntegrityPolicy,
  type RingOut,
  type RingRow,
  stopIntegrityReplay,
  type SuspicionOut,
} from '@/shared/api/gen'

export type { FakeOrderCaseOut, CreditOut, RingOut, RingRow, SuspicionOut }
export type Party = 'shop' | 'buyer'
export type Policy = IntegrityPolicyOut
export type PolicyParameters = IntegrityPolicyOut['parameters']
export type Replay = IntegrityReplayOut
export type ReplayedOrder = IntegrityReplayedOrder
export type Change = 'added' | 'removed' | 'kept'

const PAGE = 100
export const suspicionKeys = keysOf('suspicion')
export const caseKeys = keysOf('fake_order_case')
export const creditKeys = keysOf('credit')
const policyKeys = keysOf('integrity_policy')
export const replayKeys = keysOf('integrity_replay')

export const ringList = (cursor: string | undefined, signal: AbortSignal) => body(listRings({ query: { limit: PAGE, cursor }, signal }))
export const ringQuery = (id: string) => queryOptions({ queryKey: suspicionKeys.other('ring', id), queryFn: ({ signal }) => body(getRing({ path: { ring_id: id }, signal })) })
export const caseList = (cursor: string | undefined, signal: AbortSignal) => body(listFakeOrderCases({ query: { limit: PAGE, cursor }, signal }))
export const creditList = (party: Party) => (cursor: string | undefined, signal: AbortSignal) => body(listCredits({ query: { party, limit: PAGE, cursor }, signal }))
export const entriesQuery = (party: Party, shop_id: string, buyer_id: string) =>
  queryOptions({ queryKey: creditKeys.other('entries', party, shop_id, buyer_id), queryFn: async ({ signal }) => (await body(listCreditEntries({ query: { party, shop_id, buyer_id, limit: PAGE }, signal }))).data })

const shopNamesQuery = queryOptions({
  queryKey: keysOf('order_shop').other('names-of-integrity'),
  queryFn: async ({ signal }) => new Map((await body(listOrderShops({ query: { limit: PAGE }, signal }))).data.map((shop) => [shop.id, shop.name])),
})

/** One that is not known shows its id. */
export function useShopName(): (id: string) => string {
  const { data } = useQuery(shopNamesQuery)
  return (id) => data?.get(id) ?? id
}

function useChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    // Pages show a refusal where the action was started.
    meta: { quiet: true },
    onSettled: () => Promise.all([suspicionKeys.all, caseKeys.all, creditKeys.all].map((queryKey) => client.invalidateQueries({ queryKey }))),
  })
}

export const useConfirm = () => useChange(({ ids, reason, cancel }: { ids: string[]; reason: string; cancel: boolean }) => body(confirmFakeOrders({ body: { ids, reason, cancel } })))
export const useClear = () => useChange(({ ids, reason }: { ids: string[]; reason: string }) => body(clearSuspectedOrders({ body: { ids, reason } })))
export const useAppeal = () => useChange(({ id, ...appeal }: { id: string; text: string; evidence: string[] }) => lodgeFakeOrderAppeal({ path: { case_id: id }, body: appeal }))
export const useDecideAppeal = () =>
  useChange(({ row, ...verdict }: { row: FakeOrderCaseOut; uphold: boolean; comment: string }) =>
    decideFakeOrderAppeal({ path: { case_id: row.id }, headers: ifMatch(quoted(String(row.version))), body: verdict }),
  )

/** Newest first; a page holds a year of changes every four days. */
export const policiesQuery = queryOptions({ queryKey: policyKeys.list(), queryFn: async ({ signal }) => (await body(listIntegrityPolicies({ query: { limit: PAGE }, signal }))).data })
export const replaysQuery = queryOptions({ queryKey: replayKeys.list(), queryFn: async ({ signal }) => (await body(listIntegrityReplays({ query: { limit: PAGE }, signal }))).data })
export const replayQuery = (id: string) => queryOptions({ queryKey: replayKeys.one(id), queryFn: ({ signal }) => body(getIntegrityReplay({ path: { replay_id: id }, signal })) })
export const replayedOrders = (id: string, change: Change) => (cursor: string | undefined, signal: AbortSignal) => body(listReplayedOrders({ path: { replay_id: id }, query: { change, limit: PAGE, cursor }, signal }))

function usePolicyChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: change, meta: { quiet: true }, onSettled: () => Promise.all([policyKeys.all, replayKeys.all].map((queryKey) => client.invalidateQueries({ queryKey }))) })
}

export const usePublishIntegrityPolicy = () => usePolicyChange((asked: { parameters: PolicyParameters; note: string; effective_from?: string }) => body(publishPolicyOfIntegrity({ body: asked })))
export const useAskReplay = () => usePolicyChange((asked: { parameters: PolicyParameters; first: string; until: string }) => body(replayIntegrityPolicy({ body: asked })))
export const useStopReplay = () => usePolicyChange((id: string) => body(stopIntegrityReplay({ path: { replay_id: id } })))
