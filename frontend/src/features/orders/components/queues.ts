import type { OrderSearch, QueueCount } from '../queries'

/** A work queue is a filter that somebody works off; the counts come from the server by the same names. */
export const QUEUES = {
  all: {},
  to_review: { held: true },
  attention: { attention: true },
  short: { reservation: 'short' },
  overdue: { due: 'overdue' },
  due_today: { due: 'today' },
  reviewed: { status: ['reviewed'] },
  allocated: { status: ['allocated'] },
  to_ship: { status: ['allocated', 'picked', 'packed'] },
  stuck: { stuck: true },
  shipped: { status: ['shipped'] },
} as const satisfies Record<string, OrderSearch>

export type Queue = keyof typeof QUEUES
export const QUEUE_NAMES = Object.keys(QUEUES) as Queue[]

/** What a queue decides; the rest of the filters (shops, days, search) stays when somebody goes to another queue. */
const OWN = ['held', 'attention', 'stuck', 'due', 'reservation', 'status', 'hold', 'doubt'] as const

const said = (filter: OrderSearch) => JSON.stringify(OWN.map((name) => filter[name] ?? null))

/** The queue that the filters are, else all. */
export function queueOf(search: OrderSearch): Queue {
  return QUEUE_NAMES.find((queue) => said(QUEUES[queue]) === said(search)) ?? 'all'
}

export function goToQueue(search: OrderSearch, queue: Queue): OrderSearch {
  const rest = Object.fromEntries(Object.entries(search).filter(([name]) => !OWN.some((own) => own === name)))
  const filter: OrderSearch = QUEUES[queue]
  return { ...rest, ...filter }
}

/** "12", and "1000+" where the server stopped counting. */
export function countText(counts: readonly QueueCount[] | undefined, queue: Queue): string | undefined {
  const found = counts?.find((one) => one.queue === queue)
  return found && `${found.count}${found.capped ? '+' : ''}`
}
