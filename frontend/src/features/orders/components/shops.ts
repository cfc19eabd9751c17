import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type OrderShop, shopsQuery } from '../queries'

const NONE: readonly OrderShop[] = []

export interface Shops {
  all: readonly OrderShop[]
  nameOf: (id: string) => string
}

/** The shops this person sees, and their names; one that is not registered shows its id. */
export function useShops(): Shops {
  const { data = NONE } = useQuery(shopsQuery)
  return useMemo(() => {
    const names = new Map(data.map((shop) => [shop.id, shop.name]))
    return { all: data, nameOf: (id) => names.get(id) ?? id }
  }, [data])
}
