import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { body, ifMatch, keysOf, quoted } from '@/shared/api'
import {
  changeItemsOfOrder,
  type ChangeItems,
  changePriceOfOrder,
  type ChangePrice,
  type FullReceiverIn,
  listMergeCandidates,
  listPriceChangePolicies,
  listPriceChanges,
  mergeOrderGroups,
  type MergeGroup,
  type MergeResults,
  type ParsedAddress,
  parsePastedAddress,
  placeManualOrder,
  type PlaceManualOrder,
  type PriceChangeOut,
  type PricePolicyOut,
  publishPriceChangePolicy,
  type PublishPricePolicy,
  readdressManyOrders,
  splitManyOrders,
  type SplitOrders,
  splitOrderByHand,
  takeRegroupedOrdersApart,
  withdrawAskedPriceChange,
} from '@/shared/api/gen'
import { orderKeys } from '../../queries'

export type { FullReceiverIn, MergeGroup, MergeResults, ParsedAddress, PriceChangeOut, PricePolicyOut }
export type SplitRule = SplitOrders['by']

export const candidateKeys = keysOf('merge_candidate')
export const pricePolicyKeys = keysOf('price_change_policy')

const PAGE = 100

export const candidatePage = (cursor: string | undefined, signal: AbortSignal) => body(listMergeCandidates({ query: { limit: 50, ...(cursor ? { cursor } : {}) }, signal }))
export const priceChangesQuery = (id: string) => queryOptions({ queryKey: orderKeys.one(id, 'prices'), queryFn: async ({ signal }) => (await body(listPriceChanges({ path: { order_id: id }, signal }))).data })
export const pricePoliciesQuery = queryOptions({ queryKey: pricePolicyKeys.list(), queryFn: async ({ signal }) => (await body(listPriceChangePolicies({ query: { limit: PAGE }, signal }))).data })

/** A change to orders; afterwards whatever shows orders is read again. */
function useChange<Input, Output>(change: (input: Input) => Promise<Output>, nouns: readonly (readonly string[])[] = []) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    meta: { quiet: true },
    onSettled: () => Promise.all([orderKeys.all, candidateKeys.all, ...nouns].map((queryKey) => client.invalidateQueries({ queryKey }))),
  })
}

export const useSplit = () => useChange(({ ids, by, skus, reason }: { ids: string[]; by: SplitRule; skus?: string[]; reason: string }) => body(splitManyOrders({ body: { ids, by, reason, ...(skus ? { presale_skus: skus } : {}) } })))
export const useSplitByHand = () =>
  useChange(({ id, parcels, reason }: { id: string; parcels: { line_no: number; quantity: number }[][]; reason: string }) =>
    body(splitOrderByHand({ path: { order_id: id }, body: { parcels: parcels.map((pieces) => ({ pieces })), reason } })),
  )
export const useMerge = () => useChange(({ groups, reason }: { groups: string[][]; reason: string }) => body(mergeOrderGroups({ body: { groups: groups.map((ids) => ({ ids })), reason } })))
export const useTakeApart = () => useChange(({ ids, reason }: { ids: string[]; reason: string }) => body(takeRegroupedOrdersApart({ body: { ids, reason } })))
export const useReaddress = () => useChange(({ ids, receiver, reason }: { ids: string[]; receiver: FullReceiverIn; reason: string }) => body(readdressManyOrders({ body: { ids, receiver, reason } })))
export const useChangeItems = () => useChange(({ id, version, ...change }: { id: string; version: number } & ChangeItems) => body(changeItemsOfOrder({ path: { order_id: id }, body: change, headers: ifMatch(quoted(String(version))) })))
export const useChangePrice = () => useChange(({ id, version, ...change }: { id: string; version: number } & ChangePrice) => body(changePriceOfOrder({ path: { order_id: id }, body: change, headers: ifMatch(quoted(String(version))) })))
export const useWithdrawPrice = () => useChange(({ id, reason }: { id: string; reason: string }) => withdrawAskedPriceChange({ path: { order_id: id }, body: { reason } }))
export const usePlaceByHand = () => useChange((order: PlaceManualOrder) => body(placeManualOrder({ body: order })))
export const usePublishPrices = () => useChange((policy: PublishPricePolicy) => body(publishPriceChangePolicy({ body: policy })), [pricePolicyKeys.all])
/** Nothing is kept of it, here as there. */
export const parseAddress = (text: string) => body(parsePastedAddress({ body: { text } }))
