import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useCan } from '@/shared/api'
import { Banner, ErrorPanel } from '@/shared/ui'
import { healthQuery, refusedQuery, type ShopHealthOut } from '../queries'
import { texts } from '../texts'

/** Shops that were not told, and what came in and could not be used. Nothing to do shows nothing. */
export default function Todo() {
  const t = texts.use()
  const can = useCan()
  const health = useQuery(healthQuery)
  const refused = useQuery({ ...refusedQuery, enabled: can('channels.inbound_messages.read') }).data
  const total = (part: (row: ShopHealthOut) => number) => (health.data ?? []).reduce((sum, row) => sum + part(row), 0)
  const dead = total((row) => row.write_back_dead)
  const failing = total((row) => row.write_back_failed)
  const broken = total((row) => row.inbound_dead)
  return (
    <>
      {health.error && <ErrorPanel error={health.error} onRetry={() => void health.refetch()} />}
      {dead > 0 && (
        <Banner tone="danger" action={<Link to="/write-backs" search={{ state: 'dead' }}>{t('writeBacks.title')}</Link>}>
          {t('home.dead', { count: dead })}
        </Banner>
      )}
      {failing > 0 && (
        <Banner tone="warning" action={<Link to="/write-backs" search={{ state: 'failed' }}>{t('writeBacks.title')}</Link>}>
          {t('home.failing', { count: failing })}
        </Banner>
      )}
      {broken > 0 && (
        <Banner tone="danger" action={<Link to="/inbound" search={{ state: 'dead' }}>{t('inbound.title')}</Link>}>
          {t('home.broken', { count: broken })}
        </Banner>
      )}
      {refused && refused.recent > 0 && (
        <Banner tone="warning" action={<Link to="/inbound" search={{ state: 'refused' }}>{t('inbound.title')}</Link>}>
          {t(refused.more ? 'home.refusedMany' : 'home.refused', { count: refused.recent })}
        </Banner>
      )}
    </>
  )
}
