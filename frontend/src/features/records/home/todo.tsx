import { useQuery } from '@tanstack/react-query'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { formatSoon } from '@/shared/lib/time'
import { Loaded, Work } from '@/shared/ui'
import { MeetingIcon, TaskIcon } from '@/shared/ui/icons'
import { figuresQuery, soonMeetingsQuery } from '../queries'
import { texts } from '../texts'

const MOST_MEETINGS = 3

/** One's own tasks from the day before they are due, and one's meetings of today and tomorrow; nothing to do shows nothing. */
export default function Todo() {
  const t = texts.use()
  const query = useQuery(figuresQuery)
  const meets = useCan()('people.meetings.read')
  return (
    <>
      <Loaded query={query} lines={1}>
        {(figures) => (
          <>
            {figures.overdue > 0 && <Work icon={TaskIcon} tone="danger" count={figures.overdue} label={t('home.overdue', { count: figures.overdue })} to="/tasks" search={{ mine: true, overdue: true }} />}
            {figures.today > 0 && <Work icon={TaskIcon} tone="warning" count={figures.today} label={t('home.today', { count: figures.today })} to="/tasks" search={{ mine: true, state: 'open' }} />}
            {figures.tomorrow > 0 && <Work icon={TaskIcon} tone="info" count={figures.tomorrow} label={t('home.tomorrow', { count: figures.tomorrow })} to="/tasks" search={{ mine: true, state: 'open' }} />}
          </>
        )}
      </Loaded>
      {meets && <Meetings />}
    </>
  )
}

function Meetings() {
  const t = texts.use()
  const language = useLanguage()
  const query = useQuery(soonMeetingsQuery)
  return (
    <Loaded query={query} lines={1}>
      {(meetings) =>
        meetings.slice(0, MOST_MEETINGS).map((one) => (
          <Work key={one.id} icon={MeetingIcon} tone="info" count={formatSoon(one.starts_at, language)} label={t('home.meeting', { title: one.title }) + (one.place ? t('home.place', { place: one.place }) : '')} to={`/meetings/${one.id}`} />
        ))
      }
    </Loaded>
  )
}
