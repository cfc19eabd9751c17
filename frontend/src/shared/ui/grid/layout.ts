import {
  columnOrderingFeature,
  columnPinningFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { useCallback, useMemo } from 'react'
import { usePreference } from '@/shared/api'
import type { GridColumn } from './types'

export interface GridLayout {
  order: string[]
  hidden: Record<string, boolean>
  pinned: string[]
  sizes: Record<string, number>
  compact: boolean
}

export const SELECT_WIDTH = 40
const features = tableFeatures({ columnOrderingFeature, columnPinningFeature, columnResizingFeature, columnSizingFeature, columnVisibilityFeature })

function resolve<T>(updater: T | ((old: T) => T), old: T): T {
  return typeof updater === 'function' ? (updater as (old: T) => T)(old) : updater
}

export function defaultLayout<Row>(columns: readonly GridColumn<Row>[]): GridLayout {
  return {
    order: columns.map((column) => column.id),
    hidden: Object.fromEntries(columns.filter((column) => column.hidden).map((column) => [column.id, true])),
    pinned: columns.filter((column) => column.pinned === 'start').map((column) => column.id),
    sizes: {},
    compact: false,
  }
}

/** What was saved, made to fit the columns of today: unknown ones are dropped, new ones come at their place. */
export function fitLayout<Row>(saved: Partial<GridLayout> | null, columns: readonly GridColumn<Row>[]): GridLayout {
  const fresh = defaultLayout(columns)
  if (!saved) return fresh
  const known = new Set(fresh.order)
  const order = (saved.order ?? []).filter((id) => known.has(id))
  for (const [index, id] of fresh.order.entries()) if (!order.includes(id)) order.splice(index, 0, id)
  return {
    order,
    hidden: { ...fresh.hidden, ...saved.hidden },
    pinned: (saved.pinned ?? fresh.pinned).filter((id) => known.has(id)),
    sizes: saved.sizes ?? {},
    compact: saved.compact ?? false,
  }
}

/** Columns as this person arranged them. TanStack Table keeps the geometry; the account keeps the arrangement. */
export function useGridLayout<Row>(id: string, columns: readonly GridColumn<Row>[], selectable: boolean) {
  const { value: saved, save, reset } = usePreference<Partial<GridLayout> | null>(`grid.${id}`, null)
  const layout = useMemo(() => fitLayout(saved, columns), [saved, columns])
  const change = useCallback((part: Partial<GridLayout>) => save({ ...layout, ...part }), [layout, save])

  const definitions = useMemo(
    () =>
      columns.map((column) => ({
        id: column.id,
        accessorFn: () => null,
        size: column.width ?? 140,
        minSize: 56,
        maxSize: 800,
        enableHiding: !column.always,
      })),
    [columns],
  )
  const visibility = useMemo(() => Object.fromEntries(layout.order.map((column) => [column, !layout.hidden[column]])), [layout])
  const pinning = useMemo(() => ({ start: layout.pinned, end: columns.filter((column) => column.pinned === 'end').map((column) => column.id) }), [layout.pinned, columns])
  const table = useTable({
    features,
    columns: definitions,
    data: NO_ROWS,
    columnResizeMode: 'onChange',
    state: { columnOrder: layout.order, columnVisibility: visibility, columnPinning: pinning, columnSizing: layout.sizes },
    onColumnSizingChange: (updater) => change({ sizes: resolve(updater, layout.sizes) }),
  })

  const byId = useMemo(() => new Map(columns.map((column) => [column.id, column])), [columns])
  const shown = [...table.getStartVisibleLeafColumns(), ...table.getCenterVisibleLeafColumns(), ...table.getEndVisibleLeafColumns()]
  const offset = selectable ? SELECT_WIDTH : 0
  const placed: PlacedColumn<Row>[] = shown.flatMap((column) => {
    const own = byId.get(column.id)
    if (!own) return []
    const pin = column.getIsPinned()
    return [{ ...own, size: column.getSize(), pin, at: pin === 'start' ? column.getStart('start') + offset : pin === 'end' ? column.getAfter('end') : 0 }]
  })
  const headers = new Map(table.getFlatHeaders().map((header) => [header.column.id, header]))
  return { layout, change, reset, placed, headers, width: table.getTotalSize() + offset }
}

const NO_ROWS: never[] = []

export type PlacedColumn<Row> = GridColumn<Row> & { size: number; pin: false | 'start' | 'end'; at: number }
