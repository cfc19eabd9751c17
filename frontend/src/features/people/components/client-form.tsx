import { useQuery } from '@tanstack/react-query'
import { useCan } from '@/shared/api'
import { Dialog, ErrorPanel, Skeleton, toast } from '@/shared/ui'
import { FormModal, type FormField } from '@/shared/ui/form'
import { type ApiClient, clientKeys, readClient, useChangeClient, useCreateClient } from '../queries'
import { findAccounts } from '../pages/access/queries'
import { texts } from '../texts'
import type { TellOnce } from './client-secret'
import { linesOf } from './lines'
import { useShopChoices } from './shops'

interface Values {
  name: string
  permissions: string
  rate_limit_per_minute: number
  limited: boolean
  shop_ids: string[]
  owner_id: string | null
}

const USUAL_RATE = 600

function useFields(client?: ApiClient): FormField<Values>[] {
  const t = texts.use()
  const can = useCan()
  const owner: FormField<Values> = { kind: 'find', name: 'owner_id', label: t('clients.owner'), help: t('clients.ownerHelp'), find: findAccounts, known: client?.owner_id ? { value: client.owner_id, label: client.owner_name ?? client.owner_id } : undefined }
  const shops = useShopChoices(client?.shop_ids)
  return [
    { kind: 'text', name: 'name', label: t('clients.name'), required: true, maxLength: 100 },
    { kind: 'textarea', name: 'permissions', label: t('clients.permissions'), required: true, rows: 4, help: t('clients.permissionsHelp') },
    { kind: 'number', name: 'rate_limit_per_minute', label: t('clients.rate'), required: true, min: 1, max: 1_000_000, unit: t('clients.perMinute') },
    { kind: 'switch', name: 'limited', label: t('clients.limitShops') },
    { kind: 'multi', name: 'shop_ids', label: t('clients.shopIds'), required: true, options: shops, when: (values) => values.limited === true },
    ...(can('people.accounts.read') ? [owner] : []),
  ]
}

function asInput(values: Values) {
  return { name: values.name, permissions: linesOf(values.permissions), rate_limit_per_minute: values.rate_limit_per_minute, shop_ids: values.limited ? values.shop_ids : null, ...(values.owner_id ? { owner_id: values.owner_id } : {}) }
}

export function ClientForm({ client, onSecret, onClose }: { client: ApiClient | null; onSecret: (secret: TellOnce) => void; onClose: () => void }) {
  return client ? <EditClient id={client.id} onClose={onClose} /> : <NewClient onSecret={onSecret} onClose={onClose} />
}

function NewClient({ onSecret, onClose }: { onSecret: (secret: TellOnce) => void; onClose: () => void }) {
  const t = texts.use()
  const create = useCreateClient()
  return (
    <FormModal<Values>
      open
      title={t('clients.create')}
      verb={t('clients.createVerb')}
      initial={{ rate_limit_per_minute: USUAL_RATE, limited: false }}
      fields={useFields()}
      onSubmit={async (values) => onSecret({ ...(await create.mutateAsync(asInput(values))), name: values.name })}
      onClose={onClose}
    />
  )
}

function EditClient({ id, onClose }: { id: string; onClose: () => void }) {
  const t = texts.use()
  const change = useChangeClient()
  const read = useQuery({ queryKey: clientKeys.one(id, 'edit'), queryFn: () => readClient(id), staleTime: 0, gcTime: 0, refetchOnWindowFocus: false })
  const fields = useFields(read.data?.value)
  if (!read.data) {
    return (
      <Dialog open title={t('clients.edit')} onClose={onClose}>
        {read.error ? <ErrorPanel error={read.error} onRetry={() => void read.refetch()} /> : <Skeleton lines={6} />}
      </Dialog>
    )
  }
  const { value: client } = read.data
  return (
    <FormModal<Values>
      open
      title={t('clients.edit')}
      verb={t('clients.editVerb')}
      initial={{ name: client.name, permissions: client.permissions.join('\n'), rate_limit_per_minute: client.rate_limit_per_minute, limited: client.shop_ids !== null, shop_ids: client.shop_ids ?? [], owner_id: client.owner_id }}
      fields={fields}
      onSubmit={async (values) => {
        try {
          await change.mutateAsync({ id, etag: read.data.etag, patch: asInput(values) })
        } catch (error) {
          await read.refetch()
          throw error
        }
        toast.success(t('clients.done'))
      }}
      onClose={onClose}
    />
  )
}
