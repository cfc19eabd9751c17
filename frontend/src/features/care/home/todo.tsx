import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Banner } from '@/shared/ui'
import { complaintCountsQuery } from '../queries'
import { texts } from '../texts'

/** Complaints whose deadline has passed, as they do so. Nothing to do shows nothing. */
export default function Todo() {
  const t = texts.use()
  const counts = useQuery(complaintCountsQuery).data
  if (!counts || counts.escalated === 0) return null
  return (
    <Banner tone="danger" action={<Link to="/complaints" search={{ view: 'escalated' }}>{t('desk.title')}</Link>}>
      {t('home.late', { count: counts.escalated })}
    </Banner>
  )
}
