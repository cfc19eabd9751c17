import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { apiFetch, body, ifMatch, keysOf, quoted } from '@/shared/api'
import {
  cancelOverduePresales,
  changeTermsOfPresale,
  type ChangePresale,
  createNewPresale,
  type CreatePresale,
  type GiftParametersOutput as GiftParameters,
  type GiftRuleOut,
  type GiftTrial,
  importIssuedInvoiceNumbers,
  type InvoiceDetailsOut,
  type InvoiceOut,
  getPresaleOfOrder,
  listGiftRules,
  listGiftsOfOrder,
  listInvoiceRequests,
  type ListInvoiceRequestsData,
  listInvoicesOfOrder,
  listPresaleOrders,
  type ListPresaleOrdersData,
  listPresales,
  noteIssuedInvoice,
  notePaidBalance,
  noteRedLetterInvoice,
  type OrderGiftOut,
  type PresaleOrderOut,
  type PresaleOut,
  publishGiftRuleVersion,
  type PublishGiftRule,
  requestInvoiceOfOrder,
  type RequestInvoice,
  revealInvoiceDetails,
  tryDraftOfGiftRule,
  type TryGiftRule,
  uploadInvoiceFile,
  withdrawInvoiceRequest,
} from '@/shared/api/gen'
import { saveFile } from '@/shared/api/save'
import { orderKeys } from '../../queries'

export type { GiftParameters, GiftRuleOut, GiftTrial, InvoiceDetailsOut, InvoiceOut, OrderGiftOut, PresaleOrderOut, PresaleOut }

export const giftKeys = keysOf('gift_rule')
export const presaleKeys = keysOf('presale')
export const invoiceKeys = keysOf('invoice')

const PAGE = 100
const more = (cursor: string | undefined) => ({ limit: PAGE, ...(cursor ? { cursor } : {}) })

export const PRESALE_STATES = ['awaiting_deposit', 'deposit_paid', 'balance_due', 'overdue', 'balance_paid'] as const
export const INVOICE_STATES = ['requested', 'issued', 'red_due', 'red_lettered', 'withdrawn'] as const

export interface PresaleSearch {
  state?: string | undefined
  presale?: string | undefined
}

export interface InvoiceSearch {
  state?: string | undefined
  kind?: string | undefined
  q?: string | undefined
}

type PresaleFilter = NonNullable<ListPresaleOrdersData['query']>
type InvoiceFilter = NonNullable<ListInvoiceRequestsData['query']>
/** Values of the address line are text; what the API does not know it refuses with a clear problem. */
const told = <Filter>(filter: Record<string, string | undefined>) => Object.fromEntries(Object.entries(filter).filter(([, value]) => value)) as Filter

export const giftPage = (cursor: string | undefined, signal: AbortSignal) => body(listGiftRules({ query: more(cursor), signal }))
export const presalePage = (cursor: string | undefined, signal: AbortSignal) => body(listPresales({ query: more(cursor), signal }))
export const presaleOrderPage = (search: PresaleSearch) => (cursor: string | undefined, signal: AbortSignal) =>
  body(listPresaleOrders({ query: { ...told<PresaleFilter>({ state: search.state, presale_id: search.presale }), ...more(cursor) }, signal }))
export const invoicePage = (search: InvoiceSearch) => (cursor: string | undefined, signal: AbortSignal) =>
  body(listInvoiceRequests({ query: { ...told<InvoiceFilter>({ state: search.state, kind: search.kind, q: search.q }), ...more(cursor) }, signal }))

export const giftsOfOrder = (id: string) => queryOptions({ queryKey: orderKeys.one(id, 'gifts'), queryFn: async ({ signal }) => (await body(listGiftsOfOrder({ path: { order_id: id }, signal }))).data })
export const presaleOfOrder = (id: string) => queryOptions({ queryKey: orderKeys.one(id, 'presale'), queryFn: async ({ signal }) => (await body(getPresaleOfOrder({ path: { order_id: id }, signal }))).presale })
export const invoicesOfOrder = (id: string) => queryOptions({ queryKey: orderKeys.one(id, 'invoices'), queryFn: async ({ signal }) => (await body(listInvoicesOfOrder({ path: { order_id: id }, signal }))).data })

/** A change; afterwards whatever shows it or its order is read again. */
function useChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    meta: { quiet: true },
    onSettled: () => Promise.all([giftKeys.all, presaleKeys.all, invoiceKeys.all, orderKeys.all].map((queryKey) => client.invalidateQueries({ queryKey }))),
  })
}

const stamp = (version: number) => ifMatch(quoted(String(version)))

export const usePublishGift = () => useChange(({ code, ...rule }: { code: string } & PublishGiftRule) => body(publishGiftRuleVersion({ path: { code }, body: rule })))
export const useTryGift = () => useMutation({ mutationFn: (trial: TryGiftRule) => body(tryDraftOfGiftRule({ body: trial })), meta: { quiet: true } })
export const useCreatePresale = () => useChange((presale: CreatePresale) => body(createNewPresale({ body: presale })))
export const useChangePresale = () => useChange(({ id, version, ...terms }: { id: string; version: number } & ChangePresale) => body(changeTermsOfPresale({ path: { presale_id: id }, body: terms, headers: stamp(version) })))
export const useNoteBalance = () =>
  useChange(({ row, amount, reference }: { row: PresaleOrderOut; amount: string; reference: string }) =>
    body(notePaidBalance({ path: { order_id: row.order_id }, body: { paid: { amount, currency: row.balance.currency }, reference }, headers: stamp(row.version) })),
  )
export const useForfeit = () => useChange(({ ids, reason }: { ids: string[]; reason: string }) => body(cancelOverduePresales({ body: { ids, reason } })))
export const useRequestInvoice = () => useChange((wish: RequestInvoice) => body(requestInvoiceOfOrder({ body: wish })))

interface Noted {
  invoice: InvoiceOut
  number: string
  on: string
}

export const useIssue = () => useChange(({ invoice, number, on }: Noted) => body(noteIssuedInvoice({ path: { invoice_id: invoice.id }, body: { number, on }, headers: stamp(invoice.version) })))
export const useRedLetter = () => useChange(({ invoice, number, on }: Noted) => body(noteRedLetterInvoice({ path: { invoice_id: invoice.id }, body: { number, on }, headers: stamp(invoice.version) })))
export const useWithdrawInvoice = () => useChange(({ invoice, reason }: { invoice: InvoiceOut; reason: string }) => body(withdrawInvoiceRequest({ path: { invoice_id: invoice.id }, body: { reason }, headers: stamp(invoice.version) })))
export const useRevealInvoice = () => useChange(({ id, reason }: { id: string; reason: string }) => body(revealInvoiceDetails({ path: { invoice_id: id }, body: { reason } })))
export const useUploadInvoice = () => useChange(({ id, file }: { id: string; file: File }) => body(uploadInvoiceFile({ path: { invoice_id: id }, body: { file } })))
export const useImportInvoices = () => useChange(({ file, check }: { file: File; check: boolean }) => body(importIssuedInvoiceNumbers({ body: { file, mode: check ? 'check' : 'run' } })))

const ASK = '/api/orders/v1/invoice-requests'
export const IMPORT_TEMPLATE = `${ASK}/import-template`
export const exportInvoices = (reason: string) => saveFile(`${ASK}/export?${new URLSearchParams({ reason, state: 'requested' }).toString()}`, 'invoices.xlsx')
export const downloadInvoice = async (invoice: InvoiceOut) => {
  const answer = await apiFetch(`${ASK}/${invoice.id}/file/read`, { method: 'POST' })
  const address = URL.createObjectURL(await answer.blob())
  const link = document.createElement('a')
  link.href = address
  link.download = `${invoice.number}.${invoice.file_kind ?? 'pdf'}`
  link.click()
  URL.revokeObjectURL(address)
}
