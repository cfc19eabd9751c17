import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { body, keysOf } from '@/shared/api'
import {
  checkFreightBill,
  type FreightBillLineRow,
  type FreightBillOut,
  type FreightBillRow,
  getFreightBill,
  importFreightBill,
  listCarriers,
  listFreightBillLines,
  listFreightBills,
  listParcelsNotBilled,
  listPriceCards,
  type LineResult,
  type LineState,
  type MissingParcel,
  type NewPriceCard,
  payFreightBill,
  type PayBill,
  type PriceCardOut,
  type PriceCardTrial,
  publishPriceCard,
  type ResultSum,
  settleFreightLine,
  settleFreightLines,
  type SettleLine,
  type SettleLines,
  tryPriceCard,
} from '@/shared/api/gen'
import { saveFile } from '@/shared/api/save'

export type { FreightBillLineRow, FreightBillOut, FreightBillRow, MissingParcel, NewPriceCard, PriceCardOut, ResultSum }

export const billKeys = keysOf('freight_bill')
export const cardKeys = keysOf('price_card')
const PAGE = 100

export const RESULTS = ['equal', 'less', 'weight', 'zone', 'amount', 'duplicate', 'unknown', 'unrated'] as const
export const LINE_STATES = ['disputed', 'agreed'] as const
export const STEPS = ['proved', 'given_up', 'settled'] as const
export type Step = (typeof STEPS)[number]
export type SettledAtOnce = SettleLines['step']

export interface LineSearch {
  state?: LineState | undefined
  result?: LineResult | undefined
  q?: string | undefined
}

export const billPage =
  ({ carrier }: { carrier?: string | undefined }) =>
  (cursor: string | undefined, signal: AbortSignal) =>
    body(listFreightBills({ query: { carrier, limit: PAGE, cursor }, signal }))
export const linePage =
  (number: string, { state, result, q }: LineSearch) =>
  (cursor: string | undefined, signal: AbortSignal) =>
    body(listFreightBillLines({ path: { number }, query: { state, result, q, limit: PAGE, cursor }, signal }))
export const missingPage = (number: string) => (cursor: string | undefined, signal: AbortSignal) => body(listParcelsNotBilled({ path: { number }, query: { limit: PAGE, cursor }, signal }))
export const billQuery = (number: string) => queryOptions({ queryKey: billKeys.one(number), queryFn: ({ signal }) => body(getFreightBill({ path: { number }, signal })) })
export const carriersQuery = queryOptions({ queryKey: ['carrier', 'list'], queryFn: async ({ signal }) => (await body(listCarriers({ signal }))).data, staleTime: 600_000 })

/** Every version of one carrier's cards, or of all carriers'. */
export const cardsQuery = (carrier: string | undefined) =>
  queryOptions({
    queryKey: cardKeys.list({ carrier }),
    queryFn: async ({ signal }) => {
      const cards: PriceCardOut[] = []
      let cursor: string | undefined
      do {
        const page = await body(listPriceCards({ query: { carrier, limit: PAGE, cursor }, signal }))
        cards.push(...page.data)
        cursor = page.has_more ? (page.next_cursor ?? undefined) : undefined
      } while (cursor)
      return cards
    },
  })

function useFreightChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    meta: { quiet: true },
    onSettled: () => Promise.all([billKeys, cardKeys].map((keys) => client.invalidateQueries({ queryKey: keys.all }))),
  })
}

export interface BillUpload {
  carrier: string
  period_from: string
  period_to: string
}

export const checkBill = (file: File) => body(checkFreightBill({ body: { file } }))
export const useImportBill = () => useFreightChange(({ file, ...of }: BillUpload & { file: File }) => body(importFreightBill({ body: { file, ...of } })))
export const useSettleLine = () => useFreightChange(({ number, line, ...step }: { number: string; line: number } & SettleLine) => body(settleFreightLine({ path: { number, line_no: line }, body: step })))
export const useSettleLines = () => useFreightChange(({ number, ...input }: { number: string } & SettleLines) => body(settleFreightLines({ path: { number }, body: input })))
export const usePayBill = () => useFreightChange(({ number, ...payment }: { number: string } & PayBill) => body(payFreightBill({ path: { number }, body: payment })))
export const usePublishCard = () => useFreightChange(({ carrier, ...card }: { carrier: string } & NewPriceCard) => body(publishPriceCard({ path: { carrier }, body: card })))
export const useTryCard = () => useMutation({ mutationFn: (trial: PriceCardTrial) => body(tryPriceCard({ body: trial })), meta: { quiet: true } })

export const saveDisputes = (number: string) => saveFile(`/api/warehouse/v1/freight-bills/${number}/disputes.xlsx`, `${number}-disputes.xlsx`)
