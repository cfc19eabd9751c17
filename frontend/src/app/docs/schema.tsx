import { useState } from 'react'
import { Button } from '@/shared/ui/button'
import { inner, limits, type OpenApi, resolve, type Schema, typeName } from './model'
import { texts } from './texts'

/** The fields of a body as a list; what they hold inside is unfolded on demand, so that circles end. */
export function Fields({ document, schema, level = 0 }: { document: OpenApi; schema: Schema | undefined; level?: number }) {
  const shown = inner(document, schema)
  if (!shown) {
    return (
      <p>
        <code>{typeName(schema)}</code> <span className="dz-soft">{limits(resolve(document, schema))}</span>
      </p>
    )
  }
  return (
    <ul className="docs-fields" data-level={level}>
      {Object.entries(shown.properties ?? {}).map(([name, field]) => (
        <Field key={name} document={document} name={name} schema={field} required={shown.required?.includes(name) ?? false} level={level} />
      ))}
    </ul>
  )
}

function Field({ document, name, schema, required, level }: { document: OpenApi; name: string; schema: Schema; required: boolean; level: number }) {
  const t = texts.use()
  const own = resolve(document, schema)
  const nested = inner(document, schema)
  const [open, setOpen] = useState(level < 1 && nested !== null && Object.keys(nested.properties ?? {}).length <= 12)
  return (
    <li>
      <div className="dz-row" style={{ gap: 6 }}>
        <code className="docs-name">{name}</code>
        <code className="dz-soft">{typeName(schema)}</code>
        {required && <span className="docs-required">{t('required')}</span>}
        {nested && (
          <Button size="small" kind="link" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? '−' : '+'} {t('fields')}
          </Button>
        )}
      </div>
      {(schema.description ?? own.description) && <p className="docs-text">{schema.description ?? own.description}</p>}
      {limits({ ...own, ...schema }) && <p className="dz-soft">{limits({ ...own, ...schema })}</p>}
      {nested && open && <Fields document={document} schema={schema} level={level + 1} />}
    </li>
  )
}
