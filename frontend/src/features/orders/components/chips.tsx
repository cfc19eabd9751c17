import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type Say, useLanguage } from '@/shared/i18n'
import { Chip, type Tone } from '@/shared/ui'
import { ATTENTIONS, HOLDS, PARCEL_STATES, reasonsQuery, RESERVATIONS, STATUSES } from '../queries'
import { texts } from '../texts'
import type zh from '../texts.zh'

const STATUS_TONE: Record<string, Tone> = { placed: 'neutral', reviewed: 'info', allocated: 'info', picked: 'info', packed: 'special', shipped: 'success', delivered: 'success', completed: 'success', cancelled: 'neutral', closed: 'neutral', split: 'special', merged: 'special' }
const RESERVATION_TONE: Record<string, Tone> = { requested: 'info', reserved: 'success', short: 'danger' }
const PENDINGS = ['cancelling', 'closing', 'holding', 'changing', 'adjusting'] as const
const REFUNDS = ['none', 'asked', 'done'] as const

export interface Wording {
  status: (code: string) => string
  hold: (code: string) => string
  doubt: (code: string) => string
  reservation: (code: string) => string
  pending: (code: string) => string
  refund: (code: string) => string
  parcel: (code: string) => string
}

/** Codes are open: one we do not know yet is shown as it is. */
function word<const Code extends string>(codes: readonly Code[], say: (code: Code) => string): (code: string) => string {
  return (code) => {
    const one = codes.find((known) => known === code)
    return one ? say(one) : code
  }
}

export function wordingOf(t: Say<typeof zh>): Wording {
  return {
    status: word(STATUSES, (code) => t(`statuses.${code}`)),
    hold: word(HOLDS, (code) => t(`holds.${code}`)),
    doubt: word(ATTENTIONS, (code) => t(`attentions.${code}`)),
    reservation: word(RESERVATIONS, (code) => t(`reservations.${code}`)),
    pending: word(PENDINGS, (code) => t(`pendings.${code}`)),
    refund: word(REFUNDS, (code) => t(`refunds.${code}`)),
    parcel: word(PARCEL_STATES, (code) => t(`parcelStates.${code}`)),
  }
}

/** Codes in the reader's words; a new object after a language switch, so it may be a memo dependency. */
export function useWording(): Wording {
  const t = texts.use()
  const language = useLanguage()
  const { data: reasons } = useQuery(reasonsQuery)
  return useMemo(() => {
    const words = wordingOf(t)
    // Named rules have the words they were published with.
    const named = new Map(reasons?.map((one) => [one.code, language === 'zh-CN' ? one.text_zh : one.text_en]))
    return { ...words, hold: (code: string) => (words.hold(code) === code ? (named.get(code) ?? code) : words.hold(code)) }
  }, [t, language, reasons])
}

/** Where the order stands; while we wait for the warehouse, what it was asked for. */
export function StatusChip({ status, pending, words }: { status: string; pending: string | null; words: Wording }) {
  if (pending) return <Chip tone="warning">{words.pending(pending)}</Chip>
  return <Chip tone={STATUS_TONE[status] ?? 'neutral'}>{words.status(status)}</Chip>
}

export function ReservationChip({ reservation, words, title }: { reservation: string; words: Wording; title?: string }) {
  return (
    <Chip tone={RESERVATION_TONE[reservation] ?? 'neutral'} dot={false} {...(title ? { title } : {})}>
      {words.reservation(reservation)}
    </Chip>
  )
}

export function ReasonChips({ holds, doubts, words }: { holds: readonly string[]; doubts: readonly string[]; words: Wording }) {
  return (
    <>
      {doubts.map((code) => (
        <Chip key={code} tone="danger" dot={false}>
          {words.doubt(code)}
        </Chip>
      ))}
      {holds.map((code) => (
        <Chip key={code} tone="warning" dot={false}>
          {words.hold(code)}
        </Chip>
      ))}
    </>
  )
}
