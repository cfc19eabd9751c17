import { useId, useState } from 'react'
import { isAmount } from '@/shared/lib/money'
import { Money, toast } from '@/shared/ui'
import type { OrderOut } from '../../queries'
import { FormDialog } from './form-dialog'
import { useChangePrice } from './queries'
import { texts } from './texts'

export function ChangePrice({ order, onClose }: { order: OrderOut; onClose: () => void }) {
  const t = texts.use()
  const id = useId()
  const change = useChangePrice()
  const [amount, setAmount] = useState(order.paid.amount)
  return (
    <FormDialog
      title={t('priceTitle', { number: order.number })}
      lead={t('priceLead')}
      verb={t('price')}
      width={480}
      ready={isAmount(amount) && amount !== order.paid.amount}
      reason="required"
      onSubmit={async (reason) => {
        const done = await change.mutateAsync({ id: order.id, version: order.version, paid: { amount, currency: order.paid.currency }, reason })
        toast.success(done.state === 'made' ? t('priceMade') : t('priceAsked'))
      }}
      onClose={onClose}
    >
      <div className="dz-field">
        <label htmlFor={id}>
          {t('pricePaid')} <span className="dz-soft">{order.paid.currency}</span>
        </label>
        <input id={id} className="dz-input" inputMode="decimal" autoComplete="off" data-focus value={amount} onChange={(event) => setAmount(event.target.value.trim())} />
        <span className="dz-soft">
          <Money value={order.paid} />
        </span>
      </div>
    </FormDialog>
  )
}
