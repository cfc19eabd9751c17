import { useEffect, useState } from 'react'
import { Chip, type Tone } from '@/shared/ui'
import { type ComplaintRow, KINDS, RESPONSIBLE, STATES } from '../queries'
import { texts } from '../texts'

const TONES: Record<string, Tone> = { opened: 'warning', answered: 'info', closed: 'success' }
const SOURCES = ['hand', 'case', 'review', 'call_back', 'platform'] as const
const MINUTE = 60_000

export function useCareWords() {
  const t = texts.use()
  return {
    kind: (code: string) => {
      const known = KINDS.find((one) => one === code)
      return known ? t(`kinds.${known}`) : code
    },
    state: (code: string) => {
      const known = STATES.find((one) => one === code)
      return known ? t(`states.${known}`) : code
    },
    source: (code: string) => {
      const known = SOURCES.find((one) => one === code)
      return known ? t(`sources.${known}`) : code
    },
    responsible: (code: string) => {
      const known = RESPONSIBLE.find((one) => one === code)
      return known ? t(`responsibles.${known}`) : code
    },
  }
}

export function ComplaintChip({ row }: { row: Pick<ComplaintRow, 'state' | 'escalated' | 'reopened'> }) {
  const t = texts.use()
  const words = useCareWords()
  return (
    <span className="dz-row" style={{ gap: 4, flexWrap: 'nowrap' }}>
      <Chip tone={TONES[row.state] ?? 'neutral'}>{words.state(row.state)}</Chip>
      {row.escalated && row.state !== 'closed' && <Chip tone="danger">{t('late')}</Chip>}
      {row.reopened > 0 && <Chip tone="special">{t('repeated', { count: row.reopened })}</Chip>}
    </span>
  )
}

/** How long is left, or how long it is late; goes on by itself. */
export function DeadlineClock({ at }: { at: string }) {
  const t = texts.use()
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE / 2)
    return () => clearInterval(timer)
  }, [])
  const left = Date.parse(at) - now
  const minutes = Math.floor(Math.abs(left) / MINUTE)
  const hours = Math.floor(minutes / 60)
  const time = hours >= 24 ? t('clock.days', { days: Math.floor(hours / 24), hours: hours % 24 }) : t('clock.hours', { hours, minutes: minutes % 60 })
  const tone: Tone = left < 0 ? 'danger' : left < 60 * MINUTE ? 'warning' : 'neutral'
  return (
    <Chip tone={tone}>{t(left < 0 ? 'clock.over' : 'clock.left', { time })}</Chip>
  )
}
