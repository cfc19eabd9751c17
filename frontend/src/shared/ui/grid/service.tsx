import { useMemo } from 'react'
import { useLanguage } from '@/shared/i18n'
import { common } from '@/shared/i18n/basics'
import { Chip } from '../chip'
import type { FilterField } from './filter-bar'
import type { GridColumn } from './types'

interface Service {
  name_zh: string
  name_en: string
  priority: number
  is_priority: boolean
}

interface ServiceOfRow {
  service: Service | null
}

/** What the service plan of a row's customer says, on every desk alike. */
export function useServiceColumn<Row extends ServiceOfRow>(): GridColumn<Row> {
  const t = common.use()
  const zh = useLanguage() === 'zh-CN'
  return useMemo<GridColumn<Row>>(() => {
    const words = ({ service }: Row) => (service ? t('service.is', { priority: service.priority, name: zh ? service.name_zh : service.name_en }) : '')
    return {
      id: 'service',
      header: t('service.column'),
      width: 190,
      cell: (row) => (row.service?.is_priority ? <Chip tone="special">{words(row)}</Chip> : words(row) || '–'),
      copy: words,
    }
  }, [t, zh])
}

/** Keeps a desk to customers who are served first. Only of what waits: the API refuses it elsewhere, so it is not offered there. */
export function usePriorityField(waits: boolean): readonly FilterField[] {
  const t = common.use()
  return useMemo(() => (waits ? [{ kind: 'flag', name: 'priority', label: t('service.only') }] : []), [t, waits])
}
