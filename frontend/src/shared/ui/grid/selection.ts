import { useCallback, useEffect, useMemo, useRef, useState } from 'react'

export interface SelectionState {
  ids: ReadonlySet<string>
  /** Where a range starts: the row that was last chosen by itself. */
  anchor: string | null
}

export const NOTHING: SelectionState = { ids: new Set(), anchor: null }

/** Chooses one row or, with `range`, every row between the anchor and it; a range takes the state the row would get. */
export function choose(state: SelectionState, order: readonly string[], id: string, range: boolean): SelectionState {
  const ids = new Set(state.ids)
  const on = !ids.has(id)
  const from = range && state.anchor !== null ? order.indexOf(state.anchor) : -1
  const to = order.indexOf(id)
  if (from < 0 || to < 0) {
    if (on) ids.add(id)
    else ids.delete(id)
    return { ids, anchor: id }
  }
  // A range always adds when its anchor is chosen: pulling it back over chosen rows must not drop them one by one.
  const add = on || (state.anchor !== null && ids.has(state.anchor))
  for (const one of order.slice(Math.min(from, to), Math.max(from, to) + 1)) {
    if (add) ids.add(one)
    else ids.delete(one)
  }
  return { ids, anchor: state.anchor }
}

export interface Selection<Row> {
  ids: ReadonlySet<string>
  /** Only rows that are still in the list: nobody acts on what they cannot see. */
  rows: readonly Row[]
  toggle: (id: string, range?: boolean) => void
  all: () => void
  clear: () => void
}

export function useSelection<Row>(rows: readonly Row[], rowId: (row: Row) => string): Selection<Row> {
  const [state, setState] = useState(NOTHING)
  const shown = useRef(rows)
  useEffect(() => {
    shown.current = rows
  })
  // The same functions whatever rows come: else each refresh would draw every row again.
  const toggle = useCallback((id: string, range = false) => setState((old) => choose(old, shown.current.map(rowId), id, range)), [rowId])
  const all = useCallback(() => setState((old) => ({ ids: new Set(shown.current.map(rowId)), anchor: old.anchor })), [rowId])
  const clear = useCallback(() => setState(NOTHING), [])
  const chosen = useMemo(() => (state.ids.size === 0 ? [] : rows.filter((row) => state.ids.has(rowId(row)))), [rows, rowId, state.ids])
  return { ids: state.ids, rows: chosen, toggle, all, clear }
}
