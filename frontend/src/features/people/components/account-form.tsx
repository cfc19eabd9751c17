import { useQuery } from '@tanstack/react-query'
import { useLanguage } from '@/shared/i18n'
import { Dialog, ErrorPanel, Skeleton, toast } from '@/shared/ui'
import { FormModal, type FormField } from '@/shared/ui/form'
import { type Account, type AccountIn, accountKeys, readAccount, type Role, useChangeAccount, useCreateAccount } from '../queries'
import { texts } from '../texts'
import { useShopChoices } from './shops'

interface Values {
  login: string
  name: string
  locale: NonNullable<AccountIn['locale']>
  role_ids: string[]
  limited: boolean
  shop_ids: string[]
}

/** A password that is shown once, by the page: a row of the list may go while somebody reads it. */
export interface GivenPassword {
  title: string
  password: string
}

function useFields(roles: readonly Role[], account: Account | undefined, isNew: boolean): FormField<Values>[] {
  const t = texts.use()
  const shops = useShopChoices(account?.shop_ids)
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
    { kind: 'multi', name: 'shop_ids', label: t('accounts.shopIds'), required: true, options: shops, when: (values) => values.limited === true },
  ]
}

/** Makes an account, or changes the one that was read a moment ago. */
export function AccountForm({ account, roles, onPassword, onClose }: { account: Account | null; roles: readonly Role[]; onPassword: (given: GivenPassword) => void; onClose: () => void }) {
  return account ? <EditAccount id={account.id} roles={roles} onClose={onClose} /> : <NewAccount roles={roles} onPassword={onPassword} onClose={onClose} />
}

function NewAccount({ roles, onPassword, onClose }: { roles: readonly Role[]; onPassword: (given: GivenPassword) => void; onClose: () => void }) {
  const t = texts.use()
  const language = useLanguage()
  const create = useCreateAccount()
  const fields = useFields(roles, undefined, true)
  return (
    <FormModal<Values>
      open
      title={t('accounts.create')}
      verb={t('accounts.createVerb')}
      initial={{ locale: language, limited: false, role_ids: [] }}
      fields={fields}
      onSubmit={async (values) => {
        const answer = await create.mutateAsync({ login: values.login, name: values.name, locale: values.locale, role_ids: values.role_ids, shop_ids: values.limited ? values.shop_ids : null })
        onPassword({ title: t('accounts.created_', { name: values.name }), password: answer.initial_password })
      }}
      onClose={onClose}
    />
  )
}

function EditAccount({ id, roles, onClose }: { id: string; roles: readonly Role[]; onClose: () => void }) {
  const t = texts.use()
  const change = useChangeAccount()
  const read = useQuery({ queryKey: accountKeys.one(id, 'edit'), queryFn: () => readAccount(id), staleTime: 0, gcTime: 0, refetchOnWindowFocus: false })
  const fields = useFields(roles, read.data?.value, false)
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
      initial={{ name: account.name, locale: account.locale === 'en-US' ? 'en-US' : 'zh-CN', role_ids: account.role_ids, limited: account.shop_ids !== null, shop_ids: account.shop_ids ?? [] }}
      fields={fields}
      onSubmit={async (values) => {
        try {
          await change.mutateAsync({ id, etag: read.data.etag, patch: { name: values.name, locale: values.locale, role_ids: values.role_ids, shop_ids: values.limited ? values.shop_ids : null } })
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
