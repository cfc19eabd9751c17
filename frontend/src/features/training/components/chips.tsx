import { Chip, type Tone } from '@/shared/ui'
import type { KINDS, STATES } from '../choices'
import { texts } from '../texts'

const PART_TONES: Record<string, Tone> = { enrolled: 'info', present: 'success', late: 'warning', absent: 'danger', withdrawn: 'neutral' }

export function TrainingState({ state }: { state: string }) {
  const t = texts.use()
  return <Chip tone={state === 'open' ? 'success' : 'neutral'}>{t(`state.${state as (typeof STATES)[number]}`)}</Chip>
}

export function Part({ state }: { state: string }) {
  const t = texts.use()
  return <Chip tone={PART_TONES[state] ?? 'neutral'}>{t(`part.${state as 'enrolled'}`)}</Chip>
}

export function Outcome({ outcome }: { outcome: string | null }) {
  const t = texts.use()
  if (outcome === null) return <span className="dz-soft">{t('outcome.none')}</span>
  return <Chip tone={outcome === 'passed' ? 'success' : 'danger'}>{t(`outcome.${outcome as 'passed' | 'failed'}`)}</Chip>
}

export function KindName({ kind }: { kind: string }) {
  const t = texts.use()
  return <>{t(`kind.${kind as (typeof KINDS)[number]}`)}</>
}
