import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { useCan } from '@/shared/api'
import { Ago, Button, ConfirmAction, DateTime, EmptyState, Page, toast } from '@/shared/ui'
import { DataGrid, FilterBar, type FilterField, type FilterValues, type GridColumn, SavedViews, useCursorList } from '@/shared/ui/grid'
import { RefreshIcon, UploadIcon } from '@/shared/ui/icons'
import { WriteBackState } from '../components/chips'
import { ShopQueues } from '../components/shop-queues'
import { useShops } from '../components/shops'
import { useWords } from '../components/words'
import { usePushAgain, WRITE_BACK_STATES, type WriteBackOut, writeBackKeys, writeBackPage } from '../queries'
import { texts } from '../texts'

const rowId = (row: WriteBackOut) => row.id
const MOST_AT_ONCE = 500
const DECISIONS = ['agreed', 'pay', 'refused'] as const

function useColumns(): readonly GridColumn<WriteBackOut>[] {
  const t = texts.use()
  const words = useWords()
  return useMemo(() => {
    const why = (row: WriteBackOut) => (row.last_code ? words.code(row.last_code) : '')
    const what = (row: WriteBackOut) => {
      if (row.kind !== 'refund') return t('writeBacks.shipmentNotice')
      const decision = DECISIONS.find((one) => one === row.decision)
      return [decision ? t(`writeBacks.decisions.${decision}`) : row.decision, row.decision === 'pay' ? `${row.amount} ${row.currency}` : ''].filter(Boolean).join(' ')
    }
    return [
      {
        id: 'order',
        header: t('order'),
        width: 180,
        always: true,
        pinned: 'start',
        cell: (row) =>
          row.order_id ? (
            <Link className="dz-mono" to={`/orders/${row.order_id}` as '/'}>
              {row.order_number}
            </Link>
          ) : (
            <span className="dz-mono">{row.order_number}</span>
          ),
        copy: (row) => row.order_number,
      },
      { id: 'kind', header: t('writeBacks.kind'), width: 170, cell: (row) => what(row), copy: what },
      { id: 'shop', header: t('shop'), width: 160, cell: (row) => row.shop_name ?? row.shop_id, copy: (row) => row.shop_name ?? row.shop_id },
      { id: 'platform_no', header: t('platformNo'), width: 180, cell: (row) => <span className="dz-mono">{row.platform_order_no}</span>, copy: (row) => row.platform_order_no },
      { id: 'state', header: t('state'), width: 120, cell: (row) => <WriteBackState state={row.state} />, copy: (row) => words.writeBack(row.state) },
      {
        id: 'why',
        header: t('writeBacks.why'),
        width: 260,
        grow: true,
        cell: (row) => (
          <span title={row.last_detail}>
            {why(row)} <span className="dz-soft">{row.last_detail}</span>
          </span>
        ),
        copy: (row) => [why(row), row.last_detail].filter(Boolean).join(': '),
      },
      { id: 'shipped', header: t('writeBacks.since'), width: 120, cell: (row) => <Ago at={row.shipped_at} />, copy: (row) => row.shipped_at },
      { id: 'attempts', header: t('attempts'), width: 80, numeric: true, cell: (row) => row.attempts, copy: (row) => String(row.attempts) },
      { id: 'next', header: t('nextTry'), width: 150, cell: (row) => <DateTime at={row.next_try_at} />, copy: (row) => row.next_try_at ?? '' },
      { id: 'told', header: t('writeBacks.told'), width: 150, cell: (row) => <DateTime at={row.told_at} />, copy: (row) => row.told_at ?? '' },
      { id: 'tracking', header: t('writeBacks.tracking'), width: 190, cell: (row) => <span className="dz-mono">{`${row.carrier_code} ${row.tracking_number}`.trim()}</span>, copy: (row) => row.tracking_number },
      { id: 'shipment', header: t('writeBacks.shipment'), width: 180, hidden: true, cell: (row) => <span className="dz-mono">{row.shipment_number}</span>, copy: (row) => row.shipment_number },
    ]
  }, [t, words])
}

export function WriteBacks() {
  const t = texts.use()
  const can = useCan()
  const words = useWords()
  const { choices, nameOf } = useShops()
  const search = useSearch({ from: '/shell/write-backs' })
  const navigate = useNavigate({ from: '/write-backs' })
  const mayPush = can('channels.write_backs.push')
  const push = usePushAgain()
  const [asking, setAsking] = useState(false)
  const columns = useColumns()
  const source = useCursorList({ queryKey: writeBackKeys.list(search), page: writeBackPage(search) })
  const filter = useCallback((patch: FilterValues) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true }), [navigate])
  const fields = useMemo<FilterField[]>(
    () => [
      { kind: 'search', name: 'order_number', label: t('writeBacks.search') },
      { kind: 'choice', name: 'state', label: t('state'), options: WRITE_BACK_STATES.map((state) => ({ value: state, label: words.writeBack(state) })) },
      { kind: 'choice', name: 'kind', label: t('writeBacks.kind'), options: [{ value: 'shipment', label: t('writeBacks.shipmentNotice') }, { value: 'refund', label: t('writeBacks.refundNotice') }] },
      { kind: 'choice', name: 'shop_id', label: t('shop'), options: choices },
    ],
    [t, words, choices],
  )
  const told = ({ pushed, left }: { pushed: number; left: number }) => {
    toast.success(t('writeBacks.pushed', { count: pushed }))
    if (left > 0) toast.warning(t('writeBacks.left', { count: left }))
  }
  const state = search.state === 'failed' ? 'failed' : 'dead'
  return (
    <Page
      title={t('writeBacks.title')}
      lead={t('writeBacks.lead')}
      width="full"
      actions={
        mayPush && (
          <Button icon={RefreshIcon} onClick={() => setAsking(true)}>
            {t('writeBacks.pushAll')}
          </Button>
        )
      }
    >
      {can('channels.shops.read') && <ShopQueues />}
      <DataGrid
        id="write-backs"
        label={t('writeBacks.title')}
        columns={columns}
        source={source}
        rowId={rowId}
        bulkMost={MOST_AT_ONCE}
        bulk={
          mayPush
            ? (rows, clear) => (
                <Button
                  kind="primary"
                  busy={push.isPending}
                  onClick={() =>
                    void push
                      .mutateAsync({ ids: rows.map(rowId) })
                      .then((result) => {
                        told(result)
                        clear()
                      })
                      .catch(toast.error)
                  }
                >
                  {t('writeBacks.push')}
                </Button>
              )
            : undefined
        }
        toolbar={<FilterBar fields={fields} value={search} onChange={filter} />}
        actions={<SavedViews id="write-backs" search={search} onPick={(view) => void navigate({ search: view })} />}
        empty={
          <EmptyState icon={UploadIcon} title={t('writeBacks.empty')}>
            {t('writeBacks.emptyAdvice')}
          </EmptyState>
        }
      />
      <ConfirmAction
        open={asking}
        title={t('writeBacks.pushAllTitle', { state: words.writeBack(state), shop: search.shop_id ? nameOf(search.shop_id) : t('allShops') })}
        verb={t('writeBacks.push')}
        onConfirm={async () => told(await push.mutateAsync({ state, ...(search.shop_id ? { shop_id: search.shop_id } : {}) }))}
        onClose={() => setAsking(false)}
      >
        {t('writeBacks.pushAllText')}
      </ConfirmAction>
    </Page>
  )
}
