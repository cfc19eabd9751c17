import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { formatMoney } from '@/shared/lib/money'
import { Button, Card, DateTime, EmptyState, Facts, Loaded, Money, ProgressBar, Tabs } from '@/shared/ui'
import { DataGrid, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { type Change, type Replay, type ReplayedOrder, replayedOrders, replayKeys, replayQuery, useShopName, useStopReplay } from '../queries'
import { texts } from '../texts'

const CHANGES = ['added', 'removed', 'kept'] as const
const rowId = (row: ReplayedOrder) => row.id

/** What a draft would have found. It goes on when somebody leaves the page. */
export function ReplayCard({ id, onClose }: { id: string; onClose: () => void }) {
  const t = texts.use()
  const can = useCan()
  const query = useQuery(replayQuery(id))
  const stop = useStopReplay()
  return (
    <Card
      title={t('replay.title')}
      extra={
        <>
          {query.data?.ended_at === null && can('orders.policies.publish') && (
            <Button size="small" busy={stop.isPending} onClick={() => stop.mutate(id)}>
              {t('replay.stop')}
            </Button>
          )}
          <Button size="small" onClick={onClose}>
            {t('replay.close')}
          </Button>
        </>
      }
    >
      <Loaded query={query}>
        {(replay) => (
          <div className="dz-stack">
            <span>
              {t('replay.span')} <DateTime at={replay.first_at} /> – <DateTime at={replay.until_at} />
            </span>
            {replay.ended_at === null ? (
              <>
                <ProgressBar value={replay.total === 0 ? undefined : replay.done / replay.total} label={t('replay.title')} />
                <span className="dz-soft">{t('replay.progress', { done: replay.done, total: replay.total })}</span>
              </>
            ) : (
              <Found replay={replay} />
            )}
          </div>
        )}
      </Loaded>
    </Card>
  )
}

function Found({ replay }: { replay: Replay }) {
  const t = texts.use()
  const language = useLanguage()
  const zh = language === 'zh-CN'
  const [change, setChange] = useState<Change>('added')
  const counted = (one: Change) => replay.sums.find((sum) => sum.change === one)
  const worth = (one: Change) => counted(one)?.amounts.map((amount) => formatMoney(amount, language)).join(' + ') ?? ''
  return (
    <>
      <strong>{t(replay.stopped ? 'replay.stopped' : 'replay.ended', { done: replay.done, total: replay.total })}</strong>
      <Facts
        items={[
          ...CHANGES.map((one) => [t(`replay.${one}`), counted(one) ? t('replay.worth', { count: counted(one)?.orders ?? 0, amount: worth(one) }) : t('replay.none')] as const),
          ...replay.signals.map((one) => [zh ? one.zh : one.en, t('replay.signal', { count: one.orders, added: one.added })] as const),
        ]}
      />
      <Tabs label={t('replay.title')} value={change} tabs={CHANGES.map((one) => ({ id: one, label: `${t(`replay.${one}`)} ${String(counted(one)?.orders ?? 0)}` }))} onChange={(id) => setChange(CHANGES.find((one) => one === id) ?? 'added')} />
      <Orders key={change} id={replay.id} change={change} />
    </>
  )
}

function Orders({ id, change }: { id: string; change: Change }) {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  const shopName = useShopName()
  const source = useCursorList({ queryKey: replayKeys.other('orders', id, change), page: replayedOrders(id, change) })
  const columns = useMemo<GridColumn<ReplayedOrder>[]>(() => {
    const why = (signals: ReplayedOrder['signals']) => signals.map((one) => t('ring.weight', { words: zh ? one.zh : one.en, weight: one.weight })).join(zh ? '、' : ', ')
    const scored = (score: number | null, signals: ReplayedOrder['signals']) => (score === null ? t('replay.notSuspected') : [String(score), why(signals)].filter(Boolean).join(zh ? '：' : ': '))
    const now = (row: ReplayedOrder) => scored(row.score_now, row.signals_now)
    const draft = (row: ReplayedOrder) => scored(row.score, row.signals)
    return [
      {
        id: 'number',
        header: t('ring.order'),
        width: 180,
        always: true,
        cell: (row) => (
          <Link to="/orders/$id" params={{ id: row.id }}>
            {row.number}
          </Link>
        ),
        copy: (row) => row.number,
      },
      { id: 'draft', header: t('replay.byDraft'), width: 260, grow: true, cell: draft, copy: draft },
      { id: 'now', header: t('replay.now'), width: 260, cell: now, copy: now },
      { id: 'paid', header: t('ring.paid'), width: 120, cell: (row) => <Money value={row.paid} />, copy: (row) => row.paid.amount },
      { id: 'shop', header: t('ring.shop'), width: 150, cell: (row) => shopName(row.shop_id), copy: (row) => shopName(row.shop_id) },
      { id: 'placed', header: t('ring.placed'), width: 150, cell: (row) => <DateTime at={row.placed_at} />, copy: (row) => row.placed_at },
    ]
  }, [t, zh, shopName])
  return <DataGrid id="integrity-replay" label={t(`replay.${change}`)} columns={columns} source={source} rowId={rowId} height={380} empty={<EmptyState title={t('replay.nothing')} />} />
}
