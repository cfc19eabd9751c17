import { Chip, type Tone } from '@/shared/ui'
import { texts } from '../texts'

const TASK_TONES: Record<string, Tone> = { open: 'info', done: 'success', dropped: 'neutral' }
const MEETING_TONES: Record<string, Tone> = { planned: 'info', closed: 'success', cancelled: 'neutral' }

export function TaskState({ state }: { state: string }) {
  const t = texts.use()
  return <Chip tone={TASK_TONES[state] ?? 'neutral'}>{t(`taskState.${state as 'open'}`)}</Chip>
}

export function MeetingState({ state }: { state: string }) {
  const t = texts.use()
  return <Chip tone={MEETING_TONES[state] ?? 'neutral'}>{t(`state.${state as 'planned'}`)}</Chip>
}
