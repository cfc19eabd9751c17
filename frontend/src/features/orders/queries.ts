import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { body, keysOf, queryClient } from '@/shared/api'
import {
  askToExportOrders,
  type ActionResults,
  type BulkRefusal,
  type BulkReviewOut,
  cancelPlacedOrders,
  countMatchingOrders,
  countOrders,
  type DayFigures,
  explainOrder,
  type ExplainOrder,
  forgetSkuMapping,
  type FullReceiver,
  type HoldReason,
  getBulkReview,
  getDailyFigures,
  getOrder,
  getTodayFigures,
  holdBackOrders,
  listBulkRefusals,
  listBulkReviews,
  listHoldReasons,
  listOrders,
  type ListOrdersData,
  listOrderShops,
  listOrderTimeline,
  listReviewPolicies,
  listShipPolicies,
  listSkuMappings,
  listSkus,
  type MappingOut,
  type OrderLineOut,
  type OrderOut,
  type OrderRow,
  type OrderShop,
  type PolicyOut,
  publishLatestShipPolicy,
  type PublishShipPolicy,
  type QueueCount,
  releaseHeldOrders,
  revealOrderReceiver,
  reviewAllMatching,
  settleOtherGoods,
  type ShipPolicyOut,
  type SkuOut,
  stopGoingOn,
  type TimelineEntryOut,
  type TodayFigures,
} from '@/shared/api/gen'
import { dayAfter, dayStart } from '@/shared/lib/time'

export type { ActionResults, BulkRefusal, BulkReviewOut, DayFigures, FullReceiver, HoldReason, MappingOut, OrderLineOut, OrderOut, OrderRow, OrderShop, PolicyOut, QueueCount, ShipPolicyOut, SkuOut, TimelineEntryOut, TodayFigures }

export const orderKeys = keysOf('order')
export const shopKeys = keysOf('shop')
export const mappingKeys = keysOf('sku_mapping')
export const policyKeys = keysOf('review_policy')
const bulkKeys = keysOf('bulk_review')
const exportKeys = keysOf('data_export')
export const shipPolicyKeys = keysOf('ship_policy')
const skuKeys = keysOf('sku')

const PAGE = 100
const FOUND_SKUS = 12
/** Figures of the day are read again even in quiet times: at midnight no order tells that they are yesterday's. */
const DAY_TURNS_MS = 60_000

export const STATUSES = ['placed', 'reviewed', 'allocated', 'picked', 'packed', 'shipped', 'delivered', 'completed', 'cancelled', 'closed', 'split', 'merged'] as const
export const RESERVATIONS = ['none', 'requested', 'reserved', 'short', 'released'] as const
export const HOLDS = ['buyer_remark', 'incomplete_address', 'refund_asked', 'unusual_amount', 'paid_too_little', 'platform_do_not_ship', 'unknown_state', 'awaiting_payment', 'changed_after_picking', 'changed_here_and_there', 'manual', 'manual_finance', 'suspected_fake', 'shop_restricted', 'buyer_distrusted', 'gifts_due', 'presale', 'awaiting_balance', 'not_before_date'] as const
export const PARCEL_STATES = ['created', 'collected', 'in_transit', 'out_for_delivery', 'delivered', 'exception', 'returning', 'returned', 'lost'] as const
export const ATTENTIONS = ['unknown_sku', 'unknown_shop', 'inactive_shop', 'unknown_unit', 'other_goods_left'] as const

export const DUES = ['overdue', 'today', 'soon'] as const
export type Due = (typeof DUES)[number]
/** The newest first is what the API does unasked. */
const SORTS = { '-placed_at': undefined, placed_at: 'placed_at_asc', ship_by: 'ship_by_asc' } as const

/** The order desk as it stands in the address line. */
export interface OrderSearch {
  q?: string | undefined
  status?: string[] | undefined
  shop?: string[] | undefined
  held?: boolean | undefined
  attention?: boolean | undefined
  stuck?: boolean | undefined
  due?: Due | undefined
  hold?: string | undefined
  stage?: 'service' | 'finance' | undefined
  doubt?: string | undefined
  reservation?: string | undefined
  source?: string | undefined
  from?: string | undefined
  to?: string | undefined
  sort?: 'placed_at' | '-placed_at' | 'ship_by' | undefined
}

type Filter = NonNullable<ListOrdersData['query']>

/** Values of the address line are text; what the API does not know it refuses with a clear problem. Days are the company's, both included. */
export function filterOf(search: OrderSearch): Filter {
  const filter = {
    q: search.q,
    status: search.status,
    shop_id: search.shop,
    held: search.held,
    attention: search.attention,
    stuck: search.stuck,
    due: search.due,
    hold_reason: search.hold,
    stage: search.stage,
    attention_reason: search.doubt,
    reservation: search.reservation,
    source: search.source,
    placed_from: search.from && dayStart(search.from),
    placed_to: search.to && dayStart(dayAfter(search.to)),
    sort: SORTS[search.sort ?? '-placed_at'],
  }
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined && value !== '')) as Filter
}

export const orderPage = (search: OrderSearch) => (cursor: string | undefined, signal: AbortSignal) => body(listOrders({ query: { ...filterOf(search), limit: PAGE, ...(cursor ? { cursor } : {}) }, signal }))

/** Asked for before the page's code has come. */
export function preloadDesk(search: OrderSearch): void {
  void queryClient.prefetchInfiniteQuery({ queryKey: orderKeys.list(search), initialPageParam: undefined, queryFn: ({ signal }) => orderPage(search)(undefined, signal) })
}

export async function findOrders(q: string, signal: AbortSignal): Promise<OrderRow[]> {
  return (await body(listOrders({ query: { q, limit: 8 }, signal }))).data
}

export const countsQuery = queryOptions({ queryKey: orderKeys.other('counts'), queryFn: async ({ signal }) => (await body(countOrders({ signal }))).data })
export const orderQuery = (id: string) => queryOptions({ queryKey: orderKeys.one(id), queryFn: ({ signal }) => body(getOrder({ path: { order_id: id }, signal })) })
export const todayQuery = queryOptions({ queryKey: orderKeys.other('today'), queryFn: ({ signal }) => body(getTodayFigures({ signal })), refetchInterval: DAY_TURNS_MS })
export const dailyQuery = queryOptions({ queryKey: orderKeys.other('daily'), queryFn: async ({ signal }) => (await body(getDailyFigures({ query: { days: 30 }, signal }))).data, refetchInterval: DAY_TURNS_MS })

/** The whole timeline, oldest first; an order rarely has more than one page of it. */
export const timelineQuery = (id: string) =>
  queryOptions({
    queryKey: orderKeys.one(id, 'timeline'),
    queryFn: ({ signal }) => allOf((cursor) => body(listOrderTimeline({ path: { order_id: id }, query: { limit: PAGE, ...cursor }, signal }))),
  })

interface Batch<Row> {
  data: Row[]
  has_more: boolean
  next_cursor?: string | null
}

async function allOf<Row>(page: (cursor: { cursor?: string }) => Promise<Batch<Row>>): Promise<Row[]> {
  const rows: Row[] = []
  let cursor: string | undefined
  do {
    const batch = await page(cursor ? { cursor } : {})
    rows.push(...batch.data)
    cursor = batch.has_more ? (batch.next_cursor ?? undefined) : undefined
  } while (cursor)
  return rows
}

export const shopsQuery = queryOptions({ queryKey: shopKeys.other('of-orders'), queryFn: ({ signal }) => allOf((cursor) => body(listOrderShops({ query: { limit: PAGE, ...cursor }, signal }))), staleTime: 60_000 })
export const policiesQuery = queryOptions({ queryKey: policyKeys.list(), queryFn: ({ signal }) => allOf((cursor) => body(listReviewPolicies({ query: { limit: PAGE, ...cursor }, signal }))) })
/** Why orders are held, also by rules that are gone. */
export const reasonsQuery = queryOptions({ queryKey: policyKeys.other('reasons'), queryFn: async ({ signal }) => (await body(listHoldReasons({ signal }))).data, staleTime: 60_000 })
export const shipPoliciesQuery = queryOptions({ queryKey: shipPolicyKeys.list(), queryFn: ({ signal }) => allOf((cursor) => body(listShipPolicies({ query: { limit: PAGE, ...cursor }, signal }))) })
/** What a bulk action with this filter would mean now. */
export const matchingQuery = (search: OrderSearch) => queryOptions({ queryKey: orderKeys.other('matching', search), queryFn: ({ signal }) => body(countMatchingOrders({ query: filterOf(search), signal })), staleTime: 0 })
export const bulkQuery = (id: string) => queryOptions({ queryKey: bulkKeys.one(id), queryFn: ({ signal }) => body(getBulkReview({ path: { review_id: id }, signal })) })
export const bulkPage = (cursor: string | undefined, signal: AbortSignal) => body(listBulkReviews({ query: { limit: PAGE, ...(cursor ? { cursor } : {}) }, signal }))
export const bulkListKey = bulkKeys.list()
export const refusalPage = (id: string) => (cursor: string | undefined, signal: AbortSignal) => body(listBulkRefusals({ path: { review_id: id }, query: { limit: PAGE, ...(cursor ? { cursor } : {}) }, signal }))
export const refusalKey = (id: string) => bulkKeys.one(id, 'refusals')

export const mappingPage = (cursor: string | undefined, signal: AbortSignal) => body(listSkuMappings({ query: { limit: PAGE, ...(cursor ? { cursor } : {}) }, signal }))
export const skuSearchQuery = (q: string) => queryOptions({ queryKey: skuKeys.list({ q }), queryFn: async ({ signal }) => (await body(listSkus({ query: { q, active: true, limit: FOUND_SKUS }, signal }))).data })

/** A change to orders; afterwards whatever shows orders is read again. */
function useOrderChange<Input, Output>(change: (input: Input) => Promise<Output>, nouns: readonly (readonly string[])[] = []) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    meta: { quiet: true },
    onSettled: () => Promise.all([orderKeys.all, ...nouns].map((queryKey) => client.invalidateQueries({ queryKey }))),
  })
}

export interface Action {
  ids: string[]
  reason: string
  /** Left out: a release is for all stages that one reviews, a hold for the first of them. */
  stage?: 'service' | 'finance'
}

export const useRelease = () => useOrderChange(({ ids, reason, stage }: Action) => body(releaseHeldOrders({ body: { ids, note: reason, ...(stage ? { stage } : {}) } })))
export const useHold = () => useOrderChange(({ ids, reason, stage }: Action) => body(holdBackOrders({ body: { ids, reason, ...(stage ? { stage } : {}) } })))
export const useCancel = () => useOrderChange(({ ids, reason }: Action) => body(cancelPlacedOrders({ body: { ids, reason } })))
export const useExplain = () => useOrderChange(({ id, ...explanation }: { id: string } & ExplainOrder) => body(explainOrder({ path: { order_id: id }, body: explanation })), [mappingKeys.all])
export const useSettleOtherGoods = () => useOrderChange(({ id, note }: { id: string; note: string }) => body(settleOtherGoods({ path: { order_id: id }, body: { note } })))
/** The answer is kept by the page that asked, nowhere else: no cache holds an unmasked receiver. */
export const useReveal = () => useOrderChange(({ id, reason }: { id: string; reason: string }) => body(revealOrderReceiver({ path: { order_id: id }, body: { reason } })))
export const useForget = () => useOrderChange((id: string) => forgetSkuMapping({ path: { mapping_id: id } }), [mappingKeys.all])
export interface BulkAsk {
  search: OrderSearch
  verb: 'release' | 'hold' | 'cancel'
  reason: string
}

export const useAskBulk = () => useOrderChange(({ search, verb, reason }: BulkAsk) => {
  const stage = search.stage && verb !== 'cancel' ? { stage: search.stage } : {}
  return body(reviewAllMatching({ query: filterOf(search), body: { verb, reason, ...stage } }))
}, [bulkKeys.all])
export const useStopBulk = () => useOrderChange((id: string) => body(stopGoingOn({ path: { review_id: id } })), [bulkKeys.all])
export const usePublishShipping = () => useOrderChange((policy: PublishShipPolicy) => body(publishLatestShipPolicy({ body: policy })), [shipPolicyKeys.all])

/** Asks for what the desk shows as a file; it waits for an approval, and stands under the exports. */
export const useAskExport = () =>
  useOrderChange(({ search, reason, full }: { search: OrderSearch; reason: string; full: boolean }) => body(askToExportOrders({ query: filterOf(search), body: { reason, full_contacts: full } })), [exportKeys.all])
