import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { Button, Chip, EmptyState, Page } from '@/shared/ui'
import { DataGrid, FilterBar, type FilterField, type FilterValues, type GridColumn, SavedViews, useCursorList } from '@/shared/ui/grid'
import { AddIcon, PackageIcon } from '@/shared/ui/icons'
import { ProductForm } from '../components/product-form'
import { productGrid, type ProductOut, productPage, type ProductSearch } from '../queries'
import { texts } from '../texts'

const rowId = (row: ProductOut) => row.id

function useColumns(): readonly GridColumn<ProductOut>[] {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  return useMemo(() => {
    const stateOf = (row: ProductOut) => t(row.active ? 'active' : 'stopped')
    return [
      { id: 'number', header: t('product.number'), width: 170, always: true, pinned: 'start', cell: (row) => <strong className="dz-mono">{row.number}</strong>, copy: (row) => row.number },
      { id: 'name', header: zh ? t('nameZh') : t('nameEn'), width: 260, grow: true, cell: (row) => (zh ? row.name_zh : row.name_en || row.name_zh), copy: (row) => (zh ? row.name_zh : row.name_en || row.name_zh) },
      { id: 'other', header: zh ? t('nameEn') : t('nameZh'), width: 240, cell: (row) => (zh ? row.name_en || <span className="dz-soft">–</span> : row.name_zh), copy: (row) => (zh ? row.name_en : row.name_zh) },
      { id: 'brand', header: t('brand'), width: 140, cell: (row) => row.brand || <span className="dz-soft">–</span>, copy: (row) => row.brand },
      { id: 'category', header: t('category'), width: 140, cell: (row) => row.category || <span className="dz-soft">–</span>, copy: (row) => row.category },
      {
        id: 'skus',
        header: t('product.skus'),
        width: 110,
        numeric: true,
        cell: (row) => (
          <Link to="/skus" search={{ product_id: row.id }}>
            {t('product.skuCount', { count: row.sku_count })}
          </Link>
        ),
        copy: (row) => String(row.sku_count),
      },
      { id: 'state', header: t('state'), width: 110, cell: (row) => <Chip tone={row.active ? 'success' : 'neutral'}>{stateOf(row)}</Chip>, copy: stateOf },
    ]
  }, [t, zh])
}

export function Products() {
  const t = texts.use()
  const can = useCan()
  const search = useSearch({ from: '/shell/products' })
  const navigate = useNavigate({ from: '/products' })
  const mayManage = can('catalog.skus.manage')
  const [editing, setEditing] = useState<ProductOut | 'new' | null>(null)
  const columns = useColumns()
  const source = useCursorList({ queryKey: productGrid(search), page: productPage(search), nouns: ['sku'] })
  const filter = useCallback((patch: FilterValues) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true }), [navigate])
  const fields = useMemo<FilterField[]>(
    () => [
      { kind: 'search', name: 'q', label: t('product.search') },
      { kind: 'choice', name: 'active', label: t('state'), options: [{ value: 'true', label: t('active') }, { value: 'false', label: t('stopped') }] },
    ],
    [t],
  )
  const create = mayManage && (
    <Button kind="primary" icon={AddIcon} onClick={() => setEditing('new')}>
      {t('product.create')}
    </Button>
  )
  return (
    <Page title={t('product.title')} lead={t('product.lead')} width="full" actions={create}>
      <DataGrid
        id="products"
        label={t('product.title')}
        columns={columns}
        source={source}
        rowId={rowId}
        onOpen={mayManage ? setEditing : undefined}
        toolbar={<FilterBar fields={fields} value={search} onChange={filter} />}
        actions={<SavedViews id="products" search={search} onPick={(view) => void navigate({ search: view as ProductSearch })} />}
        empty={
          <EmptyState icon={PackageIcon} title={t('product.empty')} action={create}>
            {t('product.emptyAdvice')}
          </EmptyState>
        }
      />
      {editing && <ProductForm product={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
    </Page>
  )
}
