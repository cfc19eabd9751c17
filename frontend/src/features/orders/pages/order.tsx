import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { formatTime } from '@/shared/lib/time'
import { Banner, Button, Card, Chip, Columns, Count, DateTime, Facts, Loaded, Money, Page } from '@/shared/ui'
import { CheckIcon } from '@/shared/ui/icons'
import { type Asking, OrderAction, type Verb } from '../components/actions'
import { ReservationChip, StatusChip, useWording } from '../components/chips'
import { Deadline } from '../components/deadline'
import { ReceiverCard } from '../components/receiver-card'
import { TimelineCard } from '../components/timeline-card'
import { type OrderLineOut, type OrderOut, orderQuery } from '../queries'
import { texts } from '../texts'
import { OrderAdjust } from './adjust/order-adjust'
import { AdjustNotices, KindChip, OffersCard, ParcelsCard, PricesCard } from './adjust/parcels-card'
import { stageName } from './review/rule-words'
import { texts as reviewTexts } from './review/texts'
import { GiftChip, SalesCards } from './sales/order-cards'
import './order.css'

const PLATFORM_ONLY = new Set(['awaiting_payment', 'platform_do_not_ship'])

export function OrderPage() {
  const t = texts.use()
  const can = useCan()
  const words = useWording()
  const { id } = useParams({ from: '/shell/orders/$id' })
  const query = useQuery(orderQuery(id))
  const [asking, setAsking] = useState<Asking | null>(null)
  const order = query.data
  const ask = (verb: Verb) => setAsking({ verb, ids: [id] })
  const may = (action: string) => order?.actions.includes(action) ?? false
  return (
    <Page
      title={order?.number ?? t('desk.title')}
      mark={
        order && (
          <>
            <KindChip kind={order.kind} /> <StatusChip status={order.status} pending={order.pending} words={words} />
          </>
        )
      }
      lead={
        order && (
          <>
            {order.shop_name ?? order.shop_id} · <span className="dz-mono">{order.platform_order_no}</span>
          </>
        )
      }
      actions={
        <>
          {can('orders.cases.open') && order?.kind === 'order' && (
            <Link className="dz-button" to="/aftersales/new" search={{ order: id }}>
              {t('order.openCase')}
            </Link>
          )}
          {can('orders.complaints.read') && order?.kind === 'order' && (
            <Link className="dz-button" to="/complaints" search={{ view: 'all', order: id }}>
              {t('order.complaints')}
            </Link>
          )}
          {order && <OrderAdjust order={order} />}
          {may('cancel') && (
            <Button kind="danger" onClick={() => ask('cancel')}>
              {t('cancelVerb')}
            </Button>
          )}
          {may('hold') && <Button onClick={() => ask('hold')}>{t('holdVerb')}</Button>}
          {may('release') && (
            <Button kind="primary" icon={CheckIcon} onClick={() => ask('release')}>
              {t('release')}
            </Button>
          )}
        </>
      }
    >
      <Loaded query={query} lines={8}>
        {(found) => <Shown order={found} />}
      </Loaded>
      <OrderAction asking={asking} onClose={() => setAsking(null)} />
    </Page>
  )
}

function Shown({ order }: { order: OrderOut }) {
  return (
    <>
      <Notices order={order} />
      <AdjustNotices order={order} />
      <div className="order-columns">
        <div className="dz-stack">
          <LinesCard order={order} />
          <ParcelsCard order={order} />
          <OffersCard order={order} />
          <Columns min={280}>
            <AmountsCard order={order} />
            <ReceiverCard key={order.id} order={order} />
          </Columns>
          <Columns min={280}>
            <ShipmentCard order={order} />
            <FactsCard order={order} />
          </Columns>
          <PricesCard order={order} />
          <SalesCards order={order} />
          <RemarksCard order={order} />
        </div>
        <TimelineCard id={order.id} />
      </div>
    </>
  )
}

/** Why the order does not go on, by which rule, and who can change that. */
function Notices({ order }: { order: OrderOut }) {
  const t = texts.use()
  const r = reviewTexts.use()
  const zh = useLanguage() === 'zh-CN'
  const left = order.attention.some((reason) => reason.code === 'other_goods_left')
  const say = (reason: OrderOut['attention'][number]) => (zh ? reason.text_zh : reason.text_en)
  return (
    <>
      {order.attention.length > 0 && (
        <Banner
          tone="danger"
          action={
            (order.actions.includes('explain') || order.actions.includes('settle_other_goods')) && (
              <Link to="/attention" search={{ order: order.id }}>
                {t('order.solve')}
              </Link>
            )
          }
        >
          <strong>{t(left ? 'order.leftBanner' : 'order.attentionBanner')}</strong> <span className="dz-rule">{left ? 'ORD-4' : 'ORD-1'}</span>
          <ul className="order-reasons">
            {order.attention.map((reason) => (
              <li key={reason.code}>{say(reason)}</li>
            ))}
          </ul>
        </Banner>
      )}
      {order.holds.length > 0 && (
        <Banner tone="warning">
          <strong>{t('order.heldBanner')}</strong> <span className="dz-rule">{t('order.ruleOf', { rule: order.policy_rule, version: order.policy_version })}</span>
          <ul className="order-reasons">
            {order.holds.map((reason) => (
              <li key={reason.code}>
                {say(reason)} <Chip dot={false}>{stageName(reason.stage, r)}</Chip>
                {PLATFORM_ONLY.has(reason.code) && <span className="dz-soft"> – {t('order.platformOnly')}</span>}
              </li>
            ))}
            {order.hold_note && <li>{t('order.holdNote', { note: order.hold_note })}</li>}
          </ul>
        </Banner>
      )}
      {order.pending && <Banner tone="warning">{t('pendingText')}</Banner>}
      {order.stuck_since && <Banner tone="danger">{t('order.stuckBanner', { at: formatTime(order.stuck_since) })}</Banner>}
      {order.cancel_reason && <Banner tone="neutral">{t('order.cancelReason', { reason: order.cancel_reason })}</Banner>}
    </>
  )
}

function LinesCard({ order }: { order: OrderOut }) {
  const t = texts.use()
  const pieces = order.lines.reduce((sum, line) => sum + line.quantity, 0)
  return (
    <Card
      title={t('order.lines')}
      flush
      extra={
        <span className="dz-soft">
          {t('pieces')} <Count value={pieces} />
        </span>
      }
    >
      <div className="dz-table-wrap">
        <table className="dz-table">
          <thead>
            <tr>
              <th scope="col">{t('sku')}</th>
              <th scope="col">{t('order.title')}</th>
              <th scope="col" className="dz-num">
                {t('quantity')}
              </th>
              <th scope="col" className="dz-num">
                {t('order.unitPrice')}
              </th>
              <th scope="col" className="dz-num">
                {t('order.linePaid')}
              </th>
            </tr>
          </thead>
          <tbody>
            {order.lines.map((line) => (
              <Line key={line.line_no} line={line} short={line.sku !== null && order.short_skus.includes(line.sku)} />
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}

function Line({ line, short }: { line: OrderLineOut; short: boolean }) {
  const t = texts.use()
  const words = useWording()
  const zh = useLanguage() === 'zh-CN'
  const ours = zh ? line.sku_name_zh : line.sku_name_en || line.sku_name_zh
  return (
    <tr>
      <td>
        {line.sku ? <span className="dz-mono">{line.sku}</span> : <Chip tone="danger">{t('order.noSku')}</Chip>}
        {line.merchant_code && line.merchant_code !== line.sku && (
          <div className="dz-soft">
            {t('order.code')} <span className="dz-mono">{line.merchant_code}</span>
          </div>
        )}
      </td>
      <td>
        {ours || line.title}
        {ours && line.title && line.title !== ours && <div className="dz-soft">{line.title}</div>}
        {line.added_by_us && <div className="dz-soft">{t('order.notTold')}</div>}
        <span className="dz-row" style={{ gap: 4 }}>
          {line.gift && <GiftChip />}
          {line.added_by_us && !line.gift && <Chip tone="special">{t('order.addedByUs')}</Chip>}
          {short && <Chip tone="danger">{words.reservation('short')}</Chip>}
          {line.refund !== 'none' && (
            <Chip tone="warning">
              {t('order.refund')}: {words.refund(line.refund)}
            </Chip>
          )}
        </span>
      </td>
      <td className="dz-num">
        {line.quantity} {line.unit ?? ''}
      </td>
      <td className="dz-num">
        <Money value={line.unit_price} />
      </td>
      <td className="dz-num">
        <Money value={line.paid} />
      </td>
    </tr>
  )
}

function AmountsCard({ order }: { order: OrderOut }) {
  const t = texts.use()
  const rows = [
    [t('order.goods'), order.goods],
    [t('order.discount'), order.discount],
    [t('order.freight'), order.freight],
  ] as const
  return (
    <Card title={t('order.amounts')}>
      <dl className="order-amounts">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <Money value={value} />
            </dd>
          </div>
        ))}
        <div data-total="true">
          <dt>{t('order.paid')}</dt>
          <dd>
            <Money value={order.paid} />
          </dd>
        </div>
      </dl>
    </Card>
  )
}

function ShipmentCard({ order }: { order: OrderOut }) {
  const t = texts.use()
  const words = useWording()
  return (
    <Card title={t('order.shipment')} extra={<ReservationChip reservation={order.reservation} words={words} />}>
      {order.shipment_number || order.tracking_number ? (
        <Facts
          items={[
            [
              t('order.shipmentNumber'),
              order.shipment_number && (
                <Link key="shipment" className="dz-mono" to={`/shipments/${order.shipment_number}` as '/'}>
                  {order.shipment_number}
                </Link>
              ),
            ],
            [t('warehouse'), order.warehouse_code],
            [t('carrier'), order.carrier_code],
            [t('tracking'), order.tracking_number && <span key="tracking" className="dz-mono">{order.tracking_number}</span>],
            [t('order.trackingState'), order.tracking_state && words.parcel(order.tracking_state)],
            [t('shipped'), order.shipped_at && <DateTime key="shipped" at={order.shipped_at} />],
            [t('order.delivered'), order.delivered_at && <DateTime key="delivered" at={order.delivered_at} />],
          ]}
        />
      ) : (
        <div className="dz-stack">
          <p className="dz-soft">{t('order.notShipped')}</p>
          <Facts
            items={[
              [t('warehouse'), order.warehouse_code],
              ...(order.short_skus.length > 0 ? [[t('order.shortSkus'), order.short_skus.join(', ')] as const] : []),
            ]}
          />
        </div>
      )}
    </Card>
  )
}

function FactsCard({ order }: { order: OrderOut }) {
  const t = texts.use()
  const words = useWording()
  return (
    <Card title={t('order.facts')}>
      <Facts
        items={[
          [t('placed'), <DateTime key="placed" at={order.placed_at} />],
          [t('order.paidAt'), order.paid_at && <DateTime key="paid" at={order.paid_at} />],
          [t('shipBy'), order.ship_by && <Deadline key="shipBy" row={order} />],
          [t('received'), <DateTime key="received" at={order.received_at} />],
          [t('order.platformStatus'), order.platform_status || null],
          [t('order.refund'), words.refund(order.refund)],
          [t('source'), order.source],
          [t('order.policy'), t('order.policyVersion', { rule: order.policy_rule, version: order.policy_version })],
        ]}
      />
    </Card>
  )
}

function RemarksCard({ order }: { order: OrderOut }) {
  const t = texts.use()
  return (
    <Card title={t('order.remarks')}>
      {order.buyer_remark || order.seller_remark ? (
        <Facts
          items={[
            [t('remark'), order.buyer_remark || null],
            [t('ourRemark'), order.seller_remark || null],
          ]}
        />
      ) : (
        <p className="dz-soft">{t('order.noRemarks')}</p>
      )}
    </Card>
  )
}
