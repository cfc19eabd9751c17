import { useQuery } from '@tanstack/react-query'
import { countsQuery } from '../queries'
import { texts } from '../texts'
import './badge.css'

const MOST_SHOWN = 99

export const shownCount = (count: number): string => (count > MOST_SHOWN ? `${MOST_SHOWN}+` : String(count))

/** How many requests wait for me, in the menu; nothing when none does, or nobody knows. */
export default function Badge() {
  const t = texts.use()
  const counts = useQuery(countsQuery).data
  if (!counts || counts.to_decide === 0) return null
  return (
    <span className="approvals-badge" data-tone={counts.overdue > 0 ? 'danger' : 'info'}>
      <span aria-hidden="true">{shownCount(counts.to_decide)}</span>
      <span className="dz-hidden">{t('badge', { count: counts.to_decide })}</span>
    </span>
  )
}
