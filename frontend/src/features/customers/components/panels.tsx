import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { Card, Chip, DateTime, Facts, Loaded, Money } from '@/shared/ui'
import { casesQuery, creditQuery, type CustomerOut, type StandingOut, useShops } from '../queries'
import { texts } from '../texts'

const CASE_STATES = ['closed', 'refused', 'withdrawn'] as const
const CREDITS = ['good', 'warned', 'fined', 'restricted'] as const

const standingOf = (standing: string) => CREDITS.find((one) => one === standing) ?? 'good'

/** Which level, why, what service, and what is missing to the next. */
export function LevelCard({ customer }: { customer: CustomerOut }) {
  const t = texts.use()
  const { standing } = customer
  if (!standing) return null
  return <Level standing={standing} label={t('level.title')} />
}

function Level({ standing, label }: { standing: StandingOut; label: string }) {
  const t = texts.use()
  const chinese = useLanguage() === 'zh-CN'
  const nameOf = (level: { name_zh: string; name_en: string }) => (chinese ? level.name_zh : level.name_en)
  const { plan, next } = standing
  const days = (count: number | null) => (count === null ? t('level.noCall') : t('level.afterDays', { count }))
  return (
    <Card title={label} extra={<Chip tone="special">{nameOf(standing)}</Chip>}>
      <Facts
        items={[
          [t('level.since'), <DateTime key="since" at={standing.since} form="day" />],
          ...(standing.paid && standing.refunded
            ? ([
                [t('level.paid', { days: standing.days }), <Money key="paid" value={standing.paid} />],
                [t('level.refunded', { days: standing.days }), <Money key="refunded" value={standing.refunded} />],
                [t('level.orders', { days: standing.days }), standing.orders],
              ] as const)
            : []),
          ...(standing.not_counted.length > 0 ? ([[t('level.notCounted'), standing.not_counted.join(', ')]] as const) : []),
          [t('level.priority'), plan.priority],
          [t('level.trusted'), `${plan.trusted_refund} ${standing.currency}`],
          [t('level.callBack'), days(plan.call_back_days)],
          [t('level.dormant'), days(plan.dormant_call_back_days)],
        ]}
      />
      {next && (
        <p className="dz-soft">
          {t('level.next', { name: nameOf(next) })} <Money value={next.paid} /> {next.paid_reached ? '✓' : '✗'} · {t('level.nextOrders', { count: next.orders })} {next.orders_reached ? '✓' : '✗'} · {t('level.nextRefunds', { percent: next.refund_percent })} {next.refunds_reached ? '✓' : '✗'}
        </p>
      )}
      <p className="dz-soft">
        <span className="dz-rule">CARE-4</span> {t('level.policy', { version: standing.policy_version })}
      </p>
    </Card>
  )
}

export function CasesCard({ customer }: { customer: CustomerOut }) {
  const t = texts.use()
  const can = useCan()
  return can('orders.cases.read') ? <Cases id={customer.id} label={t('file.cases')} /> : null
}

function Cases({ id, label }: { id: string; label: string }) {
  const t = texts.use()
  const query = useQuery(casesQuery(id))
  return (
    <Card title={label}>
      <Loaded query={query} lines={2}>
        {(cases) =>
          cases.length === 0 ? (
            <p className="dz-soft">{t('file.noCases')}</p>
          ) : (
            <ul className="customer-list">
              {cases.map((row) => (
                <li key={row.id}>
                  <div className="customer-line">
                    <Link className="dz-mono" to={`/aftersales/${row.id}` as '/'}>
                      {row.number}
                    </Link>
                    <Chip tone={CASE_STATES.some((one) => one === row.state) ? 'neutral' : 'info'}>{CASE_STATES.some((one) => one === row.state) ? t('file.caseEnded') : t('file.caseOpen')}</Chip>
                    <Money value={row.amount} />
                  </div>
                  <div className="dz-soft">
                    {row.goods} · <DateTime at={row.opened_at} form="day" />
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  )
}

export function CreditCard({ customer }: { customer: CustomerOut }) {
  const t = texts.use()
  const can = useCan()
  return can('orders.credit.read') ? <Credit id={customer.id} label={t('file.credit')} /> : null
}

function Credit({ id, label }: { id: string; label: string }) {
  const t = texts.use()
  const query = useQuery(creditQuery(id))
  const { nameOf } = useShops()
  return (
    <Card title={label}>
      <Loaded query={query} lines={1}>
        {(rows) =>
          rows.length === 0 ? (
            <p className="dz-soft">{t('file.noCredit')}</p>
          ) : (
            <ul className="customer-list">
              {rows.map((row) => (
                <li key={`${row.shop_id}/${row.buyer_id}`} className="customer-line">
                  <span>{nameOf(row.shop_id)}</span>
                  <Chip tone={row.standing === 'good' ? 'success' : 'danger'}>{t(`file.standings.${standingOf(row.standing)}`)}</Chip>
                  <span>{t('file.points', { count: row.points })}</span>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  )
}
