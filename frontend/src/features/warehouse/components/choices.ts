import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { carriersQuery, warehousesQuery } from '../queries'

interface Choice {
  value: string
  label: string
}

const NONE: readonly Choice[] = []

export function useWarehouses(): readonly Choice[] {
  const language = useLanguage()
  const can = useCan()
  const { data } = useQuery({ ...warehousesQuery, enabled: can('warehouse.stock.read') })
  return useMemo(() => data?.map((one) => ({ value: one.code, label: `${one.code} ${language === 'zh-CN' ? one.name_zh : one.name_en}` })) ?? NONE, [data, language])
}

export function useCarriers(): readonly Choice[] {
  const language = useLanguage()
  const { data } = useQuery(carriersQuery)
  return useMemo(() => data?.filter((one) => one.active).map((one) => ({ value: one.code, label: language === 'zh-CN' ? one.name_zh : one.name_en })) ?? NONE, [data, language])
}
