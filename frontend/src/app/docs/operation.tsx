import { Chip } from '@/shared/ui/chip'
import { Code } from './code'
import { answerOf, curlOf, exampleOf, limits, type OpenApi, type Operation, typeName } from './model'
import { Fields } from './schema'
import { texts } from './texts'

interface OperationProps {
  document: OpenApi
  operation: Operation
}

export function OperationPage({ document, operation }: OperationProps) {
  const t = texts.use()
  return (
    <article className="dz-stack">
      <header className="dz-stack" style={{ gap: 6 }}>
        <h1>{operation.summary ?? operation.id}</h1>
        <div className="docs-path">
          <span className="docs-method" data-method={operation.method}>
            {operation.method}
          </span>
          <code>{operation.path}</code>
          {operation.deprecated && <Chip tone="warning">{t('deprecated')}</Chip>}
        </div>
        <code className="dz-soft">{operation.id}</code>
      </header>
      {operation.description && <p className="docs-text">{operation.description}</p>}
      <Parameters operation={operation} />
      <RequestBody document={document} operation={operation} />
      <h2>{t('example')}</h2>
      <Code label={t('example')} text={curlOf(document, operation, window.location.origin)} />
      <Responses document={document} operation={operation} />
    </article>
  )
}

function Parameters({ operation }: { operation: Operation }) {
  const t = texts.use()
  const parameters = operation.parameters ?? []
  if (parameters.length === 0) return null
  return (
    <section>
      <h2>{t('parameters')}</h2>
      <div className="dz-table-wrap">
        <table className="dz-table">
          <thead>
            <tr>
              <th scope="col">{t('name')}</th>
              <th scope="col">{t('place')}</th>
              <th scope="col">{t('type')}</th>
              <th scope="col">{t('meaning')}</th>
            </tr>
          </thead>
          <tbody>
            {parameters.map((one) => (
              <tr key={`${one.in} ${one.name}`}>
                <td>
                  <code>{one.name}</code> {one.required && <span className="docs-required">{t('required')}</span>}
                </td>
                <td>{one.in}</td>
                <td>
                  <code>{typeName(one.schema)}</code>
                </td>
                <td>
                  {one.description ?? one.schema?.description} <span className="dz-soft">{limits(one.schema ?? {})}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function RequestBody({ document, operation }: OperationProps) {
  const t = texts.use()
  const contents = Object.entries(operation.requestBody?.content ?? {})
  return contents.map(([type, content]) => (
    <section key={type}>
      <h2>
        {t('body')} <code className="dz-soft">{type}</code>
      </h2>
      {operation.requestBody?.description && <p className="docs-text">{operation.requestBody.description}</p>}
      <Fields document={document} schema={content.schema} />
    </section>
  ))
}

function Responses({ document, operation }: OperationProps) {
  const t = texts.use()
  return (
    <section className="dz-stack" style={{ gap: 8 }}>
      <h2>{t('responses')}</h2>
      {Object.entries(operation.responses ?? {}).map(([status, given]) => {
        const response = answerOf(document, given)
        const [type, content] = Object.entries(response.content ?? {})[0] ?? []
        const good = status.startsWith('2')
        return (
          <details key={status} open={good} className="docs-response">
            <summary>
              <Chip tone={good ? 'success' : status.startsWith('5') ? 'danger' : 'warning'}>{status}</Chip> {response.description} <code className="dz-soft">{type}</code>
            </summary>
            {content?.schema && (
              <>
                <Fields document={document} schema={content.schema} />
                {good && type?.includes('json') && <Code label={`${t('example')} ${status}`} text={JSON.stringify(exampleOf(document, content.schema), null, 2)} />}
              </>
            )}
          </details>
        )
      })}
    </section>
  )
}
