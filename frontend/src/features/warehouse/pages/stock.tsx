import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { Button, Count, DateTime, EmptyState, Page } from '@/shared/ui'
import { DataGrid, FilterBar, type FilterField, type FilterValues, type GridColumn, SavedViews, useCursorList } from '@/shared/ui/grid'
import { AddIcon, FileIcon, StockIcon } from '@/shared/ui/icons'
import { ImportDialog } from '@/shared/ui/import-dialog'
import { useWarehouses } from '../components/choices'
import { MovementForm } from '../components/movement-form'
import { type StockRow, stockKeys, stockPage, useImportStock } from '../queries'
import { texts } from '../texts'

const rowId = (row: StockRow) => `${row.warehouse} ${row.sku}`

export function StockBoard() {
  const t = texts.use()
  const can = useCan()
  const zh = useLanguage() === 'zh-CN'
  const search = useSearch({ from: '/shell/stock' })
  const navigate = useNavigate({ from: '/stock' })
  const warehouses = useWarehouses()
  const importStock = useImportStock()
  const [dialog, setDialog] = useState<'movement' | 'receive' | 'count' | null>(null)
  const source = useCursorList({ queryKey: stockKeys.list(search), page: stockPage(search) })
  const filter = useCallback((patch: FilterValues) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true }), [navigate])
  const columns = useMemo<GridColumn<StockRow>[]>(
    () => [
      { id: 'sku', header: t('stock.sku'), width: 160, always: true, pinned: 'start', cell: (row) => <Link className="dz-mono" to="/stock/$sku" params={{ sku: row.sku }}>{row.sku}</Link>, copy: (row) => row.sku },
      { id: 'name', header: t('stock.name'), width: 240, grow: true, cell: (row) => (zh ? row.name_zh : row.name_en || row.name_zh), copy: (row) => (zh ? row.name_zh : row.name_en) },
      { id: 'warehouse', header: t('warehouse'), width: 100, cell: (row) => row.warehouse, copy: (row) => row.warehouse },
      { id: 'bin', header: t('stock.bin'), width: 110, cell: (row) => <span className="dz-mono">{row.bin ?? '–'}</span>, copy: (row) => row.bin ?? '' },
      { id: 'on_hand', header: t('stock.onHand'), width: 110, numeric: true, cell: (row) => <Count value={row.on_hand} />, copy: (row) => String(row.on_hand) },
      { id: 'reserved', header: t('stock.reserved'), width: 110, numeric: true, cell: (row) => <Count value={row.reserved} />, copy: (row) => String(row.reserved) },
      { id: 'available', header: t('stock.available'), width: 110, numeric: true, cell: (row) => <strong style={row.available <= 0 ? { color: 'var(--danger)' } : undefined}><Count value={row.available} /></strong>, copy: (row) => String(row.available) },
      { id: 'defective', header: t('stock.defective'), width: 90, numeric: true, cell: (row) => <Count value={row.defective} />, copy: (row) => String(row.defective) },
      { id: 'barcode', header: t('stock.barcode'), width: 160, hidden: true, cell: (row) => <span className="dz-mono">{row.barcode ?? '–'}</span>, copy: (row) => row.barcode ?? '' },
      { id: 'updated', header: t('stock.updated'), width: 150, cell: (row) => <DateTime at={row.updated_at} />, copy: (row) => row.updated_at },
    ],
    [t, zh],
  )
  const fields = useMemo<FilterField[]>(
    () => [
      { kind: 'search', name: 'q', label: t('stock.search') },
      { kind: 'choice', name: 'warehouse', label: t('warehouse'), options: warehouses },
      { kind: 'flag', name: 'low', label: t('stock.below') },
    ],
    [t, warehouses],
  )
  return (
    <Page
      title={t('stock.title')}
      lead={t('stock.lead')}
      width="full"
      actions={
        can('warehouse.stock.keep') && (
          <>
            <Button icon={FileIcon} onClick={() => setDialog('receive')}>
              {t('stock.importKind.receive')}
            </Button>
            <Button icon={FileIcon} onClick={() => setDialog('count')}>
              {t('stock.importKind.count')}
            </Button>
            <Button kind="primary" icon={AddIcon} onClick={() => setDialog('movement')}>
              {t('stock.receive')}
            </Button>
          </>
        )
      }
    >
      <DataGrid
        id="stock"
        label={t('stock.title')}
        columns={columns}
        source={source}
        rowId={rowId}
        onOpen={(row) => void navigate({ to: '/stock/$sku', params: { sku: row.sku } })}
        toolbar={<FilterBar fields={fields} value={search} onChange={filter} />}
        actions={<SavedViews id="stock" search={search} onPick={(view) => void navigate({ search: view })} />}
        empty={
          <EmptyState icon={StockIcon} title={t('stock.empty')}>
            {t('stock.emptyAdvice')}
          </EmptyState>
        }
      />
      {dialog === 'movement' && <MovementForm onClose={() => setDialog(null)} />}
      {(dialog === 'receive' || dialog === 'count') && (
        <ImportDialog
          title={`${t('stock.import')} · ${t(`stock.importKind.${dialog}`)}`}
          hint={t('stock.importHint')}
          template="/api/warehouse/v1/stock-imports/template"
          send={(file, check) => importStock.mutateAsync({ file, check, kind: dialog, document: file.name.slice(0, 60) })}
          onClose={() => setDialog(null)}
        />
      )}
    </Page>
  )
}
