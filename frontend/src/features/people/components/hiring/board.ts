import type { Candidate } from './queries'

export const RUNNING = ['applied', 'interview', 'offered', 'accepted', 'hired'] as const
export const OVER = ['declined', 'withdrawn', 'rejected'] as const
export type Stage = (typeof RUNNING)[number] | (typeof OVER)[number]

export interface Column {
  stage: Stage
  cards: readonly Candidate[]
}

/** One column a stage, in the order of the way; who is out has columns only when there is somebody. */
export function columnsOf(candidates: readonly Candidate[]): Column[] {
  const of = (stage: Stage) => ({ stage, cards: candidates.filter((one) => one.stage === stage) })
  return [...RUNNING.map(of), ...OVER.map(of).filter((column) => column.cards.length > 0)]
}

/** Where an arrow key leads: up and down in a column, left and right to the nearest column that has a card, as high as there is one. */
export function nextCard(columns: readonly Column[], id: string, key: string): string | null {
  const x = columns.findIndex((column) => column.cards.some((card) => card.id === id))
  const here = columns[x]
  if (!here) return null
  const y = here.cards.findIndex((card) => card.id === id)
  if (key === 'ArrowDown') return here.cards[y + 1]?.id ?? null
  if (key === 'ArrowUp') return here.cards[y - 1]?.id ?? null
  const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0
  if (step === 0) return null
  for (let at = x + step; at >= 0 && at < columns.length; at += step) {
    const cards = columns[at]?.cards ?? []
    const card = cards[Math.min(y, cards.length - 1)]
    if (card) return card.id
  }
  return null
}
