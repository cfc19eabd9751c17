import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { Ago, Card, EmptyState, Money, Page, Tabs } from '@/shared/ui'
import { DataGrid, FilterBar, type FilterField, type FilterValues, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { InboxIcon, SuccessIcon } from '@/shared/ui/icons'
import { ReasonChips, useWording } from '../components/chips'
import { ExplainOrder } from '../components/explain-order'
import { Mappings } from '../components/mappings'
import { countText } from '../components/queues'
import { useShops } from '../components/shops'
import { ATTENTIONS, countsQuery, orderKeys, orderPage, type OrderRow, type OrderSearch } from '../queries'
import { texts } from '../texts'
import './attention.css'
import './desk.css'

const rowId = (row: OrderRow) => row.id

export function AttentionPage() {
  const t = texts.use()
  const search = useSearch({ from: '/shell/attention' })
  const navigate = useNavigate({ from: '/attention' })
  const counts = useQuery(countsQuery)
  const tab = search.tab ?? 'orders'
  const waiting = countText(counts.data, 'attention')
  return (
    <Page title={t('attention.title')} lead={t('attention.lead')} width="full">
      <Tabs
        label={t('attention.title')}
        value={tab}
        onChange={(next) => void navigate({ search: { tab: next === 'orders' ? undefined : next }, replace: true })}
        tabs={[
          {
            id: 'orders',
            label: (
              <>
                {t('attention.orders')}
                {waiting !== undefined && (
                  <span className="desk-count" data-tone={waiting === '0' ? undefined : 'danger'}>
                    {waiting}
                  </span>
                )}
              </>
            ),
          },
          { id: 'mappings', label: t('attention.mappings') },
        ]}
      />
      {tab === 'orders' ? <Waiting /> : <Mappings />}
    </Page>
  )
}

function useColumns(): readonly GridColumn<OrderRow>[] {
  const t = texts.use()
  const words = useWording()
  const { nameOf } = useShops()
  return useMemo<GridColumn<OrderRow>[]>(
    () => [
      { id: 'number', header: t('number'), width: 152, always: true, cell: (row) => <Link className="dz-mono" from="/attention" to="/attention" search={(old) => ({ ...old, order: row.id })} replace>{row.number}</Link>, copy: (row) => row.number },
      {
        id: 'reason',
        header: t('attention.reason'),
        width: 160,
        grow: true,
        cell: (row) => (
          <span className="desk-reasons" title={row.attention_reasons.map(words.doubt).join(', ')}>
            <ReasonChips holds={[]} doubts={row.attention_reasons} words={words} />
          </span>
        ),
        copy: (row) => row.attention_reasons.map(words.doubt).join(', '),
      },
      { id: 'shop', header: t('shop'), width: 110, cell: (row) => nameOf(row.shop_id), copy: (row) => nameOf(row.shop_id) },
      { id: 'platform', header: t('platformNumber'), width: 178, hidden: true, cell: (row) => <span className="dz-mono">{row.platform_order_no}</span>, copy: (row) => row.platform_order_no },
      { id: 'paid', header: t('paid'), width: 88, numeric: true, cell: (row) => <Money value={row.paid} />, copy: (row) => row.paid.amount },
      { id: 'placed', header: t('placed'), width: 106, cell: (row) => <Ago at={row.placed_at} />, copy: (row) => row.placed_at },
    ],
    [t, words, nameOf],
  )
}

/** The oldest first, for it has waited longest; beside it what somebody says about the one that is open. */
function Waiting() {
  const t = texts.use()
  const search = useSearch({ from: '/shell/attention' })
  const navigate = useNavigate({ from: '/attention' })
  const wanted = useMemo<OrderSearch>(() => ({ attention: true, doubt: search.doubt, sort: 'placed_at' }), [search.doubt])
  const source = useCursorList({ queryKey: orderKeys.list(wanted), page: orderPage(wanted) })
  const filter = useCallback((patch: FilterValues) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true }), [navigate])
  const fields = useMemo<FilterField[]>(() => [{ kind: 'choice', name: 'doubt', label: t('attention.reason'), options: ATTENTIONS.map((doubt) => ({ value: doubt, label: t(`attentions.${doubt}`) })) }], [t])
  const open = (order: string | undefined) => void navigate({ search: (old) => ({ ...old, order }), replace: true })
  const chosen = search.order ?? source.rows[0]?.id
  return (
    <div className="attention-panes">
      <div>
        <DataGrid
          id="attention"
          label={t('attention.title')}
          columns={useColumns()}
          source={source}
          rowId={rowId}
          onOpen={(row) => open(row.id)}
          toolbar={<FilterBar fields={fields} value={search} onChange={filter} />}
          empty={
            <EmptyState icon={SuccessIcon} title={t('attention.empty')}>
              {t('attention.emptyAdvice')}
            </EmptyState>
          }
        />
      </div>
      <div className="attention-side">
        {chosen ? (
          <ExplainOrder id={chosen} onSolved={() => open(source.rows.find((row) => row.id !== chosen)?.id)} />
        ) : (
          source.status === 'ready' && (
            <Card>
              <EmptyState icon={InboxIcon} title={t('attention.pick')}>
                {t('attention.pickAdvice')}
              </EmptyState>
            </Card>
          )
        )}
      </div>
    </div>
  )
}
