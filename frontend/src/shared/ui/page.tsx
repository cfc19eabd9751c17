import { useEffect, type ReactNode } from 'react'

interface PageProps {
  title: string
  /** Beside the title: a status chip, a number. */
  mark?: ReactNode
  lead?: ReactNode
  actions?: ReactNode
  /** `full` fills the window (desks with a grid), `narrow` is for forms and settings. */
  width?: 'normal' | 'full' | 'narrow'
  children: ReactNode
}

/** Every page: one h1, its actions, and the browser's title. */
export function Page({ title, mark, lead, actions, width = 'normal', children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · 店长`
  }, [title])
  return (
    <div className="dz-page" data-width={width}>
      <header className="dz-page-head">
        <div className="dz-grow">
          <div className="dz-row">
            <h1>{title}</h1>
            {mark}
          </div>
          {lead && <p>{lead}</p>}
        </div>
        {actions && <div className="dz-row">{actions}</div>}
      </header>
      {children}
    </div>
  )
}

interface CardProps {
  title?: ReactNode
  extra?: ReactNode
  /** No padding: for a table or a list that has its own. */
  flush?: boolean
  children: ReactNode
}

export function Card({ title, extra, flush = false, children }: CardProps) {
  return (
    <section className="dz-card">
      {(title || extra) && (
        <header className="dz-card-head">
          {title ? <h2>{title}</h2> : <span />}
          {extra && <div className="dz-row">{extra}</div>}
        </header>
      )}
      <div className="dz-card-body" data-flush={flush}>
        {children}
      </div>
    </section>
  )
}

/** Cards beside each other, as many as fit. */
export function Columns({ min = 320, children }: { min?: number; children: ReactNode }) {
  return (
    <div className="dz-columns" style={{ '--column': `${min}px` } as React.CSSProperties}>
      {children}
    </div>
  )
}

/** Terms and what they are: `<Facts items={[[t('buyer'), name]]} />`. */
export function Facts({ items }: { items: readonly (readonly [term: string, value: ReactNode])[] }) {
  return (
    <dl className="dz-facts">
      {items.map(([term, value]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value ?? '–'}</dd>
        </div>
      ))}
    </dl>
  )
}
