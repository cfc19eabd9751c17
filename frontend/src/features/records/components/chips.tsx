import { companyDay, dayAfter } from '@/shared/lib/time'
import { Chip, type Tone } from '@/shared/ui'
import { pressing } from '../parts'
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

/** The day of a task, marked from the day before: nobody should have to read dates to see what presses. */
export function Due({ task }: { task: { state: string; due_on: string } }) {
  const t = texts.use()
  const today = companyDay()
  const how = pressing(task, today, dayAfter(today))
  if (how === null) return <>{task.due_on}</>
  return <Chip tone={how === 'late' ? 'danger' : how === 'today' ? 'warning' : 'info'}>{`${task.due_on} ${t(`due.${how}`)}`}</Chip>
}
