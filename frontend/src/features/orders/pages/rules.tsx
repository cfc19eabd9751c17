import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { Button, Card, Chip, DateTime, Facts, Loaded, Money, Page } from '@/shared/ui'
import { AddIcon } from '@/shared/ui/icons'
import { inForce } from '../components/in-force'
import { RECEIVER_FIELDS } from '../components/policy-text'
import { PublishPolicy } from '../components/publish-policy'
import { policiesQuery, type PolicyOut } from '../queries'
import { texts } from '../texts'

export function ReviewRules() {
  const t = texts.use()
  const can = useCan()
  const query = useQuery(policiesQuery)
  const [publishing, setPublishing] = useState(false)
  const [now] = useState(() => Date.now())
  const current = inForce(query.data ?? [], Math.max(now, query.dataUpdatedAt))
  return (
    <Page
      title={t('rules.title')}
      lead={t('rules.lead')}
      actions={
        can('orders.policies.publish') &&
        current && (
          <Button kind="primary" icon={AddIcon} onClick={() => setPublishing(true)}>
            {t('rules.publish')}
          </Button>
        )
      }
    >
      <Loaded query={query}>
        {(policies) => (
          <>
            {policies.map((policy, index) => (
              <Version key={policy.version} policy={policy} before={policies[index + 1]} state={policy === current ? 'current' : policy.effective_from !== null && Date.parse(policy.effective_from) > now ? 'coming' : 'past'} />
            ))}
          </>
        )}
      </Loaded>
      {publishing && current && <PublishPolicy from={current} onClose={() => setPublishing(false)} />}
    </Page>
  )
}

const TONES = { current: 'success', coming: 'info', past: 'neutral' } as const

function Version({ policy, before, state }: { policy: PolicyOut; before: PolicyOut | undefined; state: keyof typeof TONES }) {
  const t = texts.use()
  const language = useLanguage()
  const { parameters: now } = policy
  const old = before?.parameters
  const mark = (differs: boolean, value: React.ReactNode) => (
    <>
      {value} {differs && <Chip tone="info">{t('rules.changed')}</Chip>}
    </>
  )
  const differs = (name: keyof typeof now) => old !== undefined && JSON.stringify(old[name]) !== JSON.stringify(now[name])
  const fieldName = (field: string) => {
    const known = RECEIVER_FIELDS.find((one) => one === field)
    return known ? t(`rules.fields.${known}`) : field
  }
  const countries = new Intl.DisplayNames(language, { type: 'region' })
  return (
    <Card
      title={
        <span className="dz-row">
          <span className="dz-rule">{policy.rule}</span>
          {t('rules.version', { version: policy.version })}
          <Chip tone={TONES[state]}>{t(`rules.${state}`)}</Chip>
        </span>
      }
      extra={<span className="dz-soft">{policy.version === 0 ? t('rules.shippedWith') : policy.published_by}</span>}
    >
      <Facts
        items={[
          [t('rules.from'), policy.effective_from ? <DateTime key="from" at={policy.effective_from} /> : t('rules.since')],
          [t('rules.remarks'), mark(differs('hold_buyer_remarks'), t(now.hold_buyer_remarks ? 'rules.yes' : 'rules.no'))],
          [
            t('rules.limits'),
            mark(
              differs('amount_limits'),
              Object.keys(now.amount_limits).length === 0 ? (
                t('rules.allowed')
              ) : (
                <span key="limits" className="dz-row" style={{ display: 'inline-flex', gap: '0 14px' }}>
                  {Object.entries(now.amount_limits).map(([currency, amount]) => (
                    <span key={currency}>
                      {currency} <Money value={{ amount: String(amount), currency }} />
                    </span>
                  ))}
                </span>
              ),
            ),
          ],
          [t('rules.least'), mark(differs('least_paid_percent'), t('rules.percent', { number: now.least_paid_percent }))],
          [
            t('rules.required'),
            mark(
              differs('required_fields'),
              <span key="required">
                {Object.entries(now.required_fields).map(([country, fields]) => (
                  <span key={country} style={{ display: 'block' }}>
                    {country === '*' ? t('rules.others') : countries.of(country)}: {(Array.isArray(fields) ? fields : []).map((field) => fieldName(String(field))).join(language === 'zh-CN' ? '、' : ', ')}
                  </span>
                ))}
              </span>,
            ),
          ],
          [t('rules.complete'), mark(differs('complete_after_days'), t('rules.days', { count: now.complete_after_days }))],
          ...(policy.note ? [[t('rules.note'), policy.note] as const] : []),
          ...(policy.published_at ? [[t('rules.published'), <DateTime key="published" at={policy.published_at} />] as const] : []),
        ]}
      />
    </Card>
  )
}
