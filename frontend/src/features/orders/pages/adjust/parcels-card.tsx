import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useLanguage } from '@/shared/i18n'
import { Banner, Button, Card, Chip, ConfirmAction, DateTime, Money } from '@/shared/ui'
import { StatusChip, useWording } from '../../components/chips'
import type { OrderOut } from '../../queries'
import { priceChangesQuery, useWithdrawPrice } from './queries'
import { texts } from './texts'
import './adjust.css'

type Related = OrderOut['related'][number]
const KINDS = ['order', 'part', 'merged', 'replacement'] as const
const VERBS = ['split', 'merge', 'take_apart', 'readdress', 'change_items', 'take_out'] as const
const FIELDS = ['receiver', 'items', 'price'] as const
const STATES = ['made', 'asked', 'refused', 'voided', 'late'] as const

/** What waits for the warehouse, and what we changed of the order. */
export function AdjustNotices({ order }: { order: OrderOut }) {
  const t = texts.use()
  const comma = useLanguage() === 'zh-CN' ? '、' : ', '
  const verb = VERBS.find((one) => one === order.plan?.verb)
  const changed = FIELDS.filter((field) => order.changed_by_us.includes(field)).map((field) => t(`changedFields.${field}`))
  return (
    <>
      {order.plan && verb && <Banner tone="warning">{t('planBanner', { verb: t(`verbs.${verb}`), by: order.plan.asked_by, reason: order.plan.reason || t('noReason') })}</Banner>}
      {changed.length > 0 && <Banner tone="neutral">{t('ours', { what: changed.join(comma) })}</Banner>}
    </>
  )
}

export function KindChip({ kind }: { kind: string }) {
  const t = texts.use()
  const known = KINDS.find((one) => one === kind)
  if (kind === 'order') return null
  return (
    <Chip tone="special" dot={false}>
      {known ? t(`kinds.${known}`) : kind}
    </Chip>
  )
}

/** Every parcel that sends something of the order, or every order that the parcel sends something of. */
export function ParcelsCard({ order }: { order: OrderOut }) {
  const t = texts.use()
  if (order.related.length === 0) return null
  const parts = order.related.some((one) => one.relation === 'part')
  return (
    <Card title={t('parcels')} flush>
      <div className="dz-table-wrap">
        <table className="dz-table">
          <caption className="dz-soft adjust-caption">{parts ? t('partsOf') : t('originsOf')}</caption>
          <tbody>
            {order.related.map((one) => (
              <Parcel key={one.id} one={one} />
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}

function Parcel({ one }: { one: Related }) {
  const t = texts.use()
  const words = useWording()
  return (
    <tr>
      <td>
        <Link className="dz-mono" to="/orders/$id" params={{ id: one.id }}>
          {one.number}
        </Link>{' '}
        <KindChip kind={one.kind} />
        <div className="dz-soft">{one.lines.map((line) => `${line.sku ?? line.title} × ${line.quantity}`).join(' · ')}</div>
      </td>
      <td>
        <StatusChip status={one.status} pending={one.pending} words={words} />
      </td>
      <td>
        {one.warehouse_code} {one.tracking_number ? <span className="dz-mono">{`${one.carrier_code ?? ''} ${one.tracking_number}`}</span> : <span className="dz-soft">{t('noTracking')}</span>}
      </td>
    </tr>
  )
}

/** What lay where when stock was asked for: the ground on which a short order is split. */
export function OffersCard({ order }: { order: OrderOut }) {
  const t = texts.use()
  if (order.offers.length === 0) return null
  return (
    <Card title={t('offers')}>
      <p className="dz-soft">{t('offersLead')}</p>
      <ul>
        {order.offers.map((offer) => (
          <li key={offer.warehouse_code}>
            <strong>{offer.warehouse_code}</strong> {offer.lines.map((line) => `${line.sku} × ${line.quantity}`).join(' · ')}
          </li>
        ))}
      </ul>
    </Card>
  )
}

/** Every change of the price, and the one that is being decided. */
export function PricesCard({ order }: { order: OrderOut }) {
  const t = texts.use()
  const { data } = useQuery(priceChangesQuery(order.id))
  const withdraw = useWithdrawPrice()
  const [asking, setAsking] = useState(false)
  if (!data || data.length === 0) return null
  const waits = data.some((one) => one.state === 'asked')
  const said = (state: string) => {
    const known = STATES.find((one) => one === state)
    return known ? t(`priceStates.${known}`) : state
  }
  return (
    <Card
      title={t('prices')}
      flush
      extra={
        waits &&
        order.actions.includes('change_price') && (
          <Button size="small" onClick={() => setAsking(true)}>
            {t('withdraw')}
          </Button>
        )
      }
    >
      <div className="dz-table-wrap">
        <table className="dz-table">
          <tbody>
            {data.map((one) => (
              <tr key={one.asked_at}>
                <td>
                  <Money value={one.before} /> → <Money value={one.after} />
                  <div className="dz-soft">{one.reason}</div>
                </td>
                <td>
                  <Chip tone={one.state === 'made' ? 'success' : one.state === 'asked' ? 'warning' : 'neutral'}>{said(one.state)}</Chip>
                </td>
                <td className="dz-soft">
                  {one.asked_by} <DateTime at={one.asked_at} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <ConfirmAction open={asking} title={t('withdrawTitle')} verb={t('withdraw')} reason="required" onConfirm={(reason) => withdraw.mutateAsync({ id: order.id, reason })} onClose={() => setAsking(false)} />
    </Card>
  )
}
