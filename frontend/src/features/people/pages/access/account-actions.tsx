import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { ConfirmAction, type MenuItem, toast } from '@/shared/ui'
import { AccountSessions } from './account-sessions'
import { useEndAccess, useResetSecondFactor } from './queries'
import { texts } from './texts'

interface Who {
  id: string
  name: string
  second_factor: string
}

/** What an administrator can do about somebody's access: entries for the account's menu, and the dialogs they open. */
export function useAccessActions(account: Who): { items: MenuItem[]; dialogs: React.ReactNode } {
  const t = texts.use()
  const navigate = useNavigate()
  const reset = useResetSecondFactor()
  const endAccess = useEndAccess()
  const [step, setStep] = useState<'sessions' | 'reset' | 'end' | null>(null)
  const name = { name: account.name }
  const close = () => setStep(null)
  const items: MenuItem[] = [
    { id: 'rights', label: t('admin.rights'), onPick: () => void navigate({ to: '/rights', search: { account: account.id } }) },
    { id: 'sessions', label: t('admin.sessions'), onPick: () => setStep('sessions') },
    ...(account.second_factor === 'on' ? [{ id: 'factor', label: t('admin.resetFactor'), onPick: () => setStep('reset') }] : []),
    { id: 'end-access', label: t('admin.endAccess'), danger: true, onPick: () => setStep('end') },
  ]
  const dialogs = (
    <>
      {step === 'sessions' && <AccountSessions account={account} onClose={close} />}
      <ConfirmAction
        open={step === 'reset'}
        title={t('admin.resetFactorTitle', name)}
        verb={t('admin.resetFactor')}
        danger
        reason="required"
        onConfirm={async (reason) => {
          await reset.mutateAsync({ id: account.id, reason })
          toast.success(t('admin.done'))
        }}
        onClose={close}
      >
        {t('admin.resetFactorText')}
      </ConfirmAction>
      <ConfirmAction
        open={step === 'end'}
        title={t('admin.endAccessTitle', name)}
        verb={t('admin.endAccess')}
        danger
        reason="required"
        onConfirm={async (reason) => {
          await endAccess.mutateAsync({ id: account.id, reason })
          toast.success(t('admin.done'))
        }}
        onClose={close}
      >
        {t('admin.endAccessText')}
      </ConfirmAction>
    </>
  )
  return { items, dialogs }
}
