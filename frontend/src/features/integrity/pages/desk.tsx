import { Link, useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useLanguage } from '@/shared/i18n'
import { formatMoney } from '@/shared/lib/money'
import { Count, DateTime, EmptyState, Page } from '@/shared/ui'
import { DataGrid, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { ringList, type RingRow, suspicionKeys, useShopName } from '../queries'
import { texts } from '../texts'

const rowId = (row: RingRow) => row.id

export function Desk() {
  const t = texts.use()
  const language = useLanguage()
  const navigate = useNavigate()
  const shopName = useShopName()
  const source = useCursorList({ queryKey: suspicionKeys.list(), page: ringList })
  const columns = useMemo<GridColumn<RingRow>[]>(() => {
    const reasons = (row: RingRow) => row.signals.map((one) => t('desk.signalCount', { name: language === 'zh-CN' ? one.zh : one.en, count: one.orders })).join(language === 'zh-CN' ? '、' : ', ')
    const amounts = (row: RingRow) => row.amounts.map((one) => formatMoney(one, language)).join(' + ')
    const shops = (row: RingRow) => row.shop_ids.map(shopName).join(language === 'zh-CN' ? '、' : ', ')
    return [
      { id: 'orders', header: t('desk.orders'), width: 90, always: true, pinned: 'start', cell: (row) => <Link to="/fake-orders/$ringId" params={{ ringId: row.id }}>{t('desk.inAll', { count: row.orders })}</Link>, copy: (row) => String(row.orders) },
      { id: 'amount', header: t('desk.amount'), width: 140, numeric: true, cell: amounts, copy: amounts },
      { id: 'score', header: t('desk.score'), width: 110, numeric: true, cell: (row) => <Count value={row.score} />, copy: (row) => String(row.score) },
      { id: 'signals', header: t('desk.signals'), width: 260, grow: true, cell: reasons, copy: reasons },
      { id: 'shops', header: t('desk.shops'), width: 180, cell: shops, copy: shops },
      { id: 'found', header: t('desk.found'), width: 160, cell: (row) => <DateTime at={row.flagged_at} />, copy: (row) => row.flagged_at },
    ]
  }, [t, language, shopName])
  return (
    <Page title={t('desk.title')} lead={t('desk.lead')} width="full">
      <DataGrid
        id="fake-order-rings"
        label={t('desk.title')}
        columns={columns}
        source={source}
        rowId={rowId}
        onOpen={(row) => void navigate({ to: '/fake-orders/$ringId', params: { ringId: row.id } })}
        empty={<EmptyState title={t('desk.empty')} />}
      />
    </Page>
  )
}
