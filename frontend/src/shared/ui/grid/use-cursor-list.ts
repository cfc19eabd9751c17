import { type QueryKey, useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { CursorPage, GridRows } from './types'

interface CursorList<Page> {
  queryKey: QueryKey
  /** Asks for one page: `(cursor, signal) => body(ordersListOrders({query: {...filters, cursor}, signal}))`. */
  page: (cursor: string | undefined, signal: AbortSignal) => Promise<Page>
  /** Nouns besides the key's own whose changes these rows show. */
  nouns?: string[]
  enabled?: boolean
  staleTime?: number
}

/** A list by cursor, growing as somebody scrolls; old rows stay on the screen while new filters load. */
export function useCursorList<Page extends CursorPage<unknown>>({ queryKey, page, nouns, enabled = true, staleTime }: CursorList<Page>): GridRows<Page['data'][number]> & { pages: readonly Page[] } {
  const query = useInfiniteQuery({
    queryKey,
    enabled,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => page(pageParam, signal),
    getNextPageParam: (last) => (last.has_more ? (last.next_cursor ?? undefined) : undefined),
    placeholderData: (previous) => previous,
    ...(nouns ? { meta: { nouns } } : {}),
    ...(staleTime === undefined ? {} : { staleTime }),
  })
  const { data, error, isError, hasNextPage, isFetchingNextPage, isFetchNextPageError, isFetching, dataUpdatedAt, fetchNextPage, refetch } = query
  const rows = useMemo(() => data?.pages.flatMap((one) => one.data) ?? [], [data])
  return useMemo(
    () => ({
      rows,
      pages: data?.pages ?? [],
      status: data ? 'ready' : isError ? 'error' : 'loading',
      error: isFetchNextPageError ? null : error,
      hasMore: hasNextPage,
      loadingMore: isFetchingNextPage,
      moreError: isFetchNextPageError ? error : null,
      refreshing: isFetching && !isFetchingNextPage,
      updatedAt: dataUpdatedAt,
      loadMore: () => void fetchNextPage({ cancelRefetch: false }),
      refresh: () => void refetch(),
    }),
    [rows, data, isError, error, hasNextPage, isFetchingNextPage, isFetchNextPageError, isFetching, dataUpdatedAt, fetchNextPage, refetch],
  )
}

/** A list that is all there already, for the same grid. */
export function allRows<Row>(query: { data: readonly Row[] | undefined; error: unknown; isFetching: boolean; dataUpdatedAt: number; refetch: () => unknown }): GridRows<Row> {
  return {
    rows: query.data ?? [],
    status: query.data ? 'ready' : query.error ? 'error' : 'loading',
    error: query.error,
    hasMore: false,
    loadingMore: false,
    moreError: null,
    refreshing: query.isFetching,
    updatedAt: query.dataUpdatedAt,
    loadMore: () => undefined,
    refresh: () => void query.refetch(),
  }
}
