import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { body, keysOf } from '@/shared/api'
import {
  confirmCustomerProposal,
  type CustomerContact,
  type CustomerHappening,
  type CustomerMergeOut,
  type CustomerOut,
  type CustomerProposalOut,
  type CustomerRow,
  type FullReceiver,
  getCustomer,
  listCustomerProposals,
  listCustomers,
  listCustomerTimeline,
  listOrderShops,
  mergeCustomerFiles,
  type OrderShop,
  putTagOnCustomer,
  refuseCustomerProposal,
  revealCustomerContact,
  takeCustomerFilesApart,
  takeTagOffCustomer,
  writeNoteOnCustomer,
  allowCalls,
  forbidCalls,
  showCustomerCare,
} from '@/shared/api/gen'
import { dayAfter, dayStart } from '@/shared/lib/time'

export type { CustomerContact, CustomerHappening, CustomerMergeOut, CustomerOut, CustomerProposalOut, CustomerRow, FullReceiver }

export const customerKeys = keysOf('customer')
export const proposalKeys = keysOf('customer_proposal')
const shopKeys = keysOf('shop')
const PAGE = 50
const MOST_SHOPS = 100

/** The list as it stands in the address line. Days are the company's, both included. */
export interface CustomerSearch {
  q?: string | undefined
  tag?: string | undefined
  shop?: string[] | undefined
  from?: string | undefined
  to?: string | undefined
}

export function filterOf(search: CustomerSearch): Record<string, string | string[]> {
  const filter = { q: search.q, tag: search.tag, shop_id: search.shop, last_from: search.from && dayStart(search.from), last_to: search.to && dayStart(dayAfter(search.to)) }
  return Object.fromEntries(Object.entries(filter).filter((one): one is [string, string | string[]] => one[1] !== undefined && one[1] !== ''))
}

export const customerPage = (search: CustomerSearch) => (cursor: string | undefined, signal: AbortSignal) =>
  body(listCustomers({ query: { ...filterOf(search), limit: PAGE, ...(cursor ? { cursor } : {}) }, signal }))
export const proposalPage = (cursor: string | undefined, signal: AbortSignal) => body(listCustomerProposals({ query: { limit: PAGE, ...(cursor ? { cursor } : {}) }, signal }))
export const timelinePage = (id: string) => (cursor: string | undefined, signal: AbortSignal) =>
  body(listCustomerTimeline({ path: { customer_id: id }, query: { limit: PAGE, ...(cursor ? { cursor } : {}) }, signal }))

export async function findCustomers(q: string, signal: AbortSignal): Promise<CustomerRow[]> {
  return (await body(listCustomers({ query: { q, limit: 8 }, signal }))).data
}

/** Its orders move on by themselves, and with them the figures. */
export const customerQuery = (id: string) =>
  queryOptions({ queryKey: customerKeys.one(id), queryFn: ({ signal }) => body(getCustomer({ path: { customer_id: id }, signal })), meta: { nouns: ['order'] } })

const shopsQuery = queryOptions({
  queryKey: shopKeys.other('of-orders-short'),
  queryFn: async ({ signal }) => (await body(listOrderShops({ query: { limit: MOST_SHOPS }, signal }))).data,
  staleTime: 60_000,
})
const NONE: readonly OrderShop[] = []

/** The shops this person sees, and their names; one that is not there shows its id. */
export function useShops(): { all: readonly OrderShop[]; nameOf: (id: string) => string } {
  const { data = NONE } = useQuery(shopsQuery)
  return useMemo(() => {
    const names = new Map(data.map((shop) => [shop.id, shop.name]))
    return { all: data, nameOf: (id) => names.get(id) ?? id }
  }, [data])
}

/** Afterwards whatever shows customers or proposals is read again. */
function useCustomerChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    meta: { quiet: true },
    onSettled: () => Promise.all([customerKeys.all, proposalKeys.all].map((queryKey) => client.invalidateQueries({ queryKey }))),
  })
}

export const useTag = () => useCustomerChange(({ id, tag }: { id: string; tag: string }) => body(putTagOnCustomer({ path: { customer_id: id }, body: { tag } })))
export const useUntag = () => useCustomerChange(({ id, tag }: { id: string; tag: string }) => body(takeTagOffCustomer({ path: { customer_id: id }, body: { tag } })))
export const useNote = () => useCustomerChange(({ id, text }: { id: string; text: string }) => body(writeNoteOnCustomer({ path: { customer_id: id }, body: { text } })))
export const useMerge = () => useCustomerChange((merge: { one_id: string; other_id: string; reason: string }) => body(mergeCustomerFiles({ body: merge })))
export const useTakeApart = () => useCustomerChange(({ id, reason }: { id: string; reason: string }) => body(takeCustomerFilesApart({ path: { merge_id: id }, body: { reason } })))
export const useConfirm = () => useCustomerChange(({ id, reason }: { id: string; reason: string }) => body(confirmCustomerProposal({ path: { proposal_id: id }, body: { reason } })))
export const useRefuse = () => useCustomerChange(({ id, reason }: { id: string; reason: string }) => refuseCustomerProposal({ path: { proposal_id: id }, body: { reason } }))
/** The answer is kept by the page that asked, nowhere else: no cache holds an unmasked contact. */
export const useRevealContact = () =>
  useCustomerChange(({ id, orderId, reason }: { id: string; orderId: string; reason: string }) => body(revealCustomerContact({ path: { customer_id: id }, body: { order_id: orderId, reason } })))

/** Complaints and call-backs; only for who may see complaints. */
export const customerCareQuery = (id: string) => queryOptions({ queryKey: customerKeys.one(id, 'care'), queryFn: ({ signal }) => body(showCustomerCare({ path: { customer_id: id }, signal })) })
export const useForbidCalls = () => useCustomerChange(({ id, reason }: { id: string; reason: string }) => body(forbidCalls({ path: { customer_id: id }, body: { reason } })))
export const useAllowCalls = () => useCustomerChange(({ id, reason }: { id: string; reason: string }) => body(allowCalls({ path: { customer_id: id }, body: { reason } })))