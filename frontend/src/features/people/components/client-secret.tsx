import { ShownOnce } from '@/shared/ui/shown-once'
import { texts } from '../texts'

export interface TellOnce {
  name: string
  client_id: string
  client_secret: string
}

/** The secret with a command that proves it works. */
export function ClientSecret({ secret, onClose }: { secret: TellOnce; onClose: () => void }) {
  const t = texts.use()
  const command = `curl -X POST ${window.location.origin}/api/people/v1/oauth/token \\\n  -u '${secret.client_id}:${secret.client_secret}' \\\n  -d grant_type=client_credentials`
  return (
    <ShownOnce title={t('clients.secretTitle', { name: secret.name })} lead={t('clients.secretText')} label={t('clients.secret')} secret={secret.client_secret} onClose={onClose}>
      <div>
        <span className="dz-label">{t('clients.id')}</span>
        <div>
          <code>{secret.client_id}</code>
        </div>
      </div>
      <div>
        <span className="dz-label">{t('clients.example')}</span>
        <pre className="dz-mono" style={{ whiteSpace: 'pre-wrap', wordBreak: 'break-all', margin: 0, padding: 12, background: 'var(--sunken)', borderRadius: 6 }}>
          {command}
        </pre>
      </div>
    </ShownOnce>
  )
}
