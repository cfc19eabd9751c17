import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { body, keysOf } from '@/shared/api'
import { saveFile } from '@/shared/api/save'
import {
  askToEraseCustomer,
  askToExportCustomers,
  carryOutCustomerErasure,
  confirmCustomerProposal,
  type CustomerContact,
  type CustomerHappening,
  type CustomerMergeOut,
  type CustomerOut,
  type CustomerProposalOut,
  type CustomerRow,
  type DataExportOut,
  type ErasureOut,
  type ExportPolicyOut,
  type FullReceiver,
  getCustomer,
  type LevelPolicyOut,
  type LevelsOut,
  listCustomerCases,
  listCustomerCredit,
  listCustomerErasures,
  listCustomerLevelPolicies,
  listCustomerLevels,
  listCustomerProposals,
  listCustomers,
  listCustomerTimeline,
  listDataExports,
  listEverybodysExports,
  listExportPolicies,
  listOrderShops,
  listRetentionPolicies,
  mergeCustomerFiles,
  type OrderShop,
  publishCustomerLevelPolicy,
  type PublishExportPolicy,
  type PublishLevelPolicy,
  publishPolicyOfExports,
  publishPolicyOfRetention,
  type PublishRetentionPolicy,
  putTagOnCustomer,
  refuseCustomerErasure,
  refuseCustomerProposal,
  type RetentionPolicyOut,
  revealCustomerContact,
  type StandingOut,
  takeCustomerFilesApart,
  takeTagOffCustomer,
  withdrawOneDataExport,
  writeNoteOnCustomer,
  allowCalls,
  forbidCalls,
  listQualityOfCustomer,
  showCustomerCare,
} from '@/shared/api/gen'
import { useLanguage } from '@/shared/i18n'
import { companyDay, dayAfter, dayStart } from '@/shared/lib/time'

export type { CustomerContact, CustomerHappening, CustomerMergeOut, CustomerOut, CustomerProposalOut, CustomerRow, DataExportOut, ErasureOut, ExportPolicyOut, FullReceiver, LevelPolicyOut, RetentionPolicyOut, StandingOut }

export const customerKeys = keysOf('customer')
export const proposalKeys = keysOf('customer_proposal')
const shopKeys = keysOf('shop')
export const exportKeys = keysOf('data_export')
export const erasureKeys = keysOf('customer_erasure')
const levelKeys = keysOf('customer_level_policy')
const exportPolicyKeys = keysOf('export_policy')
const retentionKeys = keysOf('retention_policy')
const PAGE = 50
const MOST_SHOPS = 100

/** The list as it stands in the address line. Days are the company's, both included. */
export interface CustomerSearch {
  q?: string | undefined
  tag?: string | undefined
  shop?: string[] | undefined
  from?: string | undefined
  to?: string | undefined
  level?: string | undefined
  /** Paid less refunds, at least so much. */
  paid?: string | undefined
  /** No order for so many days. */
  dormant?: '90' | '180' | '365' | undefined
}

export function filterOf(search: CustomerSearch): Record<string, string | string[]> {
  const dormantTo = search.dormant && dayStart(daysAgo(Number(search.dormant)))
  const filter = {
    q: search.q,
    tag: search.tag,
    level: search.level,
    paid_from: search.paid,
    shop_id: search.shop,
    last_from: search.from && dayStart(search.from),
    last_to: dormantTo || (search.to && dayStart(dayAfter(search.to))),
  }
  return Object.fromEntries(Object.entries(filter).filter((one): one is [string, string | string[]] => one[1] !== undefined && one[1] !== ''))
}

function daysAgo(days: number): string {
  const day = new Date(`${companyDay()}T00:00:00Z`)
  day.setUTCDate(day.getUTCDate() - days)
  return day.toISOString().slice(0, 10)
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

export const levelsQuery = queryOptions({ queryKey: levelKeys.other('in-force'), queryFn: ({ signal }) => body(listCustomerLevels({ signal })), staleTime: 60_000 })
const NO_LEVELS: LevelsOut = { currency: 'CNY', data: [] }

/** Levels of the policy in force, and their names in the reader's language; one that it does not know shows its code. */
export function useLevels(): { levels: LevelsOut; nameOf: (code: string) => string } {
  const { data = NO_LEVELS } = useQuery(levelsQuery)
  const spoken = useLanguage()
  return useMemo(() => {
    const names = new Map(data.data.map((level) => [level.code, spoken === 'zh-CN' ? level.name_zh : level.name_en]))
    return { levels: data, nameOf: (code) => names.get(code) ?? code }
  }, [data, spoken])
}

export const casesQuery = (id: string) =>
  queryOptions({ queryKey: customerKeys.one(id, 'cases'), queryFn: async ({ signal }) => (await body(listCustomerCases({ path: { customer_id: id }, signal }))).data, meta: { nouns: ['aftersales_case'] } })
export const creditQuery = (id: string) =>
  queryOptions({ queryKey: customerKeys.one(id, 'credit'), queryFn: async ({ signal }) => (await body(listCustomerCredit({ path: { customer_id: id }, signal }))).data })

/** The newest hundred versions: a company publishes a few a year. */
const VERSIONS = 100
export const levelPoliciesQuery = queryOptions({ queryKey: levelKeys.list(), queryFn: async ({ signal }) => (await body(listCustomerLevelPolicies({ query: { limit: VERSIONS }, signal }))).data })
export const exportPoliciesQuery = queryOptions({ queryKey: exportPolicyKeys.list(), queryFn: async ({ signal }) => (await body(listExportPolicies({ query: { limit: VERSIONS }, signal }))).data })
export const retentionPoliciesQuery = queryOptions({ queryKey: retentionKeys.list(), queryFn: async ({ signal }) => (await body(listRetentionPolicies({ query: { limit: VERSIONS }, signal }))).data })

export const exportPage = (everybodys: boolean) => (cursor: string | undefined, signal: AbortSignal) =>
  body((everybodys ? listEverybodysExports : listDataExports)({ query: { limit: PAGE, ...(cursor ? { cursor } : {}) }, signal }))
export const erasurePage = (state: 'asked' | undefined) => (cursor: string | undefined, signal: AbortSignal) =>
  body(listCustomerErasures({ query: { limit: PAGE, ...(state ? { state } : {}), ...(cursor ? { cursor } : {}) }, signal }))
export const saveExportFile = (id: string) => saveFile(`/api/orders/v1/data-exports/${id}/file`, 'export.xlsx')

/** Afterwards what is under these keys is read again. */
function useChangeOf<Input, Output>(change: (input: Input) => Promise<Output>, keys: readonly (readonly unknown[])[]) {
  const client = useQueryClient()
  return useMutation({ mutationFn: change, meta: { quiet: true }, onSettled: () => Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey }))) })
}

export const useAskExport = () =>
  useChangeOf(({ search, reason, full }: { search: CustomerSearch; reason: string; full: boolean }) => body(askToExportCustomers({ query: filterOf(search), body: { reason, full_contacts: full } })), [exportKeys.all])
export const useWithdrawExport = () => useChangeOf(({ id, reason }: { id: string; reason: string }) => body(withdrawOneDataExport({ path: { export_id: id }, body: { reason } })), [exportKeys.all])
export const useAskErasure = () =>
  useChangeOf((asked: { customer_id: string; ground: 'buyer' | 'law' | 'other'; reason: string }) => body(askToEraseCustomer({ body: asked })), [erasureKeys.all])
export const useCarryOut = () =>
  useChangeOf(({ id, comment }: { id: string; comment: string }) => body(carryOutCustomerErasure({ path: { erasure_id: id }, body: { comment } })), [erasureKeys.all, customerKeys.all])
export const useRefuseErasure = () => useChangeOf(({ id, reason }: { id: string; reason: string }) => body(refuseCustomerErasure({ path: { erasure_id: id }, body: { reason } })), [erasureKeys.all])
export const usePublishLevels = () => useChangeOf((policy: PublishLevelPolicy) => body(publishCustomerLevelPolicy({ body: policy })), [levelKeys.all, customerKeys.all])
export const usePublishExports = () => useChangeOf((policy: PublishExportPolicy) => body(publishPolicyOfExports({ body: policy })), [exportPolicyKeys.all])
export const usePublishRetention = () => useChangeOf((policy: PublishRetentionPolicy) => body(publishPolicyOfRetention({ body: policy })), [retentionKeys.all])

/** Complaints and call-backs; only for who may see complaints. */
/** The newest of the quality tracking record. */
export const customerQualityQuery = (id: string) => queryOptions({ queryKey: customerKeys.one(id, 'quality'), queryFn: ({ signal }) => body(listQualityOfCustomer({ path: { customer_id: id }, query: { limit: 20 }, signal })) })
export const customerCareQuery = (id: string) => queryOptions({ queryKey: customerKeys.one(id, 'care'), queryFn: ({ signal }) => body(showCustomerCare({ path: { customer_id: id }, signal })) })
export const useForbidCalls = () => useCustomerChange(({ id, reason }: { id: string; reason: string }) => body(forbidCalls({ path: { customer_id: id }, body: { reason } })))
export const useAllowCalls = () => useCustomerChange(({ id, reason }: { id: string; reason: string }) => body(allowCalls({ path: { customer_id: id }, body: { reason } })))
