import { useMemo } from 'react'
import { Chip, type Tone } from '@/shared/ui'
import type { ShopHealthOut } from '../queries'
import { texts } from '../texts'
import { usePlatforms } from './platforms'
import { useWords } from './words'

/** Work that waits this long is late; a notice to a shop usually takes seconds. */
const LATE_SECONDS = 5 * 60
const VERY_LATE_SECONDS = 30 * 60
const MINUTE = 60
const HOUR = 3600
const DAY = 86_400

export interface Health {
  tone: Tone
  word: string
  reasons: readonly string[]
}

/** "12 min", for how long something waits. */
export function useSpan(): (seconds: number | null) => string {
  const t = texts.use()
  return useMemo(
    () => (seconds) => {
      if (seconds === null) return '–'
      if (seconds < MINUTE) return t('span.seconds', { number: seconds })
      if (seconds < HOUR) return t('span.minutes', { number: Math.floor(seconds / MINUTE) })
      if (seconds < DAY) return t('span.hours', { number: Math.floor(seconds / HOUR) })
      return t('span.days', { number: Math.floor(seconds / DAY) })
    },
    [t],
  )
}

/** Red needs a person, amber is being tried again or is late, green is neither. */
export function useHealth(): (row: ShopHealthOut, credentials?: readonly string[]) => Health {
  const t = texts.use()
  const words = useWords()
  const span = useSpan()
  const platforms = usePlatforms()
  return useMemo(
    () => (row, credentials) => {
      if (!row.active) return { tone: 'neutral', word: t('health.paused'), reasons: [t('health.pausedText')] }
      const red: string[] = []
      const amber: string[] = []
      const failure = row.last_failure ? ` (${words.code(row.last_failure)})` : ''
      if (row.write_back_dead > 0) red.push(t('health.deadWriteBacks', { count: row.write_back_dead }) + failure)
      if (row.refund_dead > 0) red.push(t('health.deadRefunds', { count: row.refund_dead }))
      if (row.inbound_dead > 0) red.push(t('health.deadInbound', { count: row.inbound_dead }))
      if (row.write_back_failed > 0) amber.push(t('health.failing', { count: row.write_back_failed }) + failure)
      for (const [lag, say] of [
        [row.write_back_lag_seconds, 'health.writeBackLag'],
        [row.inbound_lag_seconds, 'health.inboundLag'],
      ] as const) {
        if (lag === null || lag < LATE_SECONDS) continue
        const list = lag >= VERY_LATE_SECONDS ? red : amber
        list.push(t(say, { span: span(lag) }))
      }
      const missing = credentials ? (platforms.of(row.platform)?.secrets ?? []).filter((name) => !credentials.includes(name)) : []
      if (missing.length > 0) amber.push(t('health.missing', { names: missing.map(words.credential).join(', ') }))
      const reasons = [...red, ...amber]
      if (red.length > 0) return { tone: 'danger', word: t('health.red'), reasons }
      if (amber.length > 0) return { tone: 'warning', word: t('health.amber'), reasons }
      return { tone: 'success', word: t('health.green'), reasons: [t('health.greenText')] }
    },
    [t, words, span, platforms],
  )
}

export function HealthChip({ health }: { health: Health }) {
  return (
    <Chip tone={health.tone} title={health.reasons.join('\n')}>
      {health.word}
    </Chip>
  )
}
