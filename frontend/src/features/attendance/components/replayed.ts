import type { Difference } from '../queries'

export type Side = Difference['before']

/** The edges of one side that the other judges differently, with leave or without; all of them where the sessions are others. */
export function changedEdges(side: Side, other: Side): Side['edges'] {
  if (side.edges.length !== other.edges.length) return side.edges
  return side.edges.filter((edge, place) => edge.verdict !== other.edges[place]?.verdict || edge.without_leave !== other.edges[place]?.without_leave)
}

const two = (number: number) => String(number).padStart(2, '0')

/** 30960 seconds since midnight are 08:36; seconds are said where there are any. */
export function clockOf(second: number): string {
  const rest = second % 60
  return `${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}${rest > 0 ? `:${two(rest)}` : ''}`
}
