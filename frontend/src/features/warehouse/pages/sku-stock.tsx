import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { Button, Card, Chip, Count, DateTime, EmptyState, Loaded, Page, Stat, Stats } from '@/shared/ui'
import { DataGrid, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { AddIcon } from '@/shared/ui/icons'
import { BinCards, StockStateName } from '../components/bin-cards'
import { BinName } from '../components/bin-name'
import { MovementForm } from '../components/movement-form'
import { type MovementRow, movementPage, skuStockQuery, stockKeys } from '../queries'
import { texts } from '../texts'

const rowId = (row: MovementRow) => String(row.number)
const KINDS = ['receive', 'return', 'adjust', 'damage', 'count', 'ship', 'defect', 'scrap', 'grade', 'move', 'put_away', 'pick'] as const

/** A SKU's stock in all warehouses, and every movement that made it so. */
export function SkuStockPage() {
  const t = texts.use()
  const can = useCan()
  const zh = useLanguage() === 'zh-CN'
  const { sku } = useParams({ from: '/shell/stock/$sku' })
  const query = useQuery(skuStockQuery(sku))
  const [posting, setPosting] = useState(false)
  const source = useCursorList({ queryKey: stockKeys.other('ledger', sku), page: movementPage(sku) })
  const columns = useMemo<GridColumn<MovementRow>[]>(() => {
    const kindName = (kind: string) => {
      const known = KINDS.find((one) => one === kind)
      return known ? t(`movementKinds.${known}`) : kind
    }
    return [
      { id: 'at', header: t('stock.at'), width: 160, always: true, cell: (row) => <DateTime at={row.at} form="second" />, copy: (row) => row.at },
      { id: 'kind', header: t('stock.kind'), width: 120, cell: (row) => kindName(row.kind), copy: (row) => kindName(row.kind) },
      { id: 'warehouse', header: t('warehouse'), width: 100, cell: (row) => row.warehouse, copy: (row) => row.warehouse },
      { id: 'bin', header: t('stock.bin'), width: 110, cell: (row) => <BinName code={row.bin} />, copy: (row) => row.bin ?? '' },
      { id: 'lot', header: t('stock.lot'), width: 110, cell: (row) => <span className="dz-mono">{row.lot || '–'}</span>, copy: (row) => row.lot },
      { id: 'state', header: t('state'), width: 90, cell: (row) => <StockStateName state={row.state} />, copy: (row) => row.state },
      { id: 'quantity', header: t('lists.quantity'), width: 110, numeric: true, cell: (row) => <span style={{ color: row.quantity < 0 ? 'var(--danger)' : undefined }}>{row.quantity > 0 ? `+${row.quantity}` : row.quantity}</span>, copy: (row) => String(row.quantity) },
      { id: 'balance', header: t('stock.balance'), width: 110, numeric: true, cell: (row) => <Count value={row.balance_after} />, copy: (row) => String(row.balance_after) },
      {
        id: 'happened',
        header: t('stock.happened'),
        width: 190,
        cell: (row) => (
          <>
            <DateTime at={row.happened_at} form="second" /> {row.after_seal && <Chip tone="warning">{t('stock.afterSeal')}</Chip>}
          </>
        ),
        copy: (row) => row.happened_at,
      },
      { id: 'reason', header: t('stock.reason'), width: 220, grow: true, cell: (row) => row.reason, copy: (row) => row.reason },
      { id: 'document', header: t('stock.document'), width: 190, cell: (row) => <span className="dz-mono">{row.document}</span>, copy: (row) => row.document },
      { id: 'by', header: t('stock.by'), width: 160, cell: (row) => row.by, copy: (row) => row.by },
    ]
  }, [t])
  return (
    <Page
      title={sku}
      lead={query.data && (zh ? query.data.name_zh : query.data.name_en || query.data.name_zh)}
      width="full"
      actions={
        can('warehouse.stock.keep') && (
          <Button kind="primary" icon={AddIcon} onClick={() => setPosting(true)}>
            {t('stock.receive')}
          </Button>
        )
      }
    >
      <Loaded query={query}>
        {(found) => (
          <>
            <Stats>
              <Stat label={t('stock.onHand')} value={<Count value={found.on_hand} />} />
              <Stat label={t('stock.reserved')} value={<Count value={found.reserved} />} />
              <Stat label={t('stock.available')} value={<Count value={found.available} />} tone={found.available > 0 ? 'success' : 'danger'} />
              <Stat label={t('stock.defective')} value={<Count value={found.defective} />} tone={found.defective > 0 ? 'warning' : 'neutral'} />
              <Stat label={t('stock.waitedFor')} value={<Count value={found.waited_for} />} tone={found.waited_for > 0 ? 'warning' : 'neutral'} />
            </Stats>
            <Card title={t('stock.levels')} flush>
              {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- on a phone it scrolls sideways, and by keyboard only when it can have the focus */}
              <div className="dz-table-wrap" tabIndex={0} role="region" aria-label={t('stock.levels')}>
                <table className="dz-table">
                  <tbody>
                    {found.levels.map((level) => (
                      <tr key={level.warehouse}>
                        <td>{level.warehouse}</td>
                        <td className="dz-mono">{level.bin ?? '–'}</td>
                        <td className="dz-num">
                          {t('stock.onHand')} {level.on_hand}
                        </td>
                        <td className="dz-num">
                          {t('stock.reserved')} {level.reserved}
                        </td>
                        <td className="dz-num">
                          {t('stock.available')} {level.available}
                        </td>
                        <td className="dz-num">
                          {t('stock.defective')} {level.defective}
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            </Card>
            <BinCards sku={sku} />
          </>
        )}
      </Loaded>
      <h2>{t('stock.ledger')}</h2>
      <DataGrid id="ledger" label={t('stock.ledger')} columns={columns} source={source} rowId={rowId} empty={<EmptyState title={t('stock.noMoves')} />} />
      {posting && <MovementForm sku={sku} onClose={() => setPosting(false)} />}
    </Page>
  )
}
