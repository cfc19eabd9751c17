import { Code } from './code'
import type { OpenApi } from './model'
import { texts } from './texts'

export function Introduction({ document }: { document: OpenApi }) {
  const t = texts.use()
  const rules = ['rule1', 'rule2', 'rule3', 'rule4', 'rule5'] as const
  return (
    <article className="dz-stack">
      <header>
        <h1>{document.info.title} API</h1>
        <p className="dz-soft">
          {document.info.version} · <a href="/api/openapi.json">{t('download')}</a>
        </p>
      </header>
      {document.info.description && <p className="docs-text">{document.info.description}</p>}
      <h2>{t('token')}</h2>
      <p>{t('tokenText')}</p>
      <Code label={t('token')} text={`curl -X POST ${window.location.origin}/api/people/v1/oauth/token \\\n  -u "$CLIENT_ID:$CLIENT_SECRET" -d grant_type=client_credentials`} />
      <h2>{t('rules')}</h2>
      <ul className="docs-rules">
        {rules.map((rule) => (
          <li key={rule}>{t(rule)}</li>
        ))}
      </ul>
    </article>
  )
}
