import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { Banner, Card, Chip, DateTime, Loaded, Page } from '@/shared/ui'
import { DataGrid, FilterBar, type FilterField, type FilterValues, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { Outcome } from '../components/chips'
import { ImportSummary } from '../components/import-summary'
import { useShops } from '../components/shops'
import { useWords } from '../components/words'
import { type ImportedOrderOut, importedOrderPage, importKeys, importQuery, OUTCOMES } from '../queries'
import { texts } from '../texts'

const rowId = (row: ImportedOrderOut) => String(row.place)

function useColumns(): readonly GridColumn<ImportedOrderOut>[] {
  const t = texts.use()
  const words = useWords()
  return useMemo(() => {
    const why = (row: ImportedOrderOut) => words.codes([...new Set([...row.attention_reasons, ...row.hold_reasons, ...row.reasons])])
    return [
      { id: 'place', header: '#', width: 70, numeric: true, cell: (row) => row.place, copy: (row) => String(row.place) },
      { id: 'platform_no', header: t('platformNo'), width: 200, always: true, cell: (row) => <strong className="dz-mono">{row.platform_order_no || '–'}</strong>, copy: (row) => row.platform_order_no },
      { id: 'outcome', header: t('imports.outcome'), width: 140, cell: (row) => <Outcome outcome={row.outcome} />, copy: (row) => words.outcome(row.outcome) },
      {
        id: 'waits',
        header: t('imports.waits'),
        width: 130,
        cell: (row) => (row.attention_reasons.length > 0 ? <Chip tone="danger">{t('imports.attention')}</Chip> : row.hold_reasons.length > 0 ? <Chip tone="warning">{t('imports.held')}</Chip> : null),
        copy: (row) => (row.attention_reasons.length > 0 ? t('imports.attention') : row.hold_reasons.length > 0 ? t('imports.held') : ''),
      },
      { id: 'why', header: t('reason'), width: 300, grow: true, cell: (row) => <span title={why(row)}>{why(row)}</span>, copy: why },
      {
        id: 'order',
        header: t('order'),
        width: 180,
        cell: (row) =>
          row.order_id ? (
            <Link className="dz-mono" to={`/orders/${row.order_id}` as '/'}>
              {row.number}
            </Link>
          ) : (
            <span className="dz-soft">–</span>
          ),
        copy: (row) => row.number ?? '',
      },
      { id: 'rows', header: t('imports.fileRows'), width: 130, cell: (row) => row.rows.join(', '), copy: (row) => row.rows.join(' ') },
    ]
  }, [t, words])
}

export function ImportPage() {
  const t = texts.use()
  const words = useWords()
  const { nameOf } = useShops()
  const { id } = useParams({ from: '/shell/imports/$id' })
  const search = useSearch({ from: '/shell/imports/$id' })
  const navigate = useNavigate({ from: '/imports/$id' })
  const query = useQuery(importQuery(id))
  const columns = useColumns()
  const source = useCursorList({ queryKey: importKeys.one(id, 'orders', JSON.stringify(search)), page: importedOrderPage(id, search) })
  const filter = useCallback((patch: FilterValues) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true }), [navigate])
  const fields = useMemo<FilterField[]>(
    () => [
      { kind: 'choice', name: 'outcome', label: t('imports.outcome'), options: OUTCOMES.map((outcome) => ({ value: outcome, label: words.outcome(outcome) })) },
      { kind: 'choice', name: 'only', label: t('imports.waits'), options: [{ value: 'held', label: t('imports.held') }, { value: 'needs_attention', label: t('imports.attention') }] },
    ],
    [t, words],
  )
  const found = query.data
  return (
    <Page
      title={found?.filename ?? t('imports.title')}
      mark={found && <Chip tone={found.mode === 'check' ? 'neutral' : 'success'}>{t(found.mode === 'check' ? 'imports.checkedOnly' : 'imports.carriedOut')}</Chip>}
      lead={
        found && (
          <>
            {nameOf(found.shop_id)} · {found.created_by} · <DateTime at={found.created_at} />
          </>
        )
      }
      width="full"
    >
      <Loaded query={query}>
        {(one) => (
          <>
            {one.mode === 'check' && <Banner tone="info" action={<Link to="/imports">{t('imports.title')}</Link>}>{t('imports.onlyChecked')}</Banner>}
            <Card>
              <ImportSummary found={one} />
            </Card>
          </>
        )}
      </Loaded>
      <DataGrid id="imported-orders" label={t('imports.orders')} columns={columns} source={source} rowId={rowId} toolbar={<FilterBar fields={fields} value={search} onChange={filter} />} />
    </Page>
  )
}
