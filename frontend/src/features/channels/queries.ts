import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { asApiError, body, ifMatch, keysOf, versioned } from '@/shared/api'
import {
  addWebhookEndpoint,
  changeOneShop,
  changeOneWebhookEndpoint,
  type DeliveryOut,
  type EndpointChangeIn,
  type EndpointIn,
  type EndpointOut,
  type EventType,
  getInboundMessage,
  getOrderImport,
  getShop,
  getWebhookEndpoint,
  type ImportedOrderOut,
  importOrderFile,
  type ImportOut,
  type InboundOut,
  listImportedOrderResults,
  type ListImportedOrderResultsData,
  listInboundMessages,
  type ListInboundMessagesData,
  listOrderImports,
  type ListOrderImportsData,
  listPlatforms,
  listShops,
  type ListShopsData,
  listWebhookDeliveries,
  type ListWebhookDeliveriesData,
  listWebhookEndpoints,
  listWriteBacks,
  type ListWriteBacksData,
  type PlatformOut,
  type PushAgain,
  pushWriteBacksAgain,
  readShopHealth,
  registerNewShop,
  removeWebhookEndpoint,
  replayOneWebhook,
  replayWebhooksSince,
  reprocessInboundMessage,
  rotateWebhookEndpointSecret,
  type ShopChange,
  type ShopHealthOut,
  type ShopIn,
  type ShopOut,
  type WriteBackOut,
} from '@/shared/api/gen'

export type { DeliveryOut, EndpointIn, EndpointOut, EventType, ImportedOrderOut, ImportOut, InboundOut, PlatformOut, ShopChange, ShopHealthOut, ShopIn, ShopOut, WriteBackOut }

const shopKeys = keysOf('shop')
export const writeBackKeys = keysOf('write_back')
export const inboundKeys = keysOf('inbound_message')
export const importKeys = keysOf('order_import')
export const endpointKeys = keysOf('webhook_endpoint')
export const deliveryKeys = keysOf('webhook_delivery')

const PAGE = 100
/** Health is lag, which grows while nothing is told: it is read again even in quiet times. */
const HEALTH_EVERY_MS = 15_000
const RECENT_REFUSALS_EVERY_MS = 60_000
const DAY_MS = 86_400_000

export const WRITE_BACK_STATES = ['pending', 'telling', 'failed', 'dead', 'told'] as const
export const INBOUND_STATES = ['waiting', 'processed', 'refused', 'dead'] as const
export const OUTCOMES = ['readable', 'made', 'updated', 'unchanged', 'stale', 'sent', 'refused', 'set_aside'] as const
export const DELIVERY_STATES = ['waiting', 'sending', 'delivered', 'failed', 'dead'] as const
export const EVENT_TYPES = ['order.placed', 'order.reviewed', 'order.allocated', 'order.picked', 'order.packed', 'order.shipped', 'order.delivered', 'order.completed', 'order.cancelled', 'order.closed'] as const satisfies readonly EventType[]

export interface ShopSearch {
  q?: string | undefined
  platform?: string | undefined
  active?: boolean | undefined
}

type Query<Data extends { query?: unknown }> = NonNullable<Data['query']>

/** Values of the address line are text; what the API does not know it refuses with a clear problem. */
function asQuery<Data extends { query?: unknown }>(search: object, cursor: string | undefined): Query<Data> {
  return { ...search, limit: PAGE, cursor } as Query<Data>
}

/** Other features keep lists of shops under the same noun: this is the page of the grid here. */
export const shopGrid = (search: ShopSearch) => shopKeys.list({ grid: search })
export const shopPage = (search: ShopSearch) => (cursor: string | undefined, signal: AbortSignal) => body(listShops({ query: asQuery<ListShopsData>(search, cursor), signal }))
export const writeBackPage = (search: object) => (cursor: string | undefined, signal: AbortSignal) => body(listWriteBacks({ query: asQuery<ListWriteBacksData>(search, cursor), signal }))
export const inboundPage = (search: object) => (cursor: string | undefined, signal: AbortSignal) => body(listInboundMessages({ query: asQuery<ListInboundMessagesData>(search, cursor), signal }))
export const importPage = (search: object) => (cursor: string | undefined, signal: AbortSignal) => body(listOrderImports({ query: asQuery<ListOrderImportsData>(search, cursor), signal }))
export const importedOrderPage = (id: string, search: object) => (cursor: string | undefined, signal: AbortSignal) =>
  body(listImportedOrderResults({ path: { import_id: id }, query: asQuery<ListImportedOrderResultsData>(search, cursor), signal }))
export const endpointPage = (cursor: string | undefined, signal: AbortSignal) => body(listWebhookEndpoints({ query: { limit: PAGE, cursor }, signal }))
export const deliveryPage = (id: string, search: object) => (cursor: string | undefined, signal: AbortSignal) =>
  body(listWebhookDeliveries({ path: { endpoint_id: id }, query: asQuery<ListWebhookDeliveriesData>(search, cursor), signal }))

/** All shops that this person sees, for names and for choosing. */
export const shopsQuery = queryOptions({
  queryKey: shopKeys.other('registered'),
  queryFn: async ({ signal }) => {
    const shops: ShopOut[] = []
    let cursor: string | undefined
    do {
      const page = await body(listShops({ query: { limit: PAGE, cursor }, signal }))
      shops.push(...page.data)
      cursor = page.has_more ? (page.next_cursor ?? undefined) : undefined
    } while (cursor)
    return shops
  },
  staleTime: 60_000,
})

/** What each platform needs and can do: it changes only with a release. */
export const platformsQuery = queryOptions({ queryKey: shopKeys.other('platforms'), queryFn: async ({ signal }) => (await body(listPlatforms({ signal }))).data, staleTime: Infinity })

export const healthQuery = queryOptions({
  queryKey: shopKeys.other('health'),
  queryFn: async ({ signal }) => (await body(readShopHealth({ signal }))).data,
  refetchInterval: HEALTH_EVERY_MS,
  meta: { nouns: ['write_back', 'inbound_message'] },
})

/** How many messages were refused within a day; `more` where a page of them is not enough to tell. */
export const refusedQuery = queryOptions({
  queryKey: inboundKeys.other('refused'),
  queryFn: async ({ signal }) => {
    const page = await body(listInboundMessages({ query: { state: 'refused', limit: PAGE }, signal }))
    const since = Date.now() - DAY_MS
    const recent = page.data.filter((message) => Date.parse(message.received_at) >= since).length
    return { recent, more: page.has_more && recent === page.data.length }
  },
  refetchInterval: RECENT_REFUSALS_EVERY_MS,
})

export const messageQuery = (id: string) => queryOptions({ queryKey: inboundKeys.one(id), queryFn: ({ signal }) => body(getInboundMessage({ path: { message_id: id }, signal })) })
export const importQuery = (id: string) => queryOptions({ queryKey: importKeys.one(id), queryFn: ({ signal }) => body(getOrderImport({ path: { import_id: id }, signal })) })
export const endpointQuery = (id: string) => queryOptions({ queryKey: endpointKeys.one(id), queryFn: ({ signal }) => body(getWebhookEndpoint({ path: { endpoint_id: id }, signal })) })

/** The record as it is now, with its version, for a form. */
export const readShop = (id: string) => versioned(getShop({ path: { shop_id: id } }))
export const readEndpoint = (id: string) => versioned(getWebhookEndpoint({ path: { endpoint_id: id } }))
export const shopEditKey = (id: string) => shopKeys.one(id, 'edit')

/** A change here; afterwards the lists that show it are read again. */
function useChange<Input, Output>(nouns: readonly (readonly unknown[])[], change: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    // Pages show a refusal where the action was started.
    meta: { quiet: true },
    onSettled: () => Promise.all(nouns.map((queryKey) => client.invalidateQueries({ queryKey }))),
  })
}

interface Several {
  ids: readonly string[]
  tell: (done: number) => void
}

/** The same for each of several, one after the other; one refusal does not stop the rest, and the lists are read again once. */
export function useInTurn(nouns: readonly (readonly unknown[])[], change: (id: string) => Promise<unknown>) {
  return useChange(nouns, async ({ ids, tell }: Several) => {
    let good = 0
    let refusal = ''
    for (const [index, id] of ids.entries()) {
      tell(index)
      try {
        await change(id)
        good += 1
      } catch (error) {
        refusal = asApiError(error).detail
      }
    }
    return { good, refusal }
  })
}

interface Edit<Patch> {
  id: string
  etag: string | null
  patch: Patch
}

export const useRegisterShop = () => useChange([shopKeys.all], (input: ShopIn) => body(registerNewShop({ body: input })))
export const useChangeShop = () => useChange([shopKeys.all], ({ id, etag, patch }: Edit<ShopChange>) => body(changeOneShop({ path: { shop_id: id }, body: patch, headers: ifMatch(etag) })))
export const usePushAgain = () => useChange([writeBackKeys.all, shopKeys.other('health')], (input: PushAgain) => body(pushWriteBacksAgain({ body: input })))
export const useReprocess = () => useInTurn([inboundKeys.all, shopKeys.other('health')], (id) => reprocessInboundMessage({ path: { message_id: id } }))
export const useImportOrders = () => useChange([importKeys.all], ({ file, shop, check }: { file: File; shop: string; check: boolean }) => body(importOrderFile({ body: { file, shop_id: shop, mode: check ? 'check' : 'run' } })))
export const useAddEndpoint = () => useChange([endpointKeys.all], (input: EndpointIn) => body(addWebhookEndpoint({ body: input })))
export const useChangeEndpoint = () => useChange([endpointKeys.all], ({ id, etag, patch }: Edit<EndpointChangeIn>) => body(changeOneWebhookEndpoint({ path: { endpoint_id: id }, body: patch, headers: ifMatch(etag) })))
/** Its own page is not read again: there is nothing left to read. */
export const useRemoveEndpoint = () => useChange([endpointKeys.list()], ({ id, etag }: { id: string; etag: string | null }) => removeWebhookEndpoint({ path: { endpoint_id: id }, headers: ifMatch(etag) }))
export const useRotateEndpoint = () => useChange([endpointKeys.all], (id: string) => body(rotateWebhookEndpointSecret({ path: { endpoint_id: id } })))
export const useReplay = (endpoint: string) => useInTurn([deliveryKeys.all, endpointKeys.all], (id) => replayOneWebhook({ path: { endpoint_id: endpoint, delivery_id: id } }))
export const useReplaySince = () => useChange([deliveryKeys.all, endpointKeys.all], ({ endpoint, since }: { endpoint: string; since: string }) => body(replayWebhooksSince({ path: { endpoint_id: endpoint }, body: { since } })))
