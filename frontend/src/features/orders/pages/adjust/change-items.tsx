import { useState } from 'react'
import { toast } from '@/shared/ui'
import type { OrderOut } from '../../queries'
import { FormDialog } from './form-dialog'
import { type ItemLine, ItemLines, isWhole, skuOfLine } from './item-lines'
import { useChangeItems } from './queries'
import { texts } from './texts'

export function ChangeItems({ order, onClose }: { order: OrderOut; onClose: () => void }) {
  const t = texts.use()
  const change = useChangeItems()
  const [lines, setLines] = useState<readonly ItemLine[]>(() =>
    order.lines
      .filter((line) => line.refund !== 'done')
      .map((line) => ({ key: line.line_no, line_no: line.line_no, known: line.sku ?? '', sku: null, quantity: String(line.quantity), price: line.unit_price.amount })),
  )
  return (
    <FormDialog
      title={t('itemsTitle', { number: order.number })}
      lead={t('itemsLead')}
      verb={t('items')}
      width={760}
      ready={lines.length > 0 && lines.every(isWhole)}
      reason="required"
      onSubmit={async (reason) => {
        const items = lines.map((line) => ({ ...(line.line_no === null ? {} : { line_no: line.line_no }), sku: skuOfLine(line), quantity: Number(line.quantity), unit_price: line.price }))
        const done = await change.mutateAsync({ id: order.id, version: order.version, items, reason })
        toast.success(done.pending ? t('waits') : t('changed'))
      }}
      onClose={onClose}
    >
      <ItemLines lines={lines} onChange={setLines} />
    </FormDialog>
  )
}
