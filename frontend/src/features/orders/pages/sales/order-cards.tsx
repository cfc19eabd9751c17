import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { Button, Card, Chip, DateTime, Facts, Money } from '@/shared/ui'
import type { OrderOut } from '../../queries'
import { AskInvoice, InvoiceDialog } from './invoice-dialog'
import { InvoiceChip } from './invoices'
import { mayPay, NoteBalance, PresaleChip } from './presale-orders'
import { giftsOfOrder, type InvoiceOut, invoicesOfOrder, type OrderGiftOut, presaleOfOrder } from './queries'
import { texts } from './texts'

const STATES = ['given', 'missed', 'taken_back', 'declined'] as const
const REASONS = ['limit_reached', 'buyer_limit_reached', 'buyer_unknown', 'by_a_person', 'out_of_stock', 'no_longer_fits', 'order_ended'] as const

export function GiftChip() {
  const t = texts.use()
  return <Chip tone="special">{t('order_.gift')}</Chip>
}

/** Gifts, the money of a pre-sale and invoices of the buyer's own order. */
export function SalesCards({ order }: { order: OrderOut }) {
  if (order.kind !== 'order') return null
  return (
    <>
      <PresaleCard order={order} />
      <GiftsCard order={order} />
      <InvoicesCard order={order} />
    </>
  )
}

function GiftsCard({ order }: { order: OrderOut }) {
  const t = texts.use()
  const { data } = useQuery(giftsOfOrder(order.id))
  if (!data || data.length === 0) return null
  return (
    <Card title={t('order_.gifts')} extra={<span className="dz-rule">ORD-2</span>}>
      <ul className="order-reasons">
        {data.map((gift) => (
          <Gift key={gift.code} gift={gift} />
        ))}
      </ul>
    </Card>
  )
}

function Gift({ gift }: { gift: OrderGiftOut }) {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  const state = STATES.find((one) => one === gift.state)
  const reason = REASONS.find((one) => one === gift.reason)
  const name = (zh ? gift.sku_name_zh : gift.sku_name_en || gift.sku_name_zh) ?? gift.sku
  return (
    <li>
      <strong className="dz-mono">{gift.code}</strong> {t('version', { version: gift.version })} · {gift.name}: {name}
      {gift.quantity > 0 && ` × ${gift.quantity}`} · {state ? t(`order_.states.${state}`) : gift.state}
      {reason && `: ${t(`order_.reasons.${reason}`)}`}
      <div className="dz-soft">{t(gift.fit.kind === 'paid' ? 'order_.why.paid' : 'order_.why.quantity', { have: gift.fit.have, needed: gift.fit.needed })}</div>
    </li>
  )
}

function PresaleCard({ order }: { order: OrderOut }) {
  const t = texts.use()
  const can = useCan()
  const { data } = useQuery(presaleOfOrder(order.id))
  const [paying, setPaying] = useState(false)
  if (!data) return null
  return (
    <Card title={t('order_.presale')} extra={<PresaleChip state={data.state} />}>
      <div className="dz-stack">
        <Facts
          items={[
            [t('presaleOrders.deposit'), <Money key="deposit" value={data.deposit} />],
            [t('presaleOrders.balance'), <Money key="balance" value={data.balance} />],
            [t('presaleOrders.left'), <Money key="left" value={data.balance_left} />],
            [t('presaleOrders.until'), data.balance_until && <DateTime key="until" at={data.balance_until} />],
            [t('presaleOrders.notBefore'), data.not_before && <DateTime key="before" at={data.not_before} />],
            [t('presaleOrders.shipsUntil'), data.ships_until && <DateTime key="promise" at={data.ships_until} />],
          ]}
        />
        {data.noted_by && <p className="dz-soft">{t('presaleOrders.noted', { by: data.noted_by, reference: data.noted_reference })}</p>}
        {can('orders.balances.note') && mayPay(data) && (
          <div>
            <Button onClick={() => setPaying(true)}>{t('presaleOrders.pay')}</Button>
          </div>
        )}
      </div>
      {paying && <NoteBalance row={data} onClose={() => setPaying(false)} />}
    </Card>
  )
}

function InvoicesCard({ order }: { order: OrderOut }) {
  const t = texts.use()
  const can = useCan()
  const { data = [] } = useQuery(invoicesOfOrder(order.id))
  const [open, setOpen] = useState<InvoiceOut | 'ask' | null>(null)
  const stands = data.some((one) => one.state !== 'withdrawn' && one.state !== 'red_lettered')
  const mayAsk = can('orders.invoices.request') && !stands && order.paid_at !== null && order.status !== 'cancelled' && order.status !== 'closed'
  if (data.length === 0 && !mayAsk) return null
  return (
    <Card title={t('order_.invoices')} extra={mayAsk && <Button size="small" onClick={() => setOpen('ask')}>{t('order_.askInvoice')}</Button>}>
      {data.length === 0 ? (
        <p className="dz-soft">{t('order_.noInvoice')}</p>
      ) : (
        <ul className="order-reasons">
          {data.map((one) => (
            <li key={one.id}>
              <Button kind="link" onClick={() => setOpen(one)}>{one.number}</Button> <InvoiceChip state={one.state} /> <Money value={one.amount} /> {one.title_shown} <span className="dz-mono">{one.issued_number}</span>
            </li>
          ))}
        </ul>
      )}
      {open === 'ask' && <AskInvoice orderId={order.id} number={order.number} onClose={() => setOpen(null)} />}
      {open !== null && typeof open === 'object' && <InvoiceDialog invoice={open} onClose={() => setOpen(null)} />}
    </Card>
  )
}
