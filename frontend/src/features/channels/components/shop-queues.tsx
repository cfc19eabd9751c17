import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Ago, Card, Count, Loaded } from '@/shared/ui'
import { healthQuery, type ShopHealthOut } from '../queries'
import { texts } from '../texts'
import { HealthChip, useHealth, useSpan } from './health'
import { useWords } from './words'

const busy = (row: ShopHealthOut) => row.write_back_waiting + row.write_back_dead > 0
/** What needs a person first, then who has waited longest. */
const worse = (one: ShopHealthOut, other: ShopHealthOut) => other.write_back_dead - one.write_back_dead || (other.write_back_lag_seconds ?? 0) - (one.write_back_lag_seconds ?? 0)

/** The queue of each shop: backlog, lag, failures, and when it was last told. Shops with an empty queue are only counted. */
export function ShopQueues() {
  const t = texts.use()
  const words = useWords()
  const assess = useHealth()
  const span = useSpan()
  const query = useQuery(healthQuery)
  return (
    <Card title={t('writeBacks.queues')} flush>
      <Loaded query={query} lines={2}>
        {(rows) => {
          const shown = rows.filter(busy).toSorted(worse)
          const quiet = rows.filter((row) => row.active).length - shown.filter((row) => row.active).length
          if (shown.length === 0) return <p className="dz-soft" style={{ padding: '12px 16px', margin: 0 }}>{rows.length === 0 ? t('writeBacks.noShops') : t('writeBacks.allQuiet', { count: quiet })}</p>
          return (
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by the keyboard
            <div className="dz-table-wrap" style={{ maxHeight: 260, overflow: 'auto' }} tabIndex={0} role="region" aria-label={t('writeBacks.queues')}>
              <table className="dz-table">
                <thead>
                  <tr>
                    <th scope="col">{t('shop')}</th>
                    <th scope="col">{t('shops.health')}</th>
                    <th scope="col" className="dz-num">
                      {t('writeBacks.waiting')}
                    </th>
                    <th scope="col" className="dz-num">
                      {t('writeBacks.lag')}
                    </th>
                    <th scope="col" className="dz-num">
                      {t('writeBacks.failing')}
                    </th>
                    <th scope="col" className="dz-num">
                      {t('writeBacks.dead')}
                    </th>
                    <th scope="col">{t('shops.lastTold')}</th>
                    <th scope="col">{t('writeBacks.lastFailure')}</th>
                  </tr>
                </thead>
                <tbody>
                  {shown.map((row) => (
                    <tr key={row.shop_id}>
                      <td>
                        <Link to="/write-backs" search={{ shop_id: row.shop_id }}>
                          {row.name}
                        </Link>{' '}
                        <span className="dz-soft">{words.platform(row.platform)}</span>
                      </td>
                      <td>
                        <HealthChip health={assess(row)} />
                      </td>
                      <td className="dz-num">
                        <Count value={row.write_back_waiting} />
                      </td>
                      <td className="dz-num">{span(row.write_back_lag_seconds)}</td>
                      <td className="dz-num">
                        <Count value={row.write_back_failed} />
                      </td>
                      <td className="dz-num" style={row.write_back_dead > 0 ? { color: 'var(--danger)', fontWeight: 600 } : undefined}>
                        <Count value={row.write_back_dead} />
                      </td>
                      <td>
                        <Ago at={row.last_told_at} />
                      </td>
                      <td>{row.last_failure ? words.code(row.last_failure) : '–'}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
              {quiet > 0 && <p className="dz-soft" style={{ padding: '8px 16px', margin: 0 }}>{t('writeBacks.quiet', { count: quiet })}</p>}
            </div>
          )
        }}
      </Loaded>
    </Card>
  )
}
