import { useNavigate } from '@tanstack/react-router'
import { toast } from '@/shared/ui'
import { FormModal, type FormField } from '@/shared/ui/form'
import { useCreatePickList } from '../queries'
import { texts } from '../texts'
import { useWarehouses } from './choices'

interface Values {
  warehouse: string
  next: number
}

const USUAL_SIZE = 30

/** One pick list from the shipments that wait longest. */
export function MakePickList({ onClose }: { onClose: () => void }) {
  const t = texts.use()
  const navigate = useNavigate()
  const create = useCreatePickList()
  const warehouses = useWarehouses()
  const fields: FormField<Values>[] = [
    { kind: 'select', name: 'warehouse', label: t('warehouse'), required: true, options: warehouses },
    { kind: 'number', name: 'next', label: t('lists.next'), required: true, min: 1, max: 200 },
  ]
  return (
    <FormModal<Values>
      open
      title={t('lists.create')}
      verb={t('lists.createVerb')}
      fields={fields}
      initial={{ next: USUAL_SIZE, ...(warehouses[0] ? { warehouse: warehouses[0].value } : {}) }}
      onSubmit={async (values) => {
        const made = await create.mutateAsync({ warehouse: values.warehouse, next: values.next })
        toast.success(t('lists.made', { number: made.pick_list.number }))
        await navigate({ to: '/pick-lists/$number', params: { number: made.pick_list.number } })
      }}
      onClose={onClose}
    />
  )
}
