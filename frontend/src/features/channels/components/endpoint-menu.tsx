import { useState } from 'react'
import { ConfirmAction, Menu, toast } from '@/shared/ui'
import { MoreIcon } from '@/shared/ui/icons'
import { type EndpointOut, readEndpoint, useChangeEndpoint, useRemoveEndpoint, useRotateEndpoint } from '../queries'
import { texts } from '../texts'
import type { Secret } from './endpoint-form'

export function EndpointMenu({ endpoint, onEdit, onSecret, onRemoved }: { endpoint: EndpointOut; onEdit: () => void; onSecret: (secret: Secret) => void; onRemoved?: () => void }) {
  const t = texts.use()
  const change = useChangeEndpoint()
  const remove = useRemoveEndpoint()
  const rotate = useRotateEndpoint()
  const [step, setStep] = useState<'rotate' | 'state' | 'remove' | null>(null)
  const { id, active } = endpoint
  const name = { name: endpoint.name }
  return (
    <>
      <Menu
        trigger={{ kind: 'icon', props: { size: 'small', icon: MoreIcon, label: t('menuOf', name) } }}
        label={t('menuOf', name)}
        items={[
          { id: 'edit', label: t('webhooks.edit'), onPick: onEdit },
          { id: 'rotate', label: t('webhooks.rotate'), onPick: () => setStep('rotate') },
          { id: 'line', line: true },
          { id: 'state', label: t(active ? 'webhooks.disable' : 'webhooks.enable'), danger: active, onPick: () => setStep('state') },
          { id: 'remove', label: t('webhooks.remove'), danger: true, onPick: () => setStep('remove') },
        ]}
      />
      <ConfirmAction open={step === 'rotate'} title={t('webhooks.rotateTitle', name)} verb={t('webhooks.rotate')} onConfirm={async () => onSecret({ name: endpoint.name, secret: (await rotate.mutateAsync(id)).secret })} onClose={() => setStep(null)}>
        {t('webhooks.rotateText')}
      </ConfirmAction>
      <ConfirmAction
        open={step === 'state'}
        title={t(active ? 'webhooks.disableTitle' : 'webhooks.enableTitle', name)}
        verb={t(active ? 'webhooks.disable' : 'webhooks.enable')}
        danger={active}
        onConfirm={async () => {
          const { etag } = await readEndpoint(id)
          await change.mutateAsync({ id, etag, patch: { active: !active } })
          toast.success(t('webhooks.saved', name))
        }}
        onClose={() => setStep(null)}
      >
        {t(active ? 'webhooks.disableText' : 'webhooks.enableText')}
      </ConfirmAction>
      <ConfirmAction
        open={step === 'remove'}
        title={t('webhooks.removeTitle', name)}
        verb={t('webhooks.remove')}
        danger
        onConfirm={async () => {
          const { etag } = await readEndpoint(id)
          await remove.mutateAsync({ id, etag })
          toast.success(t('webhooks.removed', name))
          onRemoved?.()
        }}
        onClose={() => setStep(null)}
      >
        {t('webhooks.removeText')}
      </ConfirmAction>
    </>
  )
}
