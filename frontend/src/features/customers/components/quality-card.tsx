import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useCan } from '@/shared/api'
import { Card, Chip, DateTime, Loaded } from '@/shared/ui'
import { customerQualityQuery } from '../queries'
import { texts } from '../texts'

const PATHS = { review: '/reviews', case: '/aftersales', complaint: '/complaints', call_back: '/callbacks' } as const
const KINDS = ['review', 'case', 'complaint', 'call_back'] as const

/** The quality tracking record of the customer: what they told of products, the newest twenty (rule CARE-4). */
export function QualityCard({ id }: { id: string }) {
  return useCan()('orders.quality.read') ? <Shown id={id} /> : null
}

function Shown({ id }: { id: string }) {
  const t = texts.use()
  const query = useQuery(customerQualityQuery(id))
  return (
    <Card title={t('quality.title')}>
      <Loaded query={query}>
        {({ data }) => (
          <div className="dz-stack">
            {data.map((row) => {
              const kind = KINDS.find((one) => one === row.kind) ?? 'review'
              return (
                <p key={row.id}>
                  <Chip>{t(`quality.${kind}`)}</Chip> <Link to={`${PATHS[kind]}/${row.id}` as '/'}>{row.number || t(`quality.${kind}`)}</Link> {row.stars !== null && '★'.repeat(row.stars)} <DateTime at={row.at} form="day" />
                  {row.skus.map((sku) => (
                    <Link key={sku} className="dz-mono" to="/quality/$sku" params={{ sku }}>
                      {' '}
                      {sku}
                    </Link>
                  ))}
                </p>
              )
            })}
            {data.length === 0 && <p className="dz-soft">{t('quality.none')}</p>}
          </div>
        )}
      </Loaded>
    </Card>
  )
}
