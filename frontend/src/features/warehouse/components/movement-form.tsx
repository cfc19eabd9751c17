import { useLanguage } from '@/shared/i18n'
import { toast } from '@/shared/ui'
import { FormModal, type FormField } from '@/shared/ui/form'
import { findSkus, useRecordMovements } from '../queries'
import { texts } from '../texts'
import { useWarehouses } from './choices'

const KINDS = ['receive', 'return', 'adjust', 'damage', 'scrap'] as const

interface Values {
  kind: (typeof KINDS)[number]
  warehouse: string
  sku: string
  quantity: number
  reason: string
  document: string | null
}

/** One movement of one SKU; many at once come by file. */
export function MovementForm({ sku, onClose }: { sku?: string; onClose: () => void }) {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  const warehouses = useWarehouses()
  const record = useRecordMovements()
  const find = async (text: string, signal: AbortSignal) => (await findSkus(text, signal)).map((one) => ({ value: one.sku, label: [one.sku, zh ? one.name_zh : one.name_en || one.name_zh, one.spec].filter(Boolean).join(' ') }))
  const fields: FormField<Values>[] = [
    { kind: 'select', name: 'kind', label: t('stock.kind'), required: true, options: KINDS.map((kind) => ({ value: kind, label: t(`movementKinds.${kind}`) })) },
    { kind: 'select', name: 'warehouse', label: t('warehouse'), required: true, options: warehouses },
    { kind: 'find', name: 'sku', label: t('stock.sku'), required: true, find, known: sku === undefined ? undefined : { value: sku, label: sku } },
    { kind: 'number', name: 'quantity', label: t('stock.quantity'), required: true, min: -1_000_000, max: 1_000_000 },
    { kind: 'text', name: 'reason', label: t('stock.reason'), required: true, maxLength: 200 },
    { kind: 'text', name: 'document', label: t('stock.document'), maxLength: 60 },
  ]
  return (
    <FormModal<Values>
      open
      title={t('stock.receive')}
      verb={t('stock.receiveVerb')}
      fields={fields}
      initial={{ kind: 'receive', ...(sku ? { sku } : {}), ...(warehouses[0] ? { warehouse: warehouses[0].value } : {}) }}
      onSubmit={async (values) => {
        await record.mutateAsync({ kind: values.kind, reason: values.reason, document: values.document ?? '', lines: [{ sku: values.sku, warehouse: values.warehouse, quantity: values.quantity }] })
        toast.success(t('stock.posted'))
      }}
      onClose={onClose}
    />
  )
}
