import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { common } from '@/shared/i18n/basics'
import type { Tone } from './chip'
import { ChevronRightIcon, type Icon } from './icons'

interface WorkProps {
  count: ReactNode
  /** What is counted; it reads on from the count. */
  label: string
  icon: Icon
  tone: Tone
  to: string
  search?: Record<string, unknown>
}

/** Something that waits for a person: how many, of what, and the way to its rows. A tile of the desk at home. */
export function Work({ count, label, icon: Shape, tone, to, search }: WorkProps) {
  const t = common.use()
  return (
    <Link className="dz-work" data-tone={tone} to={to as '/'} search={search as never}>
      <Shape size={20} aria-hidden="true" />
      <strong>{count}</strong>
      <span className="dz-grow">{label}</span>
      <span className="dz-work-go">
        {t('work')}
        <ChevronRightIcon size={16} aria-hidden="true" />
      </span>
    </Link>
  )
}
