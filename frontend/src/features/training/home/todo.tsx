import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useLanguage } from '@/shared/i18n'
import { formatSoon } from '@/shared/lib/time'
import { Loaded, Work } from '@/shared/ui'
import { CertificateIcon, OwnTrainingIcon } from '@/shared/ui/icons'
import { undecidedQuery } from '../queries'
import { texts } from '../texts'
import { mayTest, soonSessions } from './soon'

/** A desk stays open for hours, and sessions come near meanwhile. */
function useMinute(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 60_000)
    return () => clearInterval(timer)
  }, [])
  return now
}

/** One's own sessions of the next days, and tests that can be taken; nothing to do shows nothing. */
export default function Todo() {
  const t = texts.use()
  const language = useLanguage()
  const query = useQuery(undecidedQuery)
  const now = useMinute()
  return (
    <Loaded query={query} lines={1}>
      {(rows) => {
        const tests = rows.filter(mayTest).length
        return (
          <>
            {soonSessions(rows, now).map((row) => (
              <Work
                key={row.id}
                icon={OwnTrainingIcon}
                tone="info"
                count={formatSoon(row.starts_at, language)}
                label={t('home.session', { title: row.title }) + (row.place ? t('home.place', { place: row.place }) : '')}
                to="/my-trainings"
              />
            ))}
            {tests > 0 && <Work icon={CertificateIcon} tone="warning" count={tests} label={t('home.tests', { count: tests })} to="/my-trainings" />}
          </>
        )
      }}
    </Loaded>
  )
}
