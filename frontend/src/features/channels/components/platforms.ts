import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useCan } from '@/shared/api'
import { type PlatformOut, platformsQuery } from '../queries'

export interface Platforms {
  all: readonly PlatformOut[]
  of: (code: string | undefined) => PlatformOut | undefined
  /** What a shop of it may be given. */
  credentials: (code: string | undefined) => readonly string[]
  /** Where it must send its webhooks; null where it sends none. */
  webhookAddress: (code: string, shop: string) => string | null
}

const NONE: readonly PlatformOut[] = []

export function platformsOf(all: readonly PlatformOut[]): Platforms {
  const known = new Map(all.map((one) => [one.code, one]))
  return {
    all,
    of: (code) => known.get(code ?? ''),
    credentials: (code) => {
      const found = known.get(code ?? '')
      return found ? [...found.secrets, ...found.options] : []
    },
    webhookAddress: (code, shop) => (known.get(code)?.sends_webhooks ? `${window.location.origin}/api/channels/v1/webhooks/${code}/${shop}` : null),
  }
}

/** The platforms as channels tells them; none until it has. */
export function usePlatforms(): Platforms {
  const can = useCan()
  const { data = NONE } = useQuery({ ...platformsQuery, enabled: can('channels.shops.read') })
  return useMemo(() => platformsOf(data), [data])
}
