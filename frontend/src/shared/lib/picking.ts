/** Moves through rows by keyboard: j and k stop at the ends, and where the row has left the list its neighbour is next. */
export function neighbour<Row extends { id: string }>(rows: readonly Row[], id: string | undefined, step: 1 | -1): Row | undefined {
  if (rows.length === 0) return undefined
  const here = rows.findIndex((row) => row.id === id)
  if (here < 0) return rows[step === 1 ? 0 : rows.length - 1]
  return rows[Math.min(rows.length - 1, Math.max(0, here + step))]
}

/** The row to look at once `id` was decided and goes: the next one, at the end the one before. */
export function afterDeciding<Row extends { id: string }>(rows: readonly Row[], gone: ReadonlySet<string>, id: string | undefined): Row | undefined {
  const here = rows.findIndex((row) => row.id === id)
  const left = (row: Row) => !gone.has(row.id)
  return rows.slice(Math.max(0, here)).find(left) ?? rows.slice(0, Math.max(0, here)).findLast(left)
}

/** Those of the selection that are still on the screen: a row that somebody else has decided meanwhile is not asked about again. */
export function stillThere<Row extends { id: string }>(rows: readonly Row[], chosen: ReadonlySet<string>): Row[] {
  return rows.filter((row) => chosen.has(row.id))
}

export function toggled(chosen: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(chosen)
  if (!next.delete(id)) next.add(id)
  return next
}
