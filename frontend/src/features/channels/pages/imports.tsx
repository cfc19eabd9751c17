import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { useCan } from '@/shared/api'
import { Chip, Count, DateTime, EmptyState, Page } from '@/shared/ui'
import { DataGrid, FilterBar, type FilterField, type FilterValues, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { FileIcon } from '@/shared/ui/icons'
import { ImportOrders } from '../components/import-orders'
import { useShops } from '../components/shops'
import { useWords } from '../components/words'
import { importKeys, type ImportOut, importPage } from '../queries'
import { texts } from '../texts'

const rowId = (row: ImportOut) => row.id

function useColumns(): readonly GridColumn<ImportOut>[] {
  const t = texts.use()
  const words = useWords()
  const { nameOf } = useShops()
  return useMemo(() => {
    const mode = (row: ImportOut) => t(row.mode === 'check' ? 'imports.checkedOnly' : 'imports.carriedOut')
    const count = (id: keyof ImportOut['counts'], header: string): GridColumn<ImportOut> => ({ id, header, width: 90, numeric: true, cell: (row) => <Count value={row.counts[id]} />, copy: (row) => String(row.counts[id]) })
    return [
      { id: 'at', header: t('imports.at'), width: 155, always: true, cell: (row) => <DateTime at={row.created_at} />, copy: (row) => row.created_at },
      { id: 'file', header: t('imports.file'), width: 240, grow: true, cell: (row) => <Link to="/imports/$id" params={{ id: row.id }}>{row.filename}</Link>, copy: (row) => row.filename },
      { id: 'shop', header: t('shop'), width: 160, cell: (row) => nameOf(row.shop_id), copy: (row) => nameOf(row.shop_id) },
      { id: 'mode', header: t('imports.mode'), width: 110, cell: (row) => <Chip tone={row.mode === 'check' ? 'neutral' : 'success'}>{mode(row)}</Chip>, copy: mode },
      { id: 'dialect', header: t('imports.dialect'), width: 130, cell: (row) => words.dialect(row.dialect), copy: (row) => words.dialect(row.dialect) },
      count('orders', t('imports.orders')),
      count('made', t('outcomes.made')),
      count('updated', t('outcomes.updated')),
      count('held', t('imports.held')),
      count('needs_attention', t('imports.attention')),
      count('refused', t('outcomes.refused')),
      { id: 'by', header: t('imports.by'), width: 130, cell: (row) => row.created_by, copy: (row) => row.created_by },
    ]
  }, [t, words, nameOf])
}

export function Imports() {
  const t = texts.use()
  const can = useCan()
  const { choices } = useShops()
  const search = useSearch({ from: '/shell/imports' })
  const navigate = useNavigate({ from: '/imports' })
  const columns = useColumns()
  const source = useCursorList({ queryKey: importKeys.list(search), page: importPage(search) })
  const filter = useCallback((patch: FilterValues) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true }), [navigate])
  const fields = useMemo<FilterField[]>(
    () => [
      { kind: 'choice', name: 'shop_id', label: t('shop'), options: choices },
      { kind: 'choice', name: 'mode', label: t('imports.mode'), options: [{ value: 'run', label: t('imports.carriedOut') }, { value: 'check', label: t('imports.checkedOnly') }] },
    ],
    [t, choices],
  )
  return (
    <Page title={t('imports.title')} lead={t('imports.lead')} width="full">
      {can('channels.order_imports.run') && <ImportOrders />}
      <h2>{t('imports.history')}</h2>
      <DataGrid
        id="imports"
        label={t('imports.history')}
        columns={columns}
        source={source}
        rowId={rowId}
        onOpen={(row) => void navigate({ to: '/imports/$id', params: { id: row.id } })}
        toolbar={<FilterBar fields={fields} value={search} onChange={filter} />}
        empty={
          <EmptyState icon={FileIcon} title={t('imports.empty')}>
            {t('imports.emptyAdvice')}
          </EmptyState>
        }
      />
    </Page>
  )
}
