import { useQuery } from '@tanstack/react-query'
import { useLanguage } from '@/shared/i18n'
import { Dialog, ErrorPanel, Skeleton, toast } from '@/shared/ui'
import { FormModal, type FormField } from '@/shared/ui/form'
import { type Account, type AccountIn, accountKeys, readAccount, type Role, useChangeAccount, useCreateAccount } from '../queries'
import { texts } from '../texts'
import { linesOf } from './lines'

interface Values {
  login: string
  name: string
  locale: NonNullable<AccountIn['locale']>
  role_ids: string[]
  limited: boolean
  shop_ids: string | null
}

/** Its first password is shown once, by the page. */
export interface MadeAccount {
  name: string
  password: string
}

function useFields(roles: readonly Role[], isNew: boolean): FormField<Values>[] {
  const t = texts.use()
  const language = useLanguage()
  const fresh: FormField<Values>[] = [
    { kind: 'text', name: 'login', label: t('accounts.login'), required: true, maxLength: 64, pattern: /^[A-Za-z0-9][A-Za-z0-9._@-]{1,63}$/, help: t('accounts.loginHelp') },
  ]
  return [
    { kind: 'text', name: 'name', label: t('accounts.name'), required: true, maxLength: 100 },
    ...(isNew ? fresh : []),
    {
      kind: 'select',
      name: 'locale',
      label: t('accounts.locale'),
      required: true,
      options: [
        { value: 'zh-CN', label: '简体中文' },
        { value: 'en-US', label: 'English' },
      ],
    },
    { kind: 'multi', name: 'role_ids', label: t('accounts.roles'), required: true, options: roles.map((role) => ({ value: role.id, label: language === 'zh-CN' ? role.name_zh : role.name_en })) },
    { kind: 'switch', name: 'limited', label: t('accounts.limitShops') },
    { kind: 'textarea', name: 'shop_ids', label: t('accounts.shopIds'), required: true, when: (values) => values.limited === true },
  ]
}

/** Makes an account, or changes the one that was read a moment ago. */
export function AccountForm({ account, roles, onMade, onClose }: { account: Account | null; roles: readonly Role[]; onMade: (made: MadeAccount) => void; onClose: () => void }) {
  return account ? <EditAccount id={account.id} roles={roles} onClose={onClose} /> : <NewAccount roles={roles} onMade={onMade} onClose={onClose} />
}

function shopIds(values: Values): string[] | null {
  return values.limited ? linesOf(values.shop_ids) : null
}

function NewAccount({ roles, onMade, onClose }: { roles: readonly Role[]; onMade: (made: MadeAccount) => void; onClose: () => void }) {
  const t = texts.use()
  const language = useLanguage()
  const create = useCreateAccount()
  const fields = useFields(roles, true)
  return (
    <FormModal<Values>
      open
      title={t('accounts.create')}
      verb={t('accounts.createVerb')}
      initial={{ locale: language, limited: false, role_ids: [] }}
      fields={fields}
      onSubmit={async (values) => {
        const answer = await create.mutateAsync({ login: values.login, name: values.name, locale: values.locale, role_ids: values.role_ids, shop_ids: shopIds(values) })
        onMade({ name: values.name, password: answer.initial_password })
      }}
      onClose={onClose}
    />
  )
}

function EditAccount({ id, roles, onClose }: { id: string; roles: readonly Role[]; onClose: () => void }) {
  const t = texts.use()
  const change = useChangeAccount()
  const fields = useFields(roles, false)
  const read = useQuery({ queryKey: accountKeys.one(id, 'edit'), queryFn: () => readAccount(id), staleTime: 0, gcTime: 0, refetchOnWindowFocus: false })
  if (!read.data) {
    return (
      <Dialog open title={t('accounts.edit')} onClose={onClose}>
        {read.error ? <ErrorPanel error={read.error} onRetry={() => void read.refetch()} /> : <Skeleton lines={6} />}
      </Dialog>
    )
  }
  const { value: account } = read.data
  return (
    <FormModal<Values>
      open
      title={t('accounts.edit')}
      verb={t('accounts.editVerb')}
      lead={<span className="dz-soft">{account.login}</span>}
      initial={{ name: account.name, locale: account.locale === 'en-US' ? 'en-US' : 'zh-CN', role_ids: account.role_ids, limited: account.shop_ids !== null, shop_ids: account.shop_ids?.join('\n') ?? '' }}
      fields={fields}
      onSubmit={async (values) => {
        try {
          await change.mutateAsync({ id, etag: read.data.etag, patch: { name: values.name, locale: values.locale, role_ids: values.role_ids, shop_ids: shopIds(values) } })
        } catch (error) {
          // Somebody was faster: the next press names the version that was read anew.
          await read.refetch()
          throw error
        }
        toast.success(t('accounts.done'))
      }}
      onClose={onClose}
    />
  )
}
