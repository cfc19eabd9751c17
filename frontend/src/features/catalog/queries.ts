import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { body, ifMatch, keysOf, versioned } from '@/shared/api'
import {
  type AddProduct,
  type AddSku,
  type ChangeProduct,
  type ChangeSku,
  createProduct,
  createSku,
  getProduct,
  getSku,
  importSkuFile,
  listProducts,
  listSkus,
  type ProductOut,
  type SkuOut,
  updateProduct,
  updateSku,
} from '@/shared/api/gen'
import { saveFile } from '@/shared/api/save'

export type { AddProduct, AddSku, ChangeProduct, ChangeSku, ProductOut, SkuOut }

export const skuKeys = keysOf('sku')
export const productKeys = keysOf('product')

/** Other features keep their own lists of SKUs under the same noun: these are the pages of the grids here. */
export const skuGrid = (search: SkuSearch) => skuKeys.list({ grid: search })
export const productGrid = (search: ProductSearch) => productKeys.list({ grid: search })

const PAGE = 100
const MOST_HITS = 12

export interface SkuSearch {
  q?: string | undefined
  active?: boolean | undefined
  product_id?: string | undefined
}

export interface ProductSearch {
  q?: string | undefined
  active?: boolean | undefined
}

export const skuPage = (search: SkuSearch) => (cursor: string | undefined, signal: AbortSignal) => body(listSkus({ query: { ...search, limit: PAGE, cursor }, signal }))
export const productPage = (search: ProductSearch) => (cursor: string | undefined, signal: AbortSignal) => body(listProducts({ query: { ...search, limit: PAGE, cursor }, signal }))

/** For Ctrl-K: the first few by number, barcode or name. */
export const findSkus = async (q: string, signal: AbortSignal) => (await body(listSkus({ query: { q, limit: MOST_HITS }, signal }))).data

/** The record as it is now, with its version, for a form. */
export const readSku = (id: string) => versioned(getSku({ path: { sku_id: id } }))
export const readProduct = (id: string) => versioned(getProduct({ path: { product_id: id } }))
export const productQuery = (id: string) => queryOptions({ queryKey: productKeys.one(id), queryFn: ({ signal }) => body(getProduct({ path: { product_id: id }, signal })) })

/** Products that take new SKUs, by number or name. */
export const findProducts = async (q: string, signal: AbortSignal) => (await body(listProducts({ query: { ...(q ? { q } : {}), active: true, limit: MOST_HITS }, signal }))).data

/** A change to the catalog; afterwards the lists of both kinds are read again, since a product counts its SKUs. */
function useChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    // Pages show a refusal where the action was started.
    meta: { quiet: true },
    onSettled: () => Promise.all([skuKeys.all, productKeys.all].map((queryKey) => client.invalidateQueries({ queryKey }))),
  })
}

interface Edit<Patch> {
  id: string
  etag: string | null
  patch: Patch
}

export const useCreateSku = () => useChange((input: AddSku) => body(createSku({ body: input })))
export const useChangeSku = () => useChange(({ id, etag, patch }: Edit<ChangeSku>) => body(updateSku({ path: { sku_id: id }, body: patch, headers: ifMatch(etag) })))
export const useCreateProduct = () => useChange((input: AddProduct) => body(createProduct({ body: input })))
export const useChangeProduct = () => useChange(({ id, etag, patch }: Edit<ChangeProduct>) => body(updateProduct({ path: { product_id: id }, body: patch, headers: ifMatch(etag) })))
export const useImportSkus = () => useChange(({ file, check }: { file: File; check: boolean }) => body(importSkuFile({ body: { file, mode: check ? 'check' : 'run' } })))

/** The filtered list as a spreadsheet that can be changed and imported again. */
export function exportSkus(search: SkuSearch): Promise<void> {
  const query = new URLSearchParams(Object.entries(search).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])))
  return saveFile(`/api/catalog/v1/skus/export?${query}`, 'skus.xlsx')
}
