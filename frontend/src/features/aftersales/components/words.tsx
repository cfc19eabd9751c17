import { Chip, type Tone } from '@/shared/ui'
import { type CaseRow, KINDS, STATES } from '../queries'
import { texts } from '../texts'

const TONES: Partial<Record<string, Tone>> = { opened: 'info', in_approval: 'special', inspected: 'danger', awaiting_payment: 'info', settling: 'warning', giving_back: 'warning', stopping: 'warning', arrived: 'warning', closed: 'success' }

export function useCaseWords() {
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
  }
}

export function StateChip({ row }: { row: Pick<CaseRow, 'state' | 'overdue_at'> }) {
  const t = texts.use()
  const words = useCaseWords()
  const tone = TONES[row.state]
  return (
    <span className="dz-row" style={{ gap: 4, flexWrap: 'nowrap' }}>
      <Chip {...(tone ? { tone } : {})}>{words.state(row.state)}</Chip>
      {row.overdue_at && <Chip tone="danger">{t('overdue')}</Chip>}
    </span>
  )
}
