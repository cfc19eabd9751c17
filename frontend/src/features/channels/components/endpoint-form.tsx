import { useQuery } from '@tanstack/react-query'
import { Dialog, ErrorPanel, Skeleton, toast } from '@/shared/ui'
import { FormModal, type FormField } from '@/shared/ui/form'
import { endpointKeys, EVENT_TYPES, type EndpointOut, type EventType, readEndpoint, useAddEndpoint, useChangeEndpoint } from '../queries'
import { texts } from '../texts'
import { useShops } from './shops'

export interface Secret {
  name: string
  secret: string
}

interface Values {
  name: string
  url: string
  event_types: EventType[]
  limited: boolean
  shop_ids: string[]
  active: boolean
}

function useFields(): FormField<Values>[] {
  const t = texts.use()
  return [
    { kind: 'text', name: 'name', label: t('webhooks.name'), required: true, maxLength: 80 },
    { kind: 'text', name: 'url', label: t('webhooks.url'), required: true, maxLength: 500, placeholder: 'https://', pattern: /^https:\/\/[^\s/?#]+\S*$/, help: t('webhooks.urlHelp') },
    { kind: 'multi', name: 'event_types', label: t('webhooks.events'), required: true, options: EVENT_TYPES.map((type) => ({ value: type, label: `${t(`events.${type.slice('order.'.length) as EventWord}`)} ${type}` })) },
  ]
}
type EventWord = EventType extends `order.${infer Word}` ? Word : never

export function EndpointForm({ endpoint, onSecret, onClose }: { endpoint: EndpointOut | null; onSecret: (secret: Secret) => void; onClose: () => void }) {
  return endpoint ? <EditEndpoint id={endpoint.id} onClose={onClose} /> : <NewEndpoint onSecret={onSecret} onClose={onClose} />
}

function NewEndpoint({ onSecret, onClose }: { onSecret: (secret: Secret) => void; onClose: () => void }) {
  const t = texts.use()
  const add = useAddEndpoint()
  const fields = useFields()
  const { choices } = useShops()
  return (
    <FormModal<Values>
      open
      title={t('webhooks.create')}
      verb={t('webhooks.createVerb')}
      fields={[
        ...fields,
        { kind: 'switch', name: 'limited', label: t('webhooks.limit'), help: t('webhooks.limitHelp') },
        { kind: 'multi', name: 'shop_ids', label: t('webhooks.shops'), required: true, options: choices, when: (values) => values.limited === true },
      ]}
      initial={{ event_types: ['order.shipped', 'order.delivered', 'order.cancelled'], limited: false }}
      onSubmit={async (values) => {
        const { secret } = await add.mutateAsync({ name: values.name, url: values.url, event_types: values.event_types, shop_ids: values.limited ? values.shop_ids : null })
        onSecret({ name: values.name, secret })
      }}
      onClose={onClose}
    />
  )
}

function EditEndpoint({ id, onClose }: { id: string; onClose: () => void }) {
  const t = texts.use()
  const change = useChangeEndpoint()
  const fields = useFields()
  const read = useQuery({ queryKey: endpointKeys.one(id, 'edit'), queryFn: () => readEndpoint(id), staleTime: 0, gcTime: 0, refetchOnWindowFocus: false })
  if (!read.data) {
    return (
      <Dialog open title={t('webhooks.edit')} onClose={onClose}>
        {read.error ? <ErrorPanel error={read.error} onRetry={() => void read.refetch()} /> : <Skeleton lines={5} />}
      </Dialog>
    )
  }
  const { value: endpoint, etag } = read.data
  return (
    <FormModal<Values>
      open
      title={t('webhooks.edit')}
      verb={t('webhooks.editVerb')}
      fields={[...fields, { kind: 'switch', name: 'active', label: t('webhooks.activeField') }]}
      initial={{ name: endpoint.name, url: endpoint.url, event_types: endpoint.event_types as EventType[], active: endpoint.active }}
      onSubmit={async (values) => {
        try {
          await change.mutateAsync({ id, etag, patch: { name: values.name, url: values.url, event_types: values.event_types, active: values.active } })
        } catch (error) {
          await read.refetch()
          throw error
        }
        toast.success(t('webhooks.saved', { name: values.name }))
      }}
      onClose={onClose}
    />
  )
}
