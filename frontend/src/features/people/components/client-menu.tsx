import { useState } from 'react'
import { ConfirmAction, Menu, toast } from '@/shared/ui'
import { MoreIcon } from '@/shared/ui/icons'
import { type ApiClient, readClient, useChangeClient, useRotateSecret } from '../queries'
import { texts } from '../texts'
import type { TellOnce } from './client-secret'

export function ClientMenu({ client, onEdit, onSecret }: { client: ApiClient; onEdit: () => void; onSecret: (secret: TellOnce) => void }) {
  const t = texts.use()
  const change = useChangeClient()
  const rotate = useRotateSecret()
  const [step, setStep] = useState<'rotate' | 'state' | null>(null)
  const name = { name: client.name }
  return (
    <>
      <Menu
        trigger={{ kind: 'icon', props: { size: 'small', icon: MoreIcon, label: t('clients.menuOf', name) } }}
        label={t('clients.menuOf', name)}
        items={[
          { id: 'edit', label: t('clients.edit'), onPick: onEdit },
          { id: 'rotate', label: t('clients.rotate'), onPick: () => setStep('rotate') },
          { id: 'line', line: true },
          { id: 'state', label: t(client.disabled ? 'clients.enable' : 'clients.disable'), danger: !client.disabled, onPick: () => setStep('state') },
        ]}
      />
      <ConfirmAction open={step === 'rotate'} title={t('clients.rotateTitle', name)} verb={t('clients.rotate')} onConfirm={async () => onSecret({ ...(await rotate.mutateAsync(client.id)), name: client.name })} onClose={() => setStep(null)}>
        {t('clients.rotateText')}
      </ConfirmAction>
      <ConfirmAction
        open={step === 'state'}
        title={t(client.disabled ? 'clients.enableTitle' : 'clients.disableTitle', name)}
        verb={t(client.disabled ? 'clients.enable' : 'clients.disable')}
        danger={!client.disabled}
        onConfirm={async () => {
          const { etag } = await readClient(client.id)
          await change.mutateAsync({ id: client.id, etag, patch: { disabled: !client.disabled } })
          toast.success(t('clients.done'))
        }}
        onClose={() => setStep(null)}
      >
        {t(client.disabled ? 'clients.enableText' : 'clients.disableText')}
      </ConfirmAction>
    </>
  )
}
