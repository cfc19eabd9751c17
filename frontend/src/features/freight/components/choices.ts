import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useLanguage } from '@/shared/i18n'
import type { Choice } from '@/shared/ui/form'
import { carriersQuery } from '../queries'

const NONE: readonly Choice[] = []

/** Carriers in use. */
export function useCarriers(): readonly Choice[] {
  const zh = useLanguage() === 'zh-CN'
  const { data } = useQuery(carriersQuery)
  return useMemo(() => data?.filter((one) => one.active).map((one) => ({ value: one.code, label: zh ? one.name_zh : one.name_en })) ?? NONE, [data, zh])
}
