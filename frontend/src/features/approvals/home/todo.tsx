import { useQuery } from '@tanstack/react-query'
import { Loaded, Work } from '@/shared/ui'
import { ApprovalIcon } from '@/shared/ui/icons'
import { countsQuery } from '../queries'
import { texts } from '../texts'

/** What waits for a decision of mine. Nothing to do shows nothing. */
export default function Todo() {
  const t = texts.use()
  const query = useQuery(countsQuery)
  return (
    <Loaded query={query} lines={1}>
      {({ to_decide, overdue }) => to_decide > 0 && <Work icon={ApprovalIcon} tone={overdue > 0 ? 'danger' : 'warning'} count={to_decide} label={overdue > 0 ? t('home.overdue', { count: to_decide, overdue }) : t('home.todo', { count: to_decide })} to="/approvals" />}
    </Loaded>
  )
}
