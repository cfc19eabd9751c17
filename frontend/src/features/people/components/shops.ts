import { useQuery } from '@tanstack/react-query'
import { useCan } from '@/shared/api'
import type { Choice } from '@/shared/ui/form'
import { shopsQuery } from '../queries'

/** The shops this person sees, and those already given, which they may not see. */
export function useShopChoices(given: readonly string[] | null | undefined): readonly Choice[] {
  const can = useCan()
  const { data = [] } = useQuery({ ...shopsQuery, enabled: can('channels.shops.read') })
  const unseen = (given ?? []).filter((id) => !data.some((shop) => shop.id === id))
  return [...data.map((shop) => ({ value: shop.id, label: shop.name })), ...unseen.map((id) => ({ value: id, label: id }))]
}
