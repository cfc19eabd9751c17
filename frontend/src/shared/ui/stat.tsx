import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Tone } from './chip'

/** A line without axes: the shape of the last days beside a figure. */
export function Sparkline({ values, width = 84, height = 24 }: { values: readonly number[]; width?: number; height?: number }) {
  if (values.length < 2) return null
  const low = Math.min(...values)
  const span = Math.max(...values) - low || 1
  const step = width / (values.length - 1)
  const points = values.map((value, index) => `${(index * step).toFixed(1)},${(height - 3 - ((value - low) / span) * (height - 6)).toFixed(1)}`)
  return (
    <svg className="dz-spark" width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <polyline points={points.join(' ')} fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" strokeLinecap="round" />
    </svg>
  )
}

interface StatProps {
  label: string
  /** undefined while loading. */
  value: ReactNode | undefined
  hint?: ReactNode
  spark?: readonly number[]
  tone?: Tone
  /** Each figure opens its rows: a path with its search parameters. */
  to?: string
  search?: Record<string, unknown>
}

export function Stat({ label, value, hint, spark, tone, to, search }: StatProps) {
  const inside = (
    <>
      <span className="dz-stat-label">{label}</span>
      <span className="dz-stat-value">{value === undefined ? <span className="dz-skeleton" style={{ width: 72, height: 22, margin: '5px 0' }} /> : value}</span>
      <span className="dz-stat-foot">
        <span>{hint}</span>
        {spark && <Sparkline values={spark} />}
      </span>
    </>
  )
  if (!to) {
    return (
      <div className="dz-stat" data-tone={tone}>
        {inside}
      </div>
    )
  }
  return (
    <Link className="dz-stat" data-tone={tone} to={to as '/'} search={search as never}>
      {inside}
    </Link>
  )
}

export function Stats({ children }: { children: ReactNode }) {
  return <div className="dz-stats">{children}</div>
}
