import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useCan } from '@/shared/api'
import { type ShopOut, shopsQuery } from '../queries'

const NONE: readonly ShopOut[] = []

export interface Shops {
  all: readonly ShopOut[]
  choices: readonly { value: string; label: string }[]
  nameOf: (id: string) => string
}

/** The shops this person sees, and their names; one that is not registered here shows its id. */
export function useShops(): Shops {
  const can = useCan()
  const { data = NONE } = useQuery({ ...shopsQuery, enabled: can('channels.shops.read') })
  return useMemo(() => {
    const names = new Map(data.map((shop) => [shop.id, shop.name]))
    return { all: data, choices: data.map((shop) => ({ value: shop.id, label: shop.name })), nameOf: (id) => names.get(id) ?? id }
  }, [data])
}
