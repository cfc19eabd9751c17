import { type CallbackRow, TRIGGERS } from '../queries'
import { texts } from '../texts'

const STATES = ['planned', 'open', 'reached', 'not_reached', 'void'] as const
const VOIDS = ['plan_stopped', 'do_not_call', 'fake_order', 'erased'] as const

export function useCallWords() {
  const t = texts.use()
  return {
    trigger: (code: string) => {
      const known = TRIGGERS.find((one) => one === code)
      return known ? t(`calls.triggers.${known}`) : code
    },
    state: (row: Pick<CallbackRow, 'state' | 'void_reason'>) => {
      const known = STATES.find((one) => one === row.state)
      const why = VOIDS.find((one) => one === row.void_reason)
      return [known ? t(`calls.states.${known}`) : row.state, why ? t(`calls.voids.${why}`) : ''].filter(Boolean).join(' · ')
    },
  }
}
