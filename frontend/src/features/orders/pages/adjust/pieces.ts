export interface Countable {
  line_no: number
  quantity: number
}

/** Pieces of each new parcel by line, and what is left for the last: as the split is sent. */
export function parcelsOf(lines: readonly Countable[], chosen: readonly Readonly<Record<number, number>>[]): { parcels: { line_no: number; quantity: number }[][]; left: Record<number, number> } {
  const left = Object.fromEntries(lines.map((line) => [line.line_no, line.quantity]))
  const parcels = chosen.map((parcel) =>
    lines.flatMap((line) => {
      const count = Math.max(0, Math.min(parcel[line.line_no] ?? 0, left[line.line_no] ?? 0))
      left[line.line_no] = (left[line.line_no] ?? 0) - count
      return count > 0 ? [{ line_no: line.line_no, quantity: count }] : []
    }),
  )
  return { parcels: parcels.filter((parcel) => parcel.length > 0), left }
}

/** Two parcels at least come of it. */
export function isSplit(parcels: readonly (readonly unknown[])[], left: Readonly<Record<number, number>>): boolean {
  return parcels.length + (Object.values(left).some((count) => count > 0) ? 1 : 0) >= 2
}
