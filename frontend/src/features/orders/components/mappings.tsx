import { useMemo, useState } from 'react'
import { useCan } from '@/shared/api'
import { ConfirmAction, DateTime, EmptyState, IconButton, toast } from '@/shared/ui'
import { DataGrid, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { RemoveIcon, SkuIcon } from '@/shared/ui/icons'
import { type MappingOut, mappingKeys, mappingPage, useForget } from '../queries'
import { texts } from '../texts'
import { useShops } from './shops'

const rowId = (row: MappingOut) => row.id

/** Merchant codes that people have explained for good, and the way back. */
export function Mappings() {
  const t = texts.use()
  const can = useCan()
  const { nameOf } = useShops()
  const forget = useForget()
  const [leaving, setLeaving] = useState<MappingOut | null>(null)
  const source = useCursorList({ queryKey: mappingKeys.list(), page: mappingPage })
  const mayForget = can('orders.attention.resolve')
  const columns = useMemo<GridColumn<MappingOut>[]>(() => {
    const shown: GridColumn<MappingOut>[] = [
      { id: 'shop', header: t('shop'), width: 180, cell: (row) => nameOf(row.shop_id), copy: (row) => nameOf(row.shop_id) },
      { id: 'code', header: t('mapping.code'), width: 200, always: true, cell: (row) => <strong className="dz-mono">{row.merchant_code}</strong>, copy: (row) => row.merchant_code },
      { id: 'sku', header: t('sku'), width: 200, grow: true, cell: (row) => <span className="dz-mono">{row.sku}</span>, copy: (row) => row.sku },
      { id: 'by', header: t('mapping.by'), width: 150, cell: (row) => row.created_by, copy: (row) => row.created_by },
      { id: 'at', header: t('mapping.at'), width: 150, cell: (row) => <DateTime at={row.created_at} />, copy: (row) => row.created_at },
    ]
    if (mayForget) shown.push({ id: 'forget', header: t('mapping.remove'), width: 80, pinned: 'end', always: true, cell: (row) => <IconButton size="small" icon={RemoveIcon} label={t('mapping.remove')} onClick={() => setLeaving(row)} /> })
    return shown
  }, [t, nameOf, mayForget])
  return (
    <>
      <DataGrid
        id="sku-mappings"
        label={t('attention.mappings')}
        columns={columns}
        source={source}
        rowId={rowId}
        empty={
          <EmptyState icon={SkuIcon} title={t('mapping.empty')}>
            {t('mapping.emptyAdvice')}
          </EmptyState>
        }
      />
      <ConfirmAction
        open={leaving !== null}
        title={t('mapping.removeTitle', { code: leaving?.merchant_code ?? '' })}
        verb={t('mapping.remove')}
        danger
        onConfirm={async () => {
          if (!leaving) return
          await forget.mutateAsync(leaving.id)
          toast.success(t('mapping.removed'))
        }}
        onClose={() => setLeaving(null)}
      >
        {t('mapping.removeText', { sku: leaving?.sku ?? '' })}
      </ConfirmAction>
    </>
  )
}
