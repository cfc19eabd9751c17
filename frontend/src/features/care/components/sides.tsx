import { Chip, type Tone } from '@/shared/ui'
import { type MediationRow, type Side } from '../queries'
import { texts } from '../texts'

const STATES = ['hearing', 'decided', 'complied', 'not_complied', 'settled'] as const
const TONES: Record<string, Tone> = { hearing: 'info', decided: 'warning', complied: 'success', not_complied: 'danger', settled: 'success' }

export function MediationChip({ row }: { row: Pick<MediationRow, 'state' | 'comply_late'> }) {
  const t = texts.use()
  const known = STATES.find((one) => one === row.state)
  return (
    <span className="dz-row" style={{ gap: 4, flexWrap: 'nowrap' }}>
      <Chip tone={TONES[row.state] ?? 'neutral'}>{known ? t(`mediation.states.${known}`) : row.state}</Chip>
      {row.comply_late && row.state === 'decided' && <Chip tone="danger">{t('late')}</Chip>}
    </span>
  )
}

type Sides = Pick<MediationRow, 'buyer_heard_at' | 'seller_heard_at' | 'buyer_silent' | 'seller_silent'>

/** Whether a side was heard, stayed silent, or is waited for. */
export function Heard({ row, side }: { row: Sides; side: Side }) {
  const t = texts.use()
  const heard = side === 'buyer' ? row.buyer_heard_at : row.seller_heard_at
  const silent = side === 'buyer' ? row.buyer_silent : row.seller_silent
  const party = t(`mediation.parties.${side}`)
  if (heard) return <Chip tone="success">{`${party} ${t('mediation.heard')}`}</Chip>
  return <Chip tone={silent ? 'danger' : 'neutral'}>{`${party} ${t(silent ? 'mediation.silent' : 'mediation.waits')}`}</Chip>
}
