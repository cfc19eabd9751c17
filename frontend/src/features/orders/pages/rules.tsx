import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useCan } from '@/shared/api'
import { Card, Chip, DateTime, Facts, Loaded, Page } from '@/shared/ui'
import { inForce } from '../components/in-force'
import { RequiredFields } from '../components/required-fields'
import { policiesQuery, type PolicyOut } from '../queries'
import { texts } from '../texts'
import { DraftsCard } from './review/drafts-card'
import { RulesList } from './review/rules-list'

export function ReviewRules() {
  const t = texts.use()
  const can = useCan()
  const query = useQuery(policiesQuery)
  const [now] = useState(() => Date.now())
  const current = inForce(query.data ?? [], Math.max(now, query.dataUpdatedAt))
  return (
    <Page
      title={t('rules.title')}
      lead={t('rules.lead')}
    >
      <DraftsCard edits={can('orders.policies.publish')} />
      <Loaded query={query}>
        {(policies) => (
          <>
            {policies.map((policy, index) => (
              <Version key={policy.version} policy={policy} before={policies[index + 1]} state={policy === current ? 'current' : policy.effective_from !== null && Date.parse(policy.effective_from) > now ? 'coming' : 'past'} />
            ))}
          </>
        )}
      </Loaded>
    </Page>
  )
}

const TONES = { current: 'success', coming: 'info', past: 'neutral' } as const

function Version({ policy, before, state }: { policy: PolicyOut; before: PolicyOut | undefined; state: keyof typeof TONES }) {
  const t = texts.use()
  const { parameters: now } = policy
  const old = before?.parameters
  const mark = (differs: boolean, value: React.ReactNode) => (
    <>
      {value} {differs && <Chip tone="info">{t('rules.changed')}</Chip>}
    </>
  )
  const differs = (name: keyof typeof now) => old !== undefined && JSON.stringify(old[name]) !== JSON.stringify(now[name])
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
      <RulesList rules={now.rules} />
      <Facts
        items={[
          [t('rules.from'), policy.effective_from ? <DateTime key="from" at={policy.effective_from} /> : t('rules.since')],
          [
            t('rules.required'),
            mark(
              differs('required_fields'),
              <span key="required">
                <RequiredFields of={now.required_fields} />
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
