import { useCallback } from 'react'
import { Chip, type Tone } from '@/shared/ui'
import { texts } from '../texts'
import { EXPECTED_STATES, PARCEL_STATES, RETURN_STATES, SHIPMENT_STATES, VERDICTS } from '../queries'

const SHIPMENT_TONE: Record<string, Tone> = { waiting: 'neutral', picking: 'info', picked: 'info', packed: 'special', shipped: 'success', withdrawn: 'danger' }
const PARCEL_TONE: Record<string, Tone> = { in_transit: 'info', out_for_delivery: 'special', delivered: 'success', exception: 'danger', lost: 'danger', returning: 'warning', returned: 'warning' }
const RETURN_TONE: Record<string, Tone> = { unknown: 'warning', waiting: 'info', inspected: 'success', dismissed: 'neutral', expected: 'neutral', arrived: 'info', withdrawn: 'neutral' }
const VERDICT_TONE: Record<string, Tone> = { good: 'success', damaged: 'danger', wrong: 'warning', missing: 'neutral' }
const LIST_TONE: Record<string, Tone> = { open: 'info', confirmed: 'success', cancelled: 'neutral' }

/** States are open: one we do not know yet is shown as it is. */
function known<const State extends string>(state: string, states: readonly State[]): State | undefined {
  return states.find((one) => one === state)
}

export function useShipmentState(): (state: string) => string {
  const t = texts.use()
  return useCallback(
    (state) => {
      const one = known(state, SHIPMENT_STATES)
      return one ? t(`states.${one}`) : state
    },
    [t],
  )
}

export function useParcelState(): (state: string) => string {
  const t = texts.use()
  return useCallback(
    (state) => {
      const one = known(state, PARCEL_STATES)
      return one ? t(`parcelStates.${one}`) : state
    },
    [t],
  )
}

export function ShipmentState({ state }: { state: string }) {
  return <Chip tone={SHIPMENT_TONE[state] ?? 'neutral'}>{useShipmentState()(state)}</Chip>
}

export function ParcelState({ state }: { state: string }) {
  return <Chip tone={PARCEL_TONE[state] ?? 'neutral'}>{useParcelState()(state)}</Chip>
}

export function ListState({ state }: { state: string }) {
  const t = texts.use()
  const one = known(state, ['open', 'confirmed', 'cancelled'])
  return <Chip tone={LIST_TONE[state] ?? 'neutral'}>{one ? t(`listStates.${one}`) : state}</Chip>
}

export function ReturnState({ state }: { state: string }) {
  const t = texts.use()
  const one = known(state, RETURN_STATES)
  return <Chip tone={RETURN_TONE[state] ?? 'neutral'}>{one ? t(`returnStates.${one}`) : state}</Chip>
}

export function ExpectedState({ state }: { state: string }) {
  const t = texts.use()
  const one = known(state, EXPECTED_STATES)
  return <Chip tone={RETURN_TONE[state] ?? 'neutral'}>{one ? t(`expectedStates.${one}`) : state}</Chip>
}

export function VerdictChip({ verdict }: { verdict: string }) {
  const t = texts.use()
  const one = known(verdict, VERDICTS)
  return <Chip tone={VERDICT_TONE[verdict] ?? 'neutral'}>{one ? t(`verdicts.${one}`) : verdict}</Chip>
}
