import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { Button, Chip, Count, DateTime, EmptyState, Page, toast } from '@/shared/ui'
import { DataGrid, FilterBar, type FilterField, type FilterValues, type GridColumn, SavedViews, useCursorList } from '@/shared/ui/grid'
import { AddIcon, DownloadIcon, SkuIcon, UploadIcon } from '@/shared/ui/icons'
import { ImportDialog } from '@/shared/ui/import-dialog'
import { SkuForm } from '../components/sku-form'
import { SkuMenu } from '../components/sku-menu'
import { exportSkus, productQuery, skuGrid, type SkuOut, skuPage, type SkuSearch, useImportSkus } from '../queries'
import { texts } from '../texts'

const rowId = (row: SkuOut) => row.id
const sizeOf = (row: SkuOut) => (row.length_mm || row.width_mm || row.height_mm ? `${row.length_mm} × ${row.width_mm} × ${row.height_mm}` : '')

function useColumns(mayManage: boolean, onEdit: (sku: SkuOut) => void): readonly GridColumn<SkuOut>[] {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  return useMemo(() => {
    const nameOf = (row: SkuOut) => (zh ? row.name_zh : row.name_en || row.name_zh)
    const stateOf = (row: SkuOut) => t(row.active ? 'active' : 'stopped')
    const columns: GridColumn<SkuOut>[] = [
      { id: 'sku', header: t('sku.number'), width: 170, always: true, pinned: 'start', cell: (row) => <strong className="dz-mono">{row.sku}</strong>, copy: (row) => row.sku },
      { id: 'name', header: t('name'), width: 240, grow: true, cell: nameOf, copy: nameOf },
      { id: 'spec', header: t('spec'), width: 150, cell: (row) => row.spec || <span className="dz-soft">–</span>, copy: (row) => row.spec },
      { id: 'barcode', header: t('sku.barcode'), width: 150, cell: (row) => (row.barcode ? <span className="dz-mono">{row.barcode}</span> : <span className="dz-soft">{t('sku.noBarcode')}</span>), copy: (row) => row.barcode ?? '' },
      {
        id: 'product',
        header: t('product.number'),
        width: 140,
        cell: (row) => (
          <Link className="dz-mono" to="/skus" search={{ product_id: row.product_id }}>
            {row.product_number}
          </Link>
        ),
        copy: (row) => row.product_number,
      },
      { id: 'brand', header: t('brand'), width: 110, cell: (row) => row.brand, copy: (row) => row.brand },
      { id: 'category', header: t('category'), width: 120, hidden: true, cell: (row) => row.category, copy: (row) => row.category },
      { id: 'weight', header: t('sku.weightG'), width: 100, numeric: true, cell: (row) => <Count value={row.weight_g || null} />, copy: (row) => String(row.weight_g) },
      { id: 'size', header: t('sku.sizeMm'), width: 150, numeric: true, cell: (row) => sizeOf(row) || <span className="dz-soft">–</span>, copy: sizeOf },
      { id: 'unit', header: t('sku.unit'), width: 80, hidden: true, cell: (row) => row.unit, copy: (row) => row.unit },
      { id: 'state', header: t('state'), width: 100, cell: (row) => <Chip tone={row.active ? 'success' : 'neutral'}>{stateOf(row)}</Chip>, copy: stateOf },
      { id: 'updated', header: t('updated'), width: 150, cell: (row) => <DateTime at={row.updated_at} />, copy: (row) => row.updated_at },
    ]
    if (mayManage) columns.push({ id: 'actions', header: t('actions'), width: 80, pinned: 'end', always: true, cell: (row) => <SkuMenu sku={row} onEdit={() => onEdit(row)} /> })
    return columns
  }, [t, zh, mayManage, onEdit])
}

/** Says whose SKUs are on show, where the list is of one product. */
function useProductChoice(id: string | undefined) {
  const zh = useLanguage() === 'zh-CN'
  const { data } = useQuery({ ...productQuery(id ?? ''), enabled: id !== undefined })
  return useMemo(() => (id === undefined ? undefined : { value: id, label: data ? `${data.number} ${zh ? data.name_zh : data.name_en || data.name_zh}` : id }), [id, data, zh])
}

export function Skus() {
  const t = texts.use()
  const can = useCan()
  const search = useSearch({ from: '/shell/skus' })
  const navigate = useNavigate({ from: '/skus' })
  const mayManage = can('catalog.skus.manage')
  const importSkus = useImportSkus()
  const product = useProductChoice(search.product_id)
  const language = useLanguage()
  const [dialog, setDialog] = useState<SkuOut | 'new' | 'import' | null>(null)
  const [saving, setSaving] = useState(false)
  const columns = useColumns(mayManage, setDialog)
  const source = useCursorList({ queryKey: skuGrid(search), page: skuPage(search), nouns: ['product'] })
  const filter = useCallback((patch: FilterValues) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true }), [navigate])
  const fields = useMemo<FilterField[]>(
    () => [
      { kind: 'search', name: 'q', label: t('sku.search') },
      { kind: 'choice', name: 'active', label: t('state'), options: [{ value: 'true', label: t('active') }, { value: 'false', label: t('stopped') }] },
      ...(product ? [{ kind: 'choice', name: 'product_id', label: t('product.one'), options: [product] } satisfies FilterField] : []),
    ],
    [t, product],
  )
  const save = async () => {
    setSaving(true)
    try {
      await exportSkus(search)
    } catch (error) {
      toast.error(error)
    } finally {
      setSaving(false)
    }
  }
  return (
    <Page
      title={t('sku.title')}
      lead={t('sku.lead')}
      width="full"
      actions={
        <>
          <Button icon={DownloadIcon} busy={saving} onClick={() => void save()}>
            {t('export')}
          </Button>
          {mayManage && (
            <>
              <Button icon={UploadIcon} onClick={() => setDialog('import')}>
                {t('sku.import')}
              </Button>
              <Button kind="primary" icon={AddIcon} onClick={() => setDialog('new')}>
                {t('sku.create')}
              </Button>
            </>
          )}
        </>
      }
    >
      <DataGrid
        id="skus"
        label={t('sku.title')}
        columns={columns}
        source={source}
        rowId={rowId}
        onOpen={mayManage ? setDialog : undefined}
        toolbar={<FilterBar fields={fields} value={search} onChange={filter} />}
        actions={<SavedViews id="skus" search={search} onPick={(view) => void navigate({ search: view as SkuSearch })} />}
        empty={
          <EmptyState icon={SkuIcon} title={t('sku.empty')}>
            {t('sku.emptyAdvice')}
          </EmptyState>
        }
      />
      {dialog === 'import' && (
        <ImportDialog
          title={t('sku.importTitle')}
          hint={t('sku.importHint')}
          template={`/api/catalog/v1/sku-imports/template?lang=${language}`}
          send={(file, check) => importSkus.mutateAsync({ file, check })}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog !== null && dialog !== 'import' && <SkuForm sku={dialog === 'new' ? null : dialog} product={product} onClose={() => setDialog(null)} />}
    </Page>
  )
}
