import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Say } from '@/shared/i18n'
import { Card, Loaded, Timeline, type TimelineItem, type Tone } from '@/shared/ui'
import { type TimelineEntryOut, timelineQuery } from '../queries'
import { texts } from '../texts'
import type zh from '../texts.zh'
import { useWording, type Wording } from './chips'

export const HAPPENED = [
  'placed',
  'overdue',
  'updated',
  'reviewed',
  'held',
  'released',
  'explained',
  'needs_attention',
  'stock_requested',
  'stock_reserved',
  'stock_short',
  'stock_released',
  'allocated',
  'picking',
  'picked',
  'packed',
  'shipped',
  'handled_outside',
  'parcel_moved',
  'parcel_stuck',
  'confirmed_fake',
  'found_real',
  'delivered',
  'completed',
  'cancel_asked',
  'stop_asked',
  'stopped',
  'stop_refused',
  'cancelled',
  'closed',
  'receiver_revealed',
  'split',
  'merged',
  'taken_apart',
  'regrouped_from',
  'regrouped_again',
  'parcel_left',
  'adjustment_asked',
  'adjustment_given_up',
  'readdressed',
  'items_changed',
  'price_changed',
  'price_change_asked',
  'price_change_not_made',
  'gifts_added',
  'gifts_taken_back',
  'presale_judged',
  'balance_paid',
  'invoice_requested',
  'invoice_followed_refund',
] as const

const TONES: Record<string, Tone> = {
  held: 'warning',
  needs_attention: 'danger',
  stock_short: 'danger',
  parcel_stuck: 'danger',
  confirmed_fake: 'danger',
  found_real: 'success',
  stop_refused: 'danger',
  cancelled: 'danger',
  receiver_revealed: 'special',
  adjustment_given_up: 'danger',
  price_change_not_made: 'warning',
  reviewed: 'info',
  released: 'info',
  shipped: 'success',
  delivered: 'success',
  completed: 'success',
}

const PLAIN_FACTS = ['warehouse', 'shipment', 'carrier', 'tracking_number', 'text', 'platform_status', 'note', 'parcel', 'number', 'amount', 'reference', 'deposit', 'balance', 'before', 'after', 'currency', 'by', 'reason'] as const

const list = (value: unknown) => (Array.isArray(value) ? value.map(String) : [])

/** What would have held it, by the rule that released it. */
function passedOf(value: unknown): [string, string[]][] {
  return typeof value === 'object' && value !== null ? Object.entries(value).map(([rule, over]) => [rule, list(over)]) : []
}

/** What belongs to an event, in the reader's words; facts that say nothing to a person are left out. */
export function factsOf(entry: Pick<TimelineEntryOut, 'facts'>, words: Wording, t: Say<typeof zh>): string {
  const { facts } = entry
  const reason = (code: string) => (words.hold(code) === code ? words.doubt(code) : words.hold(code))
  const said = [
    ...list(facts.reasons).map(reason),
    ...list(facts.cleared).map(reason),
    ...passedOf(facts.passed).map(([rule, over]) => t('order.passed', { rule: reason(rule), reasons: over.map(reason).join(', ') })),
    ...list(facts.skus),
    ...list(facts.orders),
    ...list(facts.before),
    ...(Array.isArray(facts.before) ? ['→'] : []),
    ...list(facts.after),
    ...(typeof facts.state === 'string' ? [words.parcel(facts.state)] : []),
    ...PLAIN_FACTS.map((name) => facts[name]).filter((value): value is string => typeof value === 'string' && value !== ''),
    ...(typeof facts.policy_version === 'number' ? [t('order.policyVersion', { rule: 'ORD-2', version: facts.policy_version })] : []),
  ]
  return said.join(' · ')
}

/** Newest first: what happened last is what somebody asks about. */
export function TimelineCard({ id }: { id: string }) {
  const t = texts.use()
  const words = useWording()
  const query = useQuery(timelineQuery(id))
  const title = (what: string): ReactNode => {
    const known = HAPPENED.find((one) => one === what)
    return known ? t(`happened.${known}`) : what
  }
  const item = (entry: TimelineEntryOut): TimelineItem => {
    const detail = factsOf(entry, words, t)
    const tone = TONES[entry.what]
    return { id: String(entry.id), at: entry.at, title: title(entry.what), by: entry.by_kind === 'system' ? t('order.system') : entry.by_name, ...(detail ? { detail } : {}), ...(tone ? { tone } : {}) }
  }
  return (
    <Card title={t('order.timeline')}>
      <Loaded query={query}>{(entries) => <Timeline label={t('order.timeline')} items={entries.map(item).toReversed()} />}</Loaded>
    </Card>
  )
}
