import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { Chip, DateTime, EmptyState, Page, Tabs } from '@/shared/ui'
import { DataGrid, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { SuccessIcon } from '@/shared/ui/icons'
import { Heard, MediationChip } from '../components/sides'
import { DeadlineClock } from '../components/words'
import { mediationKeys, mediationPage, type MediationRow, useShops } from '../queries'
import { texts } from '../texts'

const rowId = (row: MediationRow) => row.id
const OUTCOMES = ['for_buyer', 'for_seller', 'shared'] as const
const GOES_ON = new Set(['hearing', 'decided'])

export function Mediations() {
  const t = texts.use()
  const { view = 'open' } = useSearch({ from: '/shell/mediations' })
  const navigate = useNavigate({ from: '/mediations' })
  const source = useCursorList({ queryKey: mediationKeys.list({ view }), page: mediationPage(view) })
  const { nameOf } = useShops()
  const columns = useMemo<GridColumn<MediationRow>[]>(() => {
    const outcome = (row: MediationRow) => {
      const known = OUTCOMES.find((one) => one === row.outcome)
      return known ? t(`mediation.outcomes.${known}`) : ''
    }
    return [
      { id: 'number', header: t('number'), width: 176, always: true, pinned: 'start', cell: (row) => <Link className="dz-mono" to="/mediations/$id" params={{ id: row.id }}>{row.number}</Link>, copy: (row) => row.number },
      { id: 'due', header: t('due'), width: 150, cell: (row) => (GOES_ON.has(row.state) ? <DeadlineClock at={row.due_at} /> : '–'), copy: (row) => row.due_at },
      { id: 'state', header: t('state'), width: 160, cell: (row) => <MediationChip row={row} />, copy: (row) => row.state },
      { id: 'sides', header: t('mediation.sides'), width: 230, cell: (row) => <span className="dz-row" style={{ gap: 4, flexWrap: 'nowrap' }}><Heard row={row} side="buyer" /><Heard row={row} side="seller" /></span>, copy: (row) => `${row.buyer_heard_at ?? ''} ${row.seller_heard_at ?? ''}` },
      { id: 'outcome', header: t('mediation.outcome'), width: 120, cell: (row) => outcome(row) && <Chip tone="info">{outcome(row)}</Chip>, copy: outcome },
      { id: 'order', header: t('order'), width: 176, cell: (row) => <Link className="dz-mono" to="/orders/$id" params={{ id: row.order_id }}>{row.order_number}</Link>, copy: (row) => row.order_number },
      { id: 'shop', header: t('shop'), width: 150, cell: (row) => nameOf(row.shop_id), copy: (row) => nameOf(row.shop_id) },
      { id: 'opened', header: t('opened'), width: 146, cell: (row) => <DateTime at={row.opened_at} />, copy: (row) => row.opened_at },
    ]
  }, [t, nameOf])
  return (
    <Page title={t('mediation.title')} lead={t('mediation.lead')} width="full">
      <Tabs
        label={t('mediation.title')}
        value={view}
        onChange={(to) => void navigate({ search: to === 'all' ? { view: 'all' } : {}, replace: true })}
        tabs={[
          { id: 'open', label: t('mediation.open') },
          { id: 'all', label: t('mediation.all') },
        ]}
      />
      <DataGrid
        id="mediations"
        label={t('mediation.title')}
        columns={columns}
        source={source}
        rowId={rowId}
        onOpen={(row) => void navigate({ to: '/mediations/$id', params: { id: row.id } })}
        empty={
          <EmptyState icon={SuccessIcon} title={t('mediation.empty')}>
            {t('mediation.emptyText')}
          </EmptyState>
        }
      />
    </Page>
  )
}
