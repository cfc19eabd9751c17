import { ShownOnce } from '@/shared/ui/shown-once'
import { texts } from '../texts'
import type { Secret } from './endpoint-form'

/** The signing secret with the headers that a receiver checks it against. */
export function EndpointSecret({ secret, onClose }: { secret: Secret; onClose: () => void }) {
  const t = texts.use()
  return (
    <ShownOnce title={t('webhooks.secretTitle', { name: secret.name })} lead={t('webhooks.secretText')} label={t('webhooks.secret')} secret={secret.secret} onClose={onClose}>
      <div className="dz-soft">{t('webhooks.verify')}</div>
    </ShownOnce>
  )
}
