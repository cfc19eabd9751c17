import { useQuery } from '@tanstack/react-query'
import { Dialog, ErrorPanel, Skeleton, toast } from '@/shared/ui'
import { FormModal, type FormField } from '@/shared/ui/form'
import { productKeys, type ProductOut, readProduct, useChangeProduct, useCreateProduct } from '../queries'
import { texts } from '../texts'

interface Values {
  number: string
  name_zh: string
  name_en: string | null
  brand: string | null
  category: string | null
  active: boolean
}

function useFields(): FormField<Values>[] {
  const t = texts.use()
  return [
    { kind: 'text', name: 'name_zh', label: t('nameZh'), required: true, maxLength: 200 },
    { kind: 'text', name: 'name_en', label: t('nameEn'), maxLength: 200 },
    { kind: 'text', name: 'brand', label: t('brand'), maxLength: 100 },
    { kind: 'text', name: 'category', label: t('category'), maxLength: 100 },
  ]
}

const asFacts = (values: Values) => ({ name_zh: values.name_zh, name_en: values.name_en ?? '', brand: values.brand ?? '', category: values.category ?? '' })

export function ProductForm({ product, onClose }: { product: ProductOut | null; onClose: () => void }) {
  return product ? <EditProduct id={product.id} onClose={onClose} /> : <NewProduct onClose={onClose} />
}

function NewProduct({ onClose }: { onClose: () => void }) {
  const t = texts.use()
  const create = useCreateProduct()
  const fields = useFields()
  return (
    <FormModal<Values>
      open
      title={t('product.create')}
      verb={t('product.createVerb')}
      fields={[{ kind: 'text', name: 'number', label: t('product.number'), required: true, maxLength: 64, help: t('product.numberHelp') }, ...fields]}
      onSubmit={async (values) => {
        await create.mutateAsync({ number: values.number, ...asFacts(values) })
        toast.success(t('saved', { name: values.number }))
      }}
      onClose={onClose}
    />
  )
}

function EditProduct({ id, onClose }: { id: string; onClose: () => void }) {
  const t = texts.use()
  const change = useChangeProduct()
  const fields = useFields()
  const read = useQuery({ queryKey: productKeys.one(id, 'edit'), queryFn: () => readProduct(id), staleTime: 0, gcTime: 0, refetchOnWindowFocus: false })
  if (!read.data) {
    return (
      <Dialog open title={t('product.edit')} onClose={onClose}>
        {read.error ? <ErrorPanel error={read.error} onRetry={() => void read.refetch()} /> : <Skeleton lines={5} />}
      </Dialog>
    )
  }
  const { value: product, etag } = read.data
  return (
    <FormModal<Values>
      open
      title={t('product.editOf', { number: product.number })}
      verb={t('saveVerb')}
      fields={[...fields, { kind: 'switch', name: 'active', label: t('product.activeField'), help: t('product.activeHelp') }]}
      initial={product}
      onSubmit={async (values) => {
        try {
          await change.mutateAsync({ id, etag, patch: { ...asFacts(values), active: values.active } })
        } catch (error) {
          await read.refetch()
          throw error
        }
        toast.success(t('saved', { name: product.number }))
      }}
      onClose={onClose}
    />
  )
}
