import { useQuery } from '@tanstack/react-query'
import { Loaded, Work } from '@/shared/ui'
import { TaskIcon } from '@/shared/ui/icons'
import { figuresQuery } from '../queries'
import { texts } from '../texts'

/** One's own tasks that are late or due today; nothing to do shows nothing. */
export default function Todo() {
  const t = texts.use()
  const query = useQuery(figuresQuery)
  return (
    <Loaded query={query} lines={1}>
      {(figures) => (
        <>
          {figures.overdue > 0 && <Work icon={TaskIcon} tone="danger" count={figures.overdue} label={t('home.overdue', { count: figures.overdue })} to="/tasks" search={{ mine: true, overdue: true }} />}
          {figures.today > 0 && <Work icon={TaskIcon} tone="warning" count={figures.today} label={t('home.today', { count: figures.today })} to="/tasks" search={{ mine: true, state: 'open' }} />}
        </>
      )}
    </Loaded>
  )
}
