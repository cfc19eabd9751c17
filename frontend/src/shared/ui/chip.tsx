import type { ReactNode } from 'react'

export type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger' | 'special'

/** A status in one word. The tone helps the eye; the word says it. */
export function Chip({ tone = 'neutral', dot = true, title, children }: { tone?: Tone; dot?: boolean; title?: string; children: ReactNode }) {
  return (
    <span className="dz-chip" data-tone={tone} data-dot={dot} title={title}>
      {children}
    </span>
  )
}
