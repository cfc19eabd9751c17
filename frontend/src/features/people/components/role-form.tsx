import { useQuery } from '@tanstack/react-query'
import { useLanguage } from '@/shared/i18n'
import { permissionName, serviceName } from '@/shared/lib/permission-names'
import { Dialog, ErrorPanel, Skeleton, toast } from '@/shared/ui'
import { FormModal, type FormField } from '@/shared/ui/form'
import { readRole, type Role, roleKeys, rolesQuery, useChangeRole, useCreateRole } from '../queries'
import { texts } from '../texts'
import { linesOf } from './lines'
import { SERVICES } from './services'

const REACHES = ['own', 'unit', 'all'] as const
type Reach = (typeof REACHES)[number]

interface Values {
  name_zh: string
  name_en: string
  chosen: string[]
  other: string | null
  reach: Reach
}

/** Whole services first, then every code that some role already holds; any further code can be typed. */
function useFields(): FormField<Values>[] {
  const t = texts.use()
  const language = useLanguage()
  const known = useQuery(rolesQuery).data ?? []
  const codes = new Set(known.flatMap((role) => role.permissions).filter((code) => code !== '*' && !code.endsWith('.*')))
  const options = [...SERVICES.map((service) => ({ value: `${service}.*`, label: t('roles.wholeService', { service: serviceName(service, language) }) })), ...[...codes].toSorted((a, b) => a.localeCompare(b)).map((code) => ({ value: code, label: `${permissionName(code, language)} (${code})` }))]
  return [
    { kind: 'text', name: 'name_zh', label: t('roles.nameZh'), required: true, maxLength: 100 },
    { kind: 'text', name: 'name_en', label: t('roles.nameEn'), required: true, maxLength: 100 },
    { kind: 'multi', name: 'chosen', label: t('roles.choose'), options, check: (value, values) => ((value as string[]).length > 0 || values.other ? undefined : t('roles.needOne')) },
    { kind: 'textarea', name: 'other', label: t('roles.other') },
    { kind: 'select', name: 'reach', label: t('roles.reach'), required: true, options: REACHES.map((one) => ({ value: one, label: t(`roles.reaches.${one}`) })) },
  ]
}

function asPatch(values: Values) {
  return { name_zh: values.name_zh, name_en: values.name_en, permissions: [...new Set([...values.chosen, ...linesOf(values.other)])], reach: values.reach }
}

export function RoleForm({ role, onClose }: { role: Role | null; onClose: () => void }) {
  return role ? <EditRole id={role.id} onClose={onClose} /> : <NewRole onClose={onClose} />
}

function NewRole({ onClose }: { onClose: () => void }) {
  const t = texts.use()
  const create = useCreateRole()
  return (
    <FormModal<Values>
      open
      title={t('roles.create')}
      verb={t('roles.createVerb')}
      initial={{ chosen: [], reach: 'all' }}
      fields={useFields()}
      onSubmit={async (values) => {
        await create.mutateAsync(asPatch(values))
        toast.success(t('roles.saved'))
      }}
      onClose={onClose}
    />
  )
}

function EditRole({ id, onClose }: { id: string; onClose: () => void }) {
  const t = texts.use()
  const change = useChangeRole()
  const fields = useFields()
  const read = useQuery({ queryKey: roleKeys.one(id, 'edit'), queryFn: () => readRole(id), staleTime: 0, gcTime: 0, refetchOnWindowFocus: false })
  if (!read.data) {
    return (
      <Dialog open title={t('roles.edit')} onClose={onClose}>
        {read.error ? <ErrorPanel error={read.error} onRetry={() => void read.refetch()} /> : <Skeleton lines={6} />}
      </Dialog>
    )
  }
  const { value: role } = read.data
  return (
    <FormModal<Values>
      open
      title={t('roles.edit')}
      verb={t('roles.editVerb')}
      initial={{ name_zh: role.name_zh, name_en: role.name_en, chosen: role.permissions, other: '', reach: REACHES.find((one) => one === role.reach) ?? 'all' }}
      fields={fields}
      onSubmit={async (values) => {
        try {
          await change.mutateAsync({ id, etag: read.data.etag, patch: asPatch(values) })
        } catch (error) {
          await read.refetch()
          throw error
        }
        toast.success(t('roles.saved'))
      }}
      onClose={onClose}
    />
  )
}
