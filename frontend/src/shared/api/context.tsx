import { createContext, useContext, useSyncExternalStore } from 'react'
import type { LiveStream, LiveView } from './live'
import { allows, type SessionAccount, type SessionView, session } from './session'

export const LiveContext = createContext<LiveStream | null>(null)

const OFF: LiveView = { state: 'off', freshAt: null }
const noSubscription = () => () => undefined
const off = () => OFF

export function useLive(): LiveView {
  const live = useContext(LiveContext)
  return useSyncExternalStore(live?.subscribe ?? noSubscription, live?.snapshot ?? off)
}

export function useSession(): SessionView {
  return useSyncExternalStore(session.subscribe, session.snapshot)
}

/** Only under the shell, where somebody is signed in. */
export function useAccount(): SessionAccount {
  const { account } = useSession()
  if (!account) throw new Error('nobody is signed in')
  return account
}

/** `const can = useCan(); can('orders.hold')`. Hides what would be refused; the server decides. */
export function useCan(): (permission: string | readonly string[]) => boolean {
  const { account } = useSession()
  const held = account?.permissions ?? []
  return (permission) => allows(held, permission)
}
