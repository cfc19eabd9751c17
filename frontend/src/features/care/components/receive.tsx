import { toast } from '@/shared/ui'
import { FormModal } from '@/shared/ui/form'
import { type ComplaintKind, KINDS, orderOf, useReceive, useShops } from '../queries'
import { texts } from '../texts'

interface Values {
  number?: string | null
  shop_id?: string | null
  kind: string
  text: string
}

/** A complaint is received: about the order at hand, an order by any of its numbers, or a shop. */
export function ReceiveComplaint({ orderId, onReceived, onClose }: { orderId: string | undefined; onReceived: (id: string) => void; onClose: () => void }) {
  const t = texts.use()
  const { all } = useShops()
  const receive = useReceive()
  return (
    <FormModal<Values>
      open
      title={t('desk.receive')}
      verb={t('desk.receive')}
      fields={[
        { kind: 'text', name: 'number', label: t('desk.orderNumber'), help: t('desk.orderHelp'), maxLength: 64, when: () => orderId === undefined },
        { kind: 'select', name: 'shop_id', label: t('shop'), options: all.map((shop) => ({ value: shop.id, label: shop.name })), when: (values) => orderId === undefined && !values.number?.trim() },
        { kind: 'select', name: 'kind', label: t('kind'), required: true, options: KINDS.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) })) },
        { kind: 'textarea', name: 'text', label: t('text'), required: true, maxLength: 4000 },
      ]}
      onSubmit={async ({ number, shop_id, kind, text }) => {
        const found = orderId ?? (number ? await orderOf(number) : undefined)
        const about = found ? { order_id: found } : shop_id ? { shop_id } : {}
        const made = await receive.mutateAsync({ ...about, kind: kind as ComplaintKind, text })
        toast.success(t('desk.received', { number: made.number }))
        onReceived(made.id)
      }}
      onClose={onClose}
    />
  )
}
