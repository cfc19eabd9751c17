import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { saveProfile, useAccount } from '@/shared/api'
import { asLanguage, changeLanguage } from '@/shared/i18n'
import { Button, Card, Facts, Page, toast } from '@/shared/ui'
import { FormModal } from '@/shared/ui/form'
import { PasswordCard } from '../components/password-card'
import { PermissionChip } from '../components/permission'
import { SessionsCard } from '../components/sessions-card'
import { texts } from '../texts'
import { SecondFactorCard } from './access/second-factor-card'

const LOCALES = [
  { value: 'zh-CN', label: '简体中文' },
  { value: 'en-US', label: 'English' },
]

export function MyAccount() {
  const t = texts.use()
  const account = useAccount()
  const [editing, setEditing] = useState(false)
  const save = async (values: { name: string; locale: string }) => {
    await saveProfile(values)
    const language = asLanguage(values.locale)
    if (language) await changeLanguage(language)
    toast.success(t('account.saved'))
  }
  return (
    <Page title={t('account.title')} lead={t('account.lead')} width="narrow">
      <Card
        title={t('account.profile')}
        extra={
          <>
            <Link to="/rights">{t('account.why')}</Link>
            <Button onClick={() => setEditing(true)}>{t('account.edit')}</Button>
          </>
        }
      >
        <Facts
          items={[
            [t('account.login'), account.login],
            [t('account.name'), account.name],
            [t('account.language'), LOCALES.find((one) => one.value === account.locale)?.label ?? account.locale],
            [t('account.shops'), account.shop_ids === null ? t('account.allShops') : account.shop_ids.join(', ')],
          ]}
        />
        <h3 style={{ margin: '16px 0 6px' }}>{t('account.permissions')}</h3>
        <span className="dz-row" style={{ gap: 4 }}>
          {account.permissions.map((permission) => (
            <PermissionChip key={permission} code={permission} />
          ))}
        </span>
      </Card>
      <PasswordCard />
      <SecondFactorCard />
      <SessionsCard />
      <FormModal<{ name: string; locale: string }>
        open={editing}
        title={t('account.edit')}
        verb={t('account.edit')}
        initial={{ name: account.name, locale: account.locale }}
        fields={[
          { kind: 'text', name: 'name', label: t('account.name'), required: true, maxLength: 100, autoComplete: 'name' },
          { kind: 'select', name: 'locale', label: t('account.language'), required: true, options: LOCALES },
        ]}
        onSubmit={save}
        onClose={() => setEditing(false)}
      />
    </Page>
  )
}
