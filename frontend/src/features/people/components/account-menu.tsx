import { useState } from 'react'
import { ConfirmAction, Menu, toast } from '@/shared/ui'
import { MoreIcon } from '@/shared/ui/icons'
import { type Account, readAccount, useChangeAccount, useEndAccountSessions, useResetPassword } from '../queries'
import { useAccessActions } from '../pages/access/account-actions'
import { texts } from '../texts'

type Step = 'reset' | 'end' | 'state' | null

/** What an administrator can do to an account; each asks first. */
export function AccountMenu({ account, onEdit, onPassword }: { account: Account; onEdit: () => void; onPassword: (password: string) => void }) {
  const t = texts.use()
  const change = useChangeAccount()
  const reset = useResetPassword()
  const endSessions = useEndAccountSessions()
  const [step, setStep] = useState<Step>(null)
  const access = useAccessActions(account)
  const name = { name: account.name }
  const done = () => toast.success(t('accounts.done'))
  return (
    <>
      <Menu
        trigger={{ kind: 'icon', props: { size: 'small', icon: MoreIcon, label: t('accounts.menuOf', name) } }}
        label={t('accounts.menuOf', name)}
        items={[
          { id: 'edit', label: t('accounts.edit'), onPick: onEdit },
          { id: 'reset', label: t('accounts.reset'), onPick: () => setStep('reset') },
          { id: 'end', label: t('accounts.endSessions'), onPick: () => setStep('end') },
          ...access.items,
          { id: 'line', line: true },
          { id: 'state', label: t(account.disabled ? 'accounts.enable' : 'accounts.disable'), danger: !account.disabled, onPick: () => setStep('state') },
        ]}
      />
      {access.dialogs}
      <ConfirmAction
        open={step === 'reset'}
        title={t('accounts.resetTitle', name)}
        verb={t('accounts.reset')}
        danger
        onConfirm={async () => onPassword((await reset.mutateAsync(account.id)).password)}
        onClose={() => setStep(null)}
      >
        {t('accounts.resetText')}
      </ConfirmAction>
      <ConfirmAction open={step === 'end'} title={t('accounts.endSessionsTitle', name)} verb={t('accounts.endSessions')} onConfirm={async () => { await endSessions.mutateAsync(account.id); done() }} onClose={() => setStep(null)}>
        {t('accounts.endSessionsText')}
      </ConfirmAction>
      <ConfirmAction
        open={step === 'state'}
        title={t(account.disabled ? 'accounts.enableTitle' : 'accounts.disableTitle', name)}
        verb={t(account.disabled ? 'accounts.enable' : 'accounts.disable')}
        danger={!account.disabled}
        onConfirm={async () => {
          const { etag } = await readAccount(account.id)
          await change.mutateAsync({ id: account.id, etag, patch: { disabled: !account.disabled } })
          done()
        }}
        onClose={() => setStep(null)}
      >
        {t(account.disabled ? 'accounts.enableText' : 'accounts.disableText')}
      </ConfirmAction>
    </>
  )
}
