import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { companyDay, dayAfter } from '@/shared/lib/time'
import { Banner, Button, By, Card, Chip, ConfirmAction, DateTime, Facts, Loaded, Page } from '@/shared/ui'
import { FormModal } from '@/shared/ui/form'
import { AddIcon } from '@/shared/ui/icons'
import { monthAfter, thisMonth } from '../components/months'
import { PolicyForm } from '../components/policy-form'
import { Replay } from '../components/replay'
import { type Policy, policiesQuery, useDropPolicy, usePublishPolicy, useStartRun } from '../queries'
import { texts } from '../texts'

/** Versions of the policy: drafts are changed, replayed on months that were, published or dropped. */
export function AttendancePolicyPage() {
  const t = texts.use()
  const can = useCan()
  const search = useSearch({ from: '/shell/attendance-policy' })
  const navigate = useNavigate({ from: '/attendance-policy' })
  const query = useQuery(policiesQuery)
  const [drafting, setDrafting] = useState(false)
  const today = companyDay()
  const current = query.data?.filter((one) => one.state === 'published' && (one.effective_from ?? '') <= today).toSorted((a, b) => (b.effective_from ?? '').localeCompare(a.effective_from ?? '') || b.number - a.number)[0]
  return (
    <Page
      title={t('policy.title')}
      lead={t('policy.lead')}
      actions={
        can('people.attendance_policies.publish') &&
        current && (
          <Button kind="primary" icon={AddIcon} onClick={() => setDrafting(true)}>
            {t('policy.draft')}
          </Button>
        )
      }
    >
      {search.run && <Replay id={search.run} onClose={() => void navigate({ search: {} })} />}
      <Loaded query={query}>
        {(policies) => (
          <>
            {policies.map((policy) => (
              <Version key={policy.number} policy={policy} current={policy === current} onReplay={(run) => void navigate({ search: { run } })} />
            ))}
          </>
        )}
      </Loaded>
      {drafting && current && <PolicyForm from={current.content} onClose={() => setDrafting(false)} />}
    </Page>
  )
}

interface VersionProps {
  policy: Policy
  current: boolean
  onReplay: (run: string) => void
}

function Version({ policy, current, onReplay }: VersionProps) {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  const { content } = policy
  const groupNames = new Map(content.groups.map((group) => [group.code, zh ? group.name_zh : group.name_en]))
  const state = policy.state === 'draft' ? 'draft' : policy.state === 'dropped' ? 'dropped' : current ? 'current' : (policy.effective_from ?? '') > companyDay() ? 'coming' : 'past'
  return (
    <Card
      title={
        <span className="dz-row">
          {t('policy.version', { number: policy.number })}
          <Chip tone={state === 'current' ? 'success' : state === 'draft' ? 'warning' : state === 'coming' ? 'info' : 'neutral'}>{t(`policy.states.${state}`)}</Chip>
        </span>
      }
      extra={policy.state === 'draft' && <DraftActions policy={policy} onReplay={onReplay} />}
    >
      <div className="dz-stack">
        {policy.warnings.map((warning) => (
          <Banner key={warning.group} tone="warning">
            {t('policy.overLimit', { group: groupNames.get(warning.group) ?? warning.group, hours: warning.minutes / 60, limit: warning.limit / 60 })} <span className="dz-rule">ATT-12</span>
          </Banner>
        ))}
        <Facts
          items={[
            [t('policy.from'), policy.effective_from ?? '–'],
            [t('policy.sessions'), content.sessions.map((one) => `${one.start}–${one.end} (${t(`policy.lateFrom.${one.late_from}`)})`).join(' · ')],
            [t('policy.lead_minutes'), t('policy.minutes', { count: content.sign_in_lead_minutes })],
            [t('policy.late'), t('policy.minutes', { count: content.late_band_minutes })],
            [t('policy.early'), t('policy.minutes', { count: content.early_band_minutes })],
            [t('policy.seconds'), t(content.seconds_count ? 'policy.secondsCount' : 'policy.wholeMinutes')],
            [
              t('policy.groups'),
              content.groups.map((group) => `${zh ? group.name_zh : group.name_en}: ${t(`policy.patterns.${group.pattern}`, { count: group.rest_days })}`).join(' · '),
            ],
            [t('policy.weekly'), t('policy.hours', { hours: content.weekly_limit_minutes / 60 })],
            [t('policy.photos'), t('policy.days', { count: content.photo_keep_days })],
            [t('policy.signBy'), t('policy.dayOfNextMonth', { day: content.sign_by_day })],
            [t('policy.objectUntil'), t('policy.dayOfNextMonth', { day: content.object_until_day })],
            [t('policy.unauthorised'), t('policy.minutes', { count: content.unauthorised_from_minutes })],
            [t('reason'), policy.reason],
            [t('policy.written'), <span key="written"><By name={policy.published_by ?? policy.created_by} /> <DateTime at={policy.published_at ?? policy.created_at} /></span>],
          ]}
        />
      </div>
    </Card>
  )
}

function DraftActions({ policy, onReplay }: { policy: Policy; onReplay: (run: string) => void }) {
  const t = texts.use()
  const can = useCan()
  const publish = usePublishPolicy()
  const drop = useDropPolicy()
  const start = useStartRun()
  const [open, setOpen] = useState<'change' | 'replay' | 'publish' | 'drop' | null>(null)
  const close = () => setOpen(null)
  const { number, version } = policy
  const before = monthAfter(thisMonth(), -1)
  return (
    <>
      {can('people.attendance.keep') && (
        <Button size="small" onClick={() => setOpen('replay')}>
          {t('policy.replay')}
        </Button>
      )}
      {can('people.attendance_policies.publish') && (
        <>
          <Button size="small" onClick={() => setOpen('change')}>
            {t('policy.change')}
          </Button>
          <Button size="small" onClick={() => setOpen('drop')}>
            {t('policy.drop')}
          </Button>
          <Button size="small" kind="primary" onClick={() => setOpen('publish')}>
            {t('policy.publish')}
          </Button>
        </>
      )}
      {open === 'change' && <PolicyForm from={policy.content} draft={policy} onClose={close} />}
      {open === 'replay' && (
        <FormModal<{ first: string; last: string }>
          open
          title={t('policy.replay')}
          lead={t('policy.replayLead')}
          verb={t('policy.replayVerb')}
          fields={[
            { kind: 'date', name: 'first', label: t('notices.first'), required: true },
            { kind: 'date', name: 'last', label: t('notices.last'), required: true },
          ]}
          initial={{ first: `${before}-01`, last: dayAfter(`${thisMonth()}-01`, -1) }}
          onSubmit={async ({ first, last }) => onReplay((await start.mutateAsync({ kind: 'replay', first_day: first, last_day: last, policy_number: number })).id)}
          onClose={close}
        />
      )}
      {open === 'publish' && (
        <FormModal<{ from: string }>
          open
          title={t('policy.publish')}
          lead={t('policy.publishLead')}
          verb={t('policy.publish')}
          fields={[{ kind: 'date', name: 'from', label: t('policy.from'), required: true, check: (value) => (typeof value === 'string' && value < companyDay() ? t('policy.past') : undefined) }]}
          initial={{ from: companyDay() }}
          onSubmit={({ from }) => publish.mutateAsync({ number, version, from })}
          onClose={close}
        />
      )}
      <ConfirmAction open={open === 'drop'} title={t('policy.drop')} verb={t('policy.drop')} danger onConfirm={() => drop.mutateAsync({ number, version })} onClose={close} />
    </>
  )
}
