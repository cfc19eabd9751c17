import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Banner, Loaded } from '@/shared/ui'
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
          {figures.overdue > 0 && (
            <Banner tone="danger" action={<Link to="/tasks" search={{ mine: true, overdue: true }}>{t('home.look')}</Link>}>
              {t('home.overdue', { number: figures.overdue })}
            </Banner>
          )}
          {figures.today > 0 && (
            <Banner tone="warning" action={<Link to="/tasks" search={{ mine: true, state: 'open' }}>{t('home.look')}</Link>}>
              {t('home.today', { number: figures.today })}
            </Banner>
          )}
        </>
      )}
    </Loaded>
  )
}
