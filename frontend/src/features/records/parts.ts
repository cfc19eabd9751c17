/** Where the parts of a file begin and end. */
export function partsOf(size: number, partSize: number): { number: number; from: number; to: number }[] {
  return Array.from({ length: Math.ceil(size / partSize) }, (_, number) => ({ number, from: number * partSize, to: Math.min(size, (number + 1) * partSize) }))
}

export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  const kilobytes = bytes / 1024
  return kilobytes < 1024 ? `${kilobytes.toFixed(kilobytes < 10 ? 1 : 0)} kB` : `${(kilobytes / 1024).toFixed(1)} MB`
}

interface Draft {
  id: string
  text: string
  owner_id: string | null
  due_on: string | null
}

/** Which decisions cannot become tasks yet, by their place from 1. */
export function unfinished(decisions: readonly Draft[], today: string): number[] {
  return decisions.flatMap((one, index) => (one.text.trim() && one.owner_id && one.due_on && one.due_on >= today ? [] : [index + 1]))
}

/** A key that no decision of these minutes has. */
export function freshKey(decisions: readonly { id: string }[]): string {
  const taken = new Set(decisions.map((one) => one.id))
  let number = decisions.length + 1
  while (taken.has(`d${number}`)) number += 1
  return `d${number}`
}
