import type { ReactNode } from 'react'
import type { Tone } from './chip'
import { DateTime } from './values'

export interface TimelineItem {
  id: string
  at: string
  title: ReactNode
  /** Who did it. */
  by?: ReactNode
  detail?: ReactNode
  tone?: Tone
}

export function Timeline({ items, label }: { items: readonly TimelineItem[]; label: string }) {
  return (
    <ol className="dz-timeline" aria-label={label}>
      {items.map((item) => (
        <li key={item.id} data-tone={item.tone}>
          <div>{item.title}</div>
          {item.detail && <div>{item.detail}</div>}
          <div className="dz-timeline-meta">
            <DateTime at={item.at} form="second" />
            {item.by && <> · {item.by}</>}
          </div>
        </li>
      ))}
    </ol>
  )
}
