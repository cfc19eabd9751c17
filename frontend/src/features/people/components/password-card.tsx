import { useState } from 'react'
import { Button, Card, toast } from '@/shared/ui'
import { FormModal } from '@/shared/ui/form'
import { useChangePassword } from '../queries'
import { texts } from '../texts'

export const SHORTEST_PASSWORD = 10

interface Values {
  current: string
  new: string
  repeat: string
}

export function PasswordCard() {
  const t = texts.use()
  const change = useChangePassword()
  const [open, setOpen] = useState(false)
  const save = async (values: Values) => {
    await change.mutateAsync({ current: values.current, new: values.new })
    toast.success(t('account.passwordChanged'))
  }
  return (
    <Card title={t('account.password')} extra={<Button onClick={() => setOpen(true)}>{t('account.changePassword')}</Button>}>
      <p>{t('account.passwordLead')}</p>
      <FormModal<Values>
        open={open}
        title={t('account.changePassword')}
        verb={t('account.changePassword')}
        fields={[
          { kind: 'password', name: 'current', label: t('account.current'), required: true, autoComplete: 'current-password' },
          { kind: 'password', name: 'new', label: t('account.new'), required: true, minLength: SHORTEST_PASSWORD, help: t('account.passwordRule') },
          { kind: 'password', name: 'repeat', label: t('account.repeat'), required: true, check: (value, values) => (value === values.new ? undefined : t('account.differs')) },
        ]}
        onSubmit={save}
        onClose={() => setOpen(false)}
      />
    </Card>
  )
}
