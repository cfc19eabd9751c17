import { Chip, type Tone } from '@/shared/ui'
import { useWords } from './words'

const WRITE_BACK_TONE: Record<string, Tone> = { pending: 'info', telling: 'info', failed: 'warning', dead: 'danger', told: 'success' }
const INBOUND_TONE: Record<string, Tone> = { waiting: 'info', processed: 'success', refused: 'warning', dead: 'danger' }
const OUTCOME_TONE: Record<string, Tone> = { readable: 'success', made: 'success', updated: 'info', sent: 'warning', refused: 'danger', set_aside: 'special' }
const DELIVERY_TONE: Record<string, Tone> = { waiting: 'info', sending: 'info', delivered: 'success', failed: 'warning', dead: 'danger' }

export function WriteBackState({ state }: { state: string }) {
  return <Chip tone={WRITE_BACK_TONE[state] ?? 'neutral'}>{useWords().writeBack(state)}</Chip>
}

export function InboundState({ state }: { state: string }) {
  return <Chip tone={INBOUND_TONE[state] ?? 'neutral'}>{useWords().inbound(state)}</Chip>
}

export function Outcome({ outcome }: { outcome: string }) {
  return <Chip tone={OUTCOME_TONE[outcome] ?? 'neutral'}>{useWords().outcome(outcome)}</Chip>
}

export function DeliveryState({ state }: { state: string }) {
  return <Chip tone={DELIVERY_TONE[state] ?? 'neutral'}>{useWords().delivery(state)}</Chip>
}
