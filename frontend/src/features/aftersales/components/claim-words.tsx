import { Chip, type Tone } from '@/shared/ui'
import { type ClaimOut, CLAIM_STATES, LIABLES } from '../queries'
import { texts } from '../texts'

const TONES: Partial<Record<string, Tone>> = { asked: 'special', told: 'info', accepted: 'warning', paid: 'success', rejected: 'danger', not_approved: 'danger' }

export function useLiable() {
  const t = texts.use()
  return (code: string) => {
    const known = LIABLES.find((one) => one === code)
    return known ? t(`page.liables.${known}`) : code
  }
}

export function ClaimChip({ claim }: { claim: Pick<ClaimOut, 'state' | 'overdue'> }) {
  const t = texts.use()
  const known = CLAIM_STATES.find((one) => one === claim.state)
  const tone = TONES[claim.state]
  return (
    <span className="dz-row" style={{ gap: 4, flexWrap: 'nowrap' }}>
      <Chip {...(tone ? { tone } : {})}>{known ? t(`claim.states.${known}`) : claim.state}</Chip>
      {claim.overdue && <Chip tone="danger">{t('overdue')}</Chip>}
    </span>
  )
}
