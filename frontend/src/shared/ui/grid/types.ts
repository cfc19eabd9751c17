import type { ReactNode } from 'react'

export interface GridColumn<Row> {
  id: string
  /** In the reader's language: make the columns in a useMemo that depends on the text function. */
  header: string
  cell: (row: Row) => ReactNode
  /** What copying gives; numbers bare ("1234.50"). Without it the column is left out of what is copied. */
  copy?: (row: Row) => string
  /** Right-aligned, tabular digits. */
  numeric?: boolean
  /** Name of the field for the server's sort parameter; without it the column does not sort. */
  sort?: string
  width?: number
  /** Takes what room is left. */
  grow?: boolean
  pinned?: 'start' | 'end'
  /** Not shown until somebody asks for it. */
  hidden?: boolean
  /** Cannot be hidden. */
  always?: boolean
}

/** The rows known so far and how to get more. Made by useCursorList, or by hand for a list that is all there. */
export interface GridRows<Row> {
  rows: readonly Row[]
  status: 'loading' | 'ready' | 'error'
  error: unknown
  hasMore: boolean
  loadingMore: boolean
  moreError: unknown
  refreshing: boolean
  /** When the rows came, in ms; 0 while old ones stand in for those that are asked for. */
  updatedAt: number
  loadMore: () => void
  refresh: () => void
}

export interface CursorPage<Row> {
  data: readonly Row[]
  has_more: boolean
  next_cursor?: string | null
}

/** "placed_at" rising, "-placed_at" falling. */
export type SortText = string | undefined
