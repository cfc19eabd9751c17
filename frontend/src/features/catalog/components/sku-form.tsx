import { useQuery } from '@tanstack/react-query'
import { useLanguage } from '@/shared/i18n'
import { Dialog, ErrorPanel, Skeleton, toast } from '@/shared/ui'
import { type Choice, FormModal, type FormField } from '@/shared/ui/form'
import { findProducts, readSku, skuKeys, type SkuOut, useChangeSku, useCreateSku } from '../queries'
import { texts } from '../texts'

const MOST_GRAMS = 2_000_000
const MOST_MILLIMETRES = 20_000
const MOST_CHARACTERS = 48

interface Facts {
  name_zh: string
  name_en: string | null
  spec: string | null
  barcode: string | null
  unit: string
  weight_g: number | null
  length_mm: number | null
  width_mm: number | null
  height_mm: number | null
}
interface NewValues extends Facts {
  sku: string
  product_id: string
}
interface EditValues extends Facts {
  active: boolean
}

function useFacts<Values extends Facts>(): FormField<Values>[] {
  const t = texts.use()
  const fields: FormField<Facts>[] = [
    { kind: 'text', name: 'name_zh', label: t('nameZh'), required: true, maxLength: 200 },
    { kind: 'text', name: 'name_en', label: t('nameEn'), maxLength: 200 },
    { kind: 'text', name: 'spec', label: t('spec'), maxLength: 200, placeholder: t('sku.specExample') },
    { kind: 'text', name: 'barcode', label: t('sku.barcode'), maxLength: MOST_CHARACTERS, pattern: /^[\x21-\x7e]+$/, help: t('sku.barcodeHelp') },
    { kind: 'text', name: 'unit', label: t('sku.unit'), required: true, maxLength: 20 },
    { kind: 'number', name: 'weight_g', label: t('sku.weight'), min: 0, max: MOST_GRAMS, unit: 'g' },
    { kind: 'number', name: 'length_mm', label: t('sku.length'), min: 0, max: MOST_MILLIMETRES, unit: 'mm' },
    { kind: 'number', name: 'width_mm', label: t('sku.width'), min: 0, max: MOST_MILLIMETRES, unit: 'mm' },
    { kind: 'number', name: 'height_mm', label: t('sku.height'), min: 0, max: MOST_MILLIMETRES, unit: 'mm' },
  ]
  return fields as unknown as FormField<Values>[]
}

/** An emptied text is an empty one, an emptied measure an unknown one; only the barcode can be none. */
function asFacts(values: Facts) {
  return {
    name_zh: values.name_zh,
    name_en: values.name_en ?? '',
    spec: values.spec ?? '',
    barcode: values.barcode,
    unit: values.unit,
    weight_g: values.weight_g ?? 0,
    length_mm: values.length_mm ?? 0,
    width_mm: values.width_mm ?? 0,
    height_mm: values.height_mm ?? 0,
  }
}

export function SkuForm({ sku, product, onClose }: { sku: SkuOut | null; product?: Choice | undefined; onClose: () => void }) {
  return sku ? <EditSku id={sku.id} onClose={onClose} /> : <NewSku product={product} onClose={onClose} />
}

function NewSku({ product, onClose }: { product: Choice | undefined; onClose: () => void }) {
  const t = texts.use()
  const create = useCreateSku()
  const facts = useFacts<NewValues>()
  const zh = useLanguage() === 'zh-CN'
  const find = async (text: string, signal: AbortSignal) => (await findProducts(text, signal)).map((one) => ({ value: one.id, label: `${one.number} ${zh ? one.name_zh : one.name_en || one.name_zh}` }))
  const fields: FormField<NewValues>[] = [
    { kind: 'text', name: 'sku', label: t('sku.number'), required: true, maxLength: 64, help: t('sku.numberHelp') },
    { kind: 'find', name: 'product_id', label: t('product.one'), required: true, find, known: product, help: t('sku.productHelp') },
    ...facts,
  ]
  return (
    <FormModal<NewValues>
      open
      title={t('sku.create')}
      verb={t('sku.createVerb')}
      fields={fields}
      initial={{ unit: 'pcs', ...(product ? { product_id: product.value } : {}) }}
      onSubmit={async (values) => {
        await create.mutateAsync({ sku: values.sku, product_id: values.product_id, ...asFacts(values) })
        toast.success(t('saved', { name: values.sku }))
      }}
      onClose={onClose}
    />
  )
}

function EditSku({ id, onClose }: { id: string; onClose: () => void }) {
  const t = texts.use()
  const change = useChangeSku()
  const facts = useFacts<EditValues>()
  const read = useQuery({ queryKey: skuKeys.one(id, 'edit'), queryFn: () => readSku(id), staleTime: 0, gcTime: 0, refetchOnWindowFocus: false })
  if (!read.data) {
    return (
      <Dialog open title={t('sku.edit')} onClose={onClose}>
        {read.error ? <ErrorPanel error={read.error} onRetry={() => void read.refetch()} /> : <Skeleton lines={6} />}
      </Dialog>
    )
  }
  const { value: sku, etag } = read.data
  return (
    <FormModal<EditValues>
      open
      title={t('sku.editOf', { number: sku.sku })}
      verb={t('saveVerb')}
      fields={[...facts, { kind: 'switch', name: 'active', label: t('sku.activeField') }]}
      initial={sku}
      onSubmit={async (values) => {
        try {
          await change.mutateAsync({ id, etag, patch: { ...asFacts(values), active: values.active } })
        } catch (error) {
          await read.refetch()
          throw error
        }
        toast.success(t('saved', { name: sku.sku }))
      }}
      onClose={onClose}
    />
  )
}
