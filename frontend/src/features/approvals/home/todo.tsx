import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Banner, Loaded } from '@/shared/ui'
import { countsQuery } from '../queries'
import { texts } from '../texts'

/** What waits for a decision of mine. Nothing to do shows nothing. */
export default function Todo() {
  const t = texts.use()
  const query = useQuery(countsQuery)
  return (
    <Loaded query={query} lines={1}>
      {({ to_decide, overdue }) =>
        to_decide > 0 && (
          <Banner tone={overdue > 0 ? 'danger' : 'warning'} action={<Link to="/approvals">{t('inbox.title')}</Link>}>
            {t('home.todo', { count: to_decide })} {overdue > 0 && t('home.overdue', { count: overdue })}
          </Banner>
        )
      }
    </Loaded>
  )
}
