import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { apiFetch, body, ifMatch, keysOf, newKey, quoted } from '@/shared/api'
import {
  addReturnPicture,
  type BinCardRow,
  cancelPickList,
  carryGoods,
  closeReturn,
  confirmPickList,
  createPickList,
  describeReturn,
  dismissReturn,
  type ExpectedReturnRow,
  type FiguresOut,
  type FreightOffer,
  findReturnedGoods,
  forgetFindings,
  forgetScans,
  getMonthReport,
  getParcel,
  getPickList,
  getReturn,
  getShipment,
  getStock,
  getWarehouseFigures,
  importStock,
  importTracking,
  importWaybills,
  listBinCards,
  listBins,
  listCarriers,
  listExpectedReturns,
  listFreightOffers,
  type ListExpectedReturnsData,
  listParcels,
  type ListParcelsData,
  listPickLists,
  type ListPickListsData,
  listReturns,
  type ListReturnsData,
  listShipments,
  listSkus,
  type ListShipmentsData,
  listStock,
  type ListStockData,
  listSignedDays,
  listStockBreaks,
  listStockMovements,
  listWarehouses,
  matchReturn,
  type MonthReportLine,
  type MovementRow,
  type NewCarriage,
  type NewMovements,
  type NewPickList,
  packShipment,
  weighShipment,
  type WarehouseParcelOut as ParcelOut,
  type ParcelRow,
  type PickListOut,
  type PickListRow,
  receiveReturn,
  recordStockMovements,
  type ReturnOut,
  type ReturnRow,
  scanItem,
  sealMonth,
  setWaybill,
  type ShipmentOut,
  type ShipmentRow,
  shipShipment,
  shipShipments,
  signDay,
  type StockRow,
  type WarehouseOut,
  type Waybill,
} from '@/shared/api/gen'
import { toast } from '@/shared/ui'

export type { BinCardRow, ExpectedReturnRow, FiguresOut, FreightOffer, MonthReportLine, MovementRow, ParcelOut, ParcelRow, PickListOut, PickListRow, ReturnOut, ReturnRow, ShipmentOut, ShipmentRow, StockRow, WarehouseOut }

export const shipmentKeys = keysOf('shipment')
export const pickListKeys = keysOf('pick_list')
export const stockKeys = keysOf('stock')
export const parcelKeys = keysOf('parcel')
export const returnKeys = keysOf('return')
export const expectedReturnKeys = keysOf('expected_return')
export const monthKeys = keysOf('stock_month')
export const warehouseKeys = keysOf('warehouse')

const PAGE = 100
const FOUND_SKUS = 12
/** Fewer than this to sell is little. */
const LOW = 10

export const SHIPMENT_STATES = ['waiting', 'picking', 'picked', 'packed', 'shipped', 'withdrawn'] as const
export const PARCEL_STATES = ['created', 'collected', 'in_transit', 'out_for_delivery', 'delivered', 'exception', 'returning', 'returned', 'lost'] as const

export const RETURN_STATES = ['unknown', 'waiting', 'inspected', 'dismissed'] as const
export const EXPECTED_STATES = ['expected', 'arrived', 'inspected', 'withdrawn'] as const
export const VERDICTS = ['good', 'damaged', 'wrong', 'missing'] as const
export type Verdict = (typeof VERDICTS)[number]

export interface ShipmentSearch {
  q?: string | undefined
  state?: string[] | undefined
  warehouse?: string | undefined
  carrier?: string | undefined
  problem?: boolean | undefined
  sort?: 'created_at' | '-created_at' | undefined
}

type Query<Data extends { query?: unknown }> = NonNullable<Data['query']>

/** Values of the address line are text; what the API does not know it refuses with a clear problem. */
function asQuery<Data extends { query?: unknown }>(search: object, cursor: string | undefined): Query<Data> {
  return { ...search, limit: PAGE, cursor } as Query<Data>
}

export const shipmentPage = (search: ShipmentSearch) => (cursor: string | undefined, signal: AbortSignal) => body(listShipments({ query: asQuery<ListShipmentsData>(search, cursor), signal }))
export const pickListPage = (search: object) => (cursor: string | undefined, signal: AbortSignal) => body(listPickLists({ query: asQuery<ListPickListsData>(search, cursor), signal }))
export const stockPage =
  ({ low, ...search }: { low?: boolean | undefined }) =>
  (cursor: string | undefined, signal: AbortSignal) =>
    body(listStock({ query: asQuery<ListStockData>({ ...search, below_available: low ? LOW : undefined }, cursor), signal }))
export const parcelPage = (search: object) => (cursor: string | undefined, signal: AbortSignal) => body(listParcels({ query: asQuery<ListParcelsData>(search, cursor), signal }))
export const returnPage = (search: object) => (cursor: string | undefined, signal: AbortSignal) => body(listReturns({ query: asQuery<ListReturnsData>(search, cursor), signal }))
export const expectedReturnPage = (search: object) => (cursor: string | undefined, signal: AbortSignal) => body(listExpectedReturns({ query: asQuery<ListExpectedReturnsData>(search, cursor), signal }))
export const movementPage = (sku: string) => (cursor: string | undefined, signal: AbortSignal) => body(listStockMovements({ query: { sku, limit: PAGE, cursor }, signal }))

export const shipmentQuery = (number: string) => queryOptions({ queryKey: shipmentKeys.one(number), queryFn: ({ signal }) => body(getShipment({ path: { number }, signal })) })
export const offersQuery = (number: string) => queryOptions({ queryKey: shipmentKeys.one(number, 'offers'), queryFn: ({ signal }) => body(listFreightOffers({ path: { number }, signal })), meta: { nouns: ['price_card', 'delivery_promise'] } })
export const pickListQuery = (number: string) => queryOptions({ queryKey: pickListKeys.one(number), queryFn: ({ signal }) => body(getPickList({ path: { number }, signal })) })
export const returnQuery = (number: string) => queryOptions({ queryKey: returnKeys.one(number), queryFn: ({ signal }) => body(getReturn({ path: { number }, signal })) })
export const skuStockQuery = (sku: string) => queryOptions({ queryKey: stockKeys.one(sku), queryFn: ({ signal }) => body(getStock({ path: { sku }, signal })) })
/** The lines of a month's report page by page, each with the seal of the month. */
export const monthReportPage = (warehouse: string, month: string) => async (cursor: string | undefined, signal: AbortSignal) => {
  const report = await body(getMonthReport({ path: { warehouse, month }, query: { limit: PAGE, cursor }, signal }))
  return { ...report.lines, seal: report.seal }
}
export const signedDaysQuery = (warehouse: string) => queryOptions({ queryKey: ['stock_day', 'list', warehouse], queryFn: async ({ signal }) => (await body(listSignedDays({ path: { warehouse }, query: { limit: 31 }, signal }))).data })
export const stockBreaksQuery = queryOptions({ queryKey: ['stock_break', 'list'], queryFn: async ({ signal }) => (await body(listStockBreaks({ query: { limit: PAGE }, signal }))).data })
export const binCardsQuery = (sku: string) => queryOptions({ queryKey: stockKeys.other('cards', sku), queryFn: async ({ signal }) => (await body(listBinCards({ query: { sku, limit: PAGE }, signal }))).data })
export const findBins = async (warehouse: string, q: string, signal: AbortSignal) => (await body(listBins({ path: { code: warehouse }, query: { ...(q ? { q } : {}), limit: FOUND_SKUS }, signal }))).data.map((one) => one.code)
export const parcelQuery = (row: Pick<ParcelRow, 'carrier_code' | 'tracking_number'>) =>
  queryOptions({ queryKey: parcelKeys.one(`${row.carrier_code}:${row.tracking_number}`), queryFn: ({ signal }) => body(getParcel({ path: { carrier_code: row.carrier_code, tracking_number: row.tracking_number }, signal })) })
/** What the catalog knows, for a first receipt as well: such a SKU stands in no list of stock yet. */
export const findSkus = async (q: string, signal: AbortSignal) => (await body(listSkus({ query: { ...(q ? { q } : {}), active: true, limit: FOUND_SKUS }, signal }))).data
export const warehousesQuery = queryOptions({ queryKey: warehouseKeys.list(), queryFn: async ({ signal }) => (await body(listWarehouses({ signal }))).data, staleTime: 60_000 })
export const carriersQuery = queryOptions({ queryKey: ['carrier', 'list'], queryFn: async ({ signal }) => (await body(listCarriers({ signal }))).data, staleTime: 600_000 })
export const figuresQuery = queryOptions({
  queryKey: shipmentKeys.other('figures'),
  queryFn: ({ signal }) => body(getWarehouseFigures({ signal })),
  meta: { nouns: ['shipment', 'parcel', 'stock', 'reservation', 'return'] },
  // At midnight no shipment tells that "today" is yesterday.
  refetchInterval: 60_000,
})

/** A change on the floor; afterwards everything that shows shipments, pick lists and stock is read again. */
function useFloor<Input, Output>(change: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    meta: { quiet: true },
    onSettled: () => Promise.all([shipmentKeys, pickListKeys, stockKeys, returnKeys, expectedReturnKeys].map((keys) => client.invalidateQueries({ queryKey: keys.all }))),
  })
}

export const useCreatePickList = () => useFloor((input: NewPickList) => body(createPickList({ body: input })))
export const useConfirmPickList = () => useFloor(({ number, short }: { number: string; short: { shipment: string; sku: string; missing: number }[] }) => body(confirmPickList({ path: { number }, body: { short } })))
export const useCancelPickList = () => useFloor(({ number, reason }: { number: string; reason: string }) => body(cancelPickList({ path: { number }, body: { reason } })))
export const useScan = () => useFloor(({ number, barcode }: { number: string; barcode: string }) => body(scanItem({ path: { number }, body: { barcode, quantity: 1 }, headers: { 'Idempotency-Key': quoted(newKey()) } })))
export const useForgetScans = () => useFloor((number: string) => body(forgetScans({ path: { number } })))
export const useWeigh = () => useFloor(({ number, ...weighing }: { number: string; weight_g: number; accept?: string }) => body(weighShipment({ path: { number }, body: weighing })))
export const usePack = () => useFloor(({ number, ...pack }: { number: string; weight_g?: number | null; without_scan?: string | null }) => body(packShipment({ path: { number }, body: pack })))
export const useSetWaybill = () => useFloor(({ number, version, ...waybill }: { number: string; version: number } & Waybill) => body(setWaybill({ path: { number }, body: waybill, headers: ifMatch(`"${version}"`) })))
export const useShip = () => useFloor((number: string) => body(shipShipment({ path: { number } })))
export const useShipMany = () => useFloor((numbers: string[]) => body(shipShipments({ body: { numbers } })))
export const useRecordMovements = () => useFloor((input: NewMovements) => body(recordStockMovements({ body: input })))

export function useSealMonth() {
  const client = useQueryClient()
  return useMutation({ mutationFn: ({ warehouse, month, note }: { warehouse: string; month: string; note: string }) => body(sealMonth({ path: { warehouse, month }, body: { note } })), onSettled: () => client.invalidateQueries({ queryKey: monthKeys.all }) })
}
export function useSignDay() {
  const client = useQueryClient()
  return useMutation({ mutationFn: ({ warehouse, day, note }: { warehouse: string; day: string; note: string }) => body(signDay({ path: { warehouse, day }, body: { note } })), onSettled: () => client.invalidateQueries({ queryKey: ['stock_day'] }) })
}
export const useCarryGoods = () => useFloor((input: NewCarriage) => body(carryGoods({ body: input })))

export const useImportStock = () => useFloor(({ file, check, kind, document }: { file: File; check: boolean; kind: 'count' | 'receive'; document: string }) => body(importStock({ body: { file, kind, document }, query: { check } })))
export const useImportWaybills = () => useFloor(({ file, check }: { file: File; check: boolean }) => body(importWaybills({ body: { file }, query: { check } })))
export const useImportTracking = () => useFloor(({ file, check }: { file: File; check: boolean }) => body(importTracking({ body: { file }, query: { check } })))

export const useReceiveReturn = () => useFloor((input: { tracking_number: string; warehouse: string }) => body(receiveReturn({ body: input })))
export const useMatchReturn = () => useFloor(({ number, reference }: { number: string; reference: string }) => body(matchReturn({ path: { number }, body: { reference } })))
export const useDescribeReturn = () => useFloor(({ number, version, sender, note }: { number: string; version: number; sender: string; note: string }) => body(describeReturn({ path: { number }, body: { sender, note }, headers: ifMatch(`"${version}"`) })))
export const useDismissReturn = () => useFloor(({ number, reason }: { number: string; reason: string }) => body(dismissReturn({ path: { number }, body: { reason } })))
export const useFindReturned = () => useFloor(({ number, ...finding }: { number: string; code: string; quantity: number; verdict: Verdict; note: string }) => body(findReturnedGoods({ path: { number }, body: finding, headers: { 'Idempotency-Key': quoted(newKey()) } })))
export const useForgetFindings = () => useFloor((number: string) => body(forgetFindings({ path: { number } })))
export const useCloseReturn = () => useFloor(({ number, rest }: { number: string; rest: 'missing' | 'awaited' }) => body(closeReturn({ path: { number }, body: { rest } })))
export const useAddPicture = () => useFloor(({ number, file }: { number: string; file: File }) => body(addReturnPicture({ path: { number }, body: { file } })))

/** The picture as an address for an image; each look is in the audit trail, so it is asked for, never loaded by itself. */
export async function lookAtPicture(number: string, id: string): Promise<string> {
  const answer = await apiFetch(`/api/warehouse/v1/returns/${number}/pictures/${id}/look`, { method: 'POST' })
  return URL.createObjectURL(await answer.blob())
}

/** A PDF that needs the token: fetched here, opened by the browser. */
async function showFile(path: string, init?: RequestInit): Promise<void> {
  const answer = await apiFetch(`/api/warehouse/v1/${path}`, init)
  const url = URL.createObjectURL(await answer.blob())
  window.open(url, '_blank', 'noopener')
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

/** What went wrong is said as a toast. */
export async function openFile(path: string): Promise<void> {
  try {
    await showFile(path)
  } catch (error) {
    toast.error(error)
  }
}

/** The label of a parcel that has left, or never will: only with a reason, which the audit trail keeps. */
export const reprintLabel = (number: string, reason: string) =>
  showFile(`shipments/${number}/label-reprints`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ reason }) })
