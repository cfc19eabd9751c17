import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { formatMoney } from '@/shared/lib/money'
import { Button, Card, Chip, ConfirmAction, DateTime, Dialog, Loaded, Money, Page, toast } from '@/shared/ui'
import { Network } from '@/shared/ui/chart/network'
import { type RingOut, ringQuery, type SuspicionOut, useClear, useConfirm, useShopName } from '../queries'
import { texts } from '../texts'

type Verb = 'confirm' | 'confirmAndCancel' | 'clear'
const TONES = { open: 'warning', confirmed: 'danger', cleared: 'success', restored: 'info' } as const
const KINDS = ['payer', 'device', 'address'] as const
const stateOf = (state: string) => (['open', 'confirmed', 'cleared', 'restored'] as const).find((one) => one === state) ?? 'open'

export function Ring() {
  const t = texts.use()
  const language = useLanguage()
  const { ringId } = useParams({ from: '/shell/fake-orders/$ringId' })
  const query = useQuery(ringQuery(ringId))
  const ring = query.data
  return (
    <Page title={t('ring.title')} lead={ring ? t('ring.lead', { count: ring.orders.length, amount: ring.amounts.map((one) => formatMoney(one, language)).join(' + ') }) : ''} width="full">
      <Loaded query={query}>
        {(found) => (
          <>
            <Shared ring={found} />
            <Orders orders={found.orders} />
          </>
        )}
      </Loaded>
    </Page>
  )
}

/** What ties the orders together: orders on one side of each line, what they share on the other. */
function Shared({ ring }: { ring: RingOut }) {
  const t = texts.use()
  const picture = useMemo(() => {
    const named = ring.shared.map((one) => {
      const kind = KINDS.find((known) => known === one.kind) ?? 'payer'
      return { ...one, name: t(`ring.${kind}`, { label: one.label }), group: KINDS.indexOf(kind) + 1 }
    })
    const numbers = new Map(ring.orders.map((order) => [order.id, order.number]))
    return {
      nodes: [...ring.orders.map((order) => ({ id: order.id, name: order.number, group: 0 })), ...named.map((one) => ({ id: one.name, name: one.name, group: one.group }))],
      links: named.flatMap((one) => one.orders.map((order) => ({ source: order, target: one.name }))),
      rows: named.map((one) => ({ name: one.name, all: one.orders.length === ring.orders.length, of: one.orders.map((order) => numbers.get(order) ?? order) })),
    }
  }, [ring, t])
  return (
    <Card title={t('ring.picture')}>
      {ring.shared.length === 0 ? (
        <p className="dz-soft">{t('ring.alone')}</p>
      ) : (
        <>
          <Network title={t('ring.picture')} nodes={picture.nodes} links={picture.links} />
          <ul>
            {picture.rows.map((row) => (
              <li key={row.name}>
                <strong>{row.name}</strong>: {row.all ? t('ring.all', { count: row.of.length }) : t('ring.some', { count: row.of.length, numbers: row.of.join(', ') })}
              </li>
            ))}
          </ul>
        </>
      )}
    </Card>
  )
}

function Orders({ orders }: { orders: readonly SuspicionOut[] }) {
  const t = texts.use()
  const language = useLanguage()
  const can = useCan()
  const shopName = useShopName()
  const open = orders.filter((order) => order.state === 'open')
  // Nobody is chosen at first: neighbours of a ring are not fake because they hang together with it.
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [asking, setAsking] = useState<Verb | null>(null)
  const ids = open.filter((order) => chosen.has(order.id)).map((order) => order.id)
  const toggle = (id: string) => setChosen((old) => (old.has(id) ? new Set([...old].filter((one) => one !== id)) : new Set([...old, id])))
  const why = (order: SuspicionOut) => order.signals.map((one) => t('ring.weight', { words: language === 'zh-CN' ? one.zh : one.en, weight: one.weight }))
  return (
    <Card
      title={t('ring.list')}
      flush
      extra={
        can('orders.suspicions.decide') &&
        open.length > 0 && (
          <>
            <span className="dz-soft">{t('ring.chosen', { count: ids.length })}</span>
            <Button kind="danger" disabled={ids.length === 0} onClick={() => setAsking('confirm')}>
              {t('ring.confirm')}
            </Button>
            <Button disabled={ids.length === 0} onClick={() => setAsking('confirmAndCancel')}>{t('ring.confirmAndCancel')}</Button>
            <Button disabled={ids.length === 0} onClick={() => setAsking('clear')}>{t('ring.clear')}</Button>
          </>
        )
      }
    >
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by keyboard */}
      <div className="dz-table-wrap" tabIndex={0} role="region" aria-label={t('ring.list')}>
        <table className="dz-table">
          <thead>
            <tr>
              <th>
                <span className="dz-row" style={{ flexWrap: 'nowrap' }}>
                  {open.length > 0 && <input type="checkbox" aria-label={t('ring.chooseAll')} checked={ids.length === open.length} onChange={() => setChosen(ids.length === open.length ? new Set() : new Set(open.map((order) => order.id)))} />}
                  {t('ring.order')}
                </span>
              </th>
              <th>{t('ring.shop')}</th>
              <th>{t('ring.receiver')}</th>
              <th className="dz-num">{t('ring.paid')}</th>
              <th className="dz-num">{t('ring.score')}</th>
              <th>{t('ring.why')}</th>
              <th>{t('ring.placed')}</th>
              <th>{t('ring.state')}</th>
              <th>{t('ring.by')}</th>
            </tr>
          </thead>
          <tbody>
            {orders.toSorted((a, b) => b.score - a.score).map((order) => (
              <tr key={order.id}>
                <td>
                  <span className="dz-row" style={{ flexWrap: 'nowrap' }}>
                    {order.state === 'open' && <input type="checkbox" aria-label={order.number} checked={chosen.has(order.id)} onChange={() => toggle(order.id)} />}
                    <Link className="dz-mono" to="/orders/$id" params={{ id: order.id }}>
                      {order.number}
                    </Link>
                  </span>
                </td>
                <td>{shopName(order.shop_id)}</td>
                <td>
                  {order.receiver_name} {order.receiver_city}
                </td>
                <td className="dz-num">
                  <Money value={order.paid} />
                </td>
                <td className="dz-num">{order.score}</td>
                <td>{why(order).join(language === 'zh-CN' ? '、' : ', ')}</td>
                <td>
                  <DateTime at={order.placed_at} />
                </td>
                <td>
                  <Chip tone={TONES[stateOf(order.state)]}>{t(`state.${stateOf(order.state)}`)}</Chip>
                </td>
                <td>{order.decided_by ? `${order.decided_by}: ${order.reason}` : '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Decide verb={asking} ids={ids} onClose={() => setAsking(null)} />
    </Card>
  )
}

/** Asks for the reason, does it, and says which orders were refused and why. */
function Decide({ verb, ids, onClose }: { verb: Verb | null; ids: string[]; onClose: () => void }) {
  const t = texts.use()
  const confirm = useConfirm()
  const clear = useClear()
  const [refused, setRefused] = useState<readonly { number: string; why: string }[]>([])
  const clearing = verb === 'clear'
  return (
    <>
      <ConfirmAction
        open={verb !== null}
        title={t(clearing ? 'ring.clearTitle' : 'ring.confirmTitle', { count: ids.length })}
        verb={t(`ring.${verb ?? 'confirm'}`)}
        danger={!clearing}
        reason="required"
        onConfirm={async (reason) => {
          const results = clearing ? await clear.mutateAsync({ ids, reason }) : await confirm.mutateAsync({ ids, reason, cancel: verb === 'confirmAndCancel' })
          if (results.done > 0) toast.success(t('ring.done', { count: results.done }))
          setRefused(results.results.flatMap((one) => (one.refusal ? [{ number: one.number, why: one.refusal.detail }] : [])))
        }}
        onClose={onClose}
      >
        {t(clearing ? 'ring.clearText' : 'ring.confirmText')}
      </ConfirmAction>
      <Dialog open={refused.length > 0} title={t('ring.refused', { count: refused.length })} onClose={() => setRefused([])}>
        <h3>{t('ring.results')}</h3>
        <ul>
          {refused.map((one) => (
            <li key={one.number}>
              {one.number} {one.why}
            </li>
          ))}
        </ul>
        <Button onClick={() => setRefused([])}>{t('ring.close')}</Button>
      </Dialog>
    </>
  )
}
