import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useCan } from '@/shared/api'
import { companyDay, dayAfter, dayStart } from '@/shared/lib/time'
import { Banner, Button, By, Card, Chip, DateTime, EmptyState, Loaded, Page, toast } from '@/shared/ui'
import { FormModal } from '@/shared/ui/form'
import { AddIcon } from '@/shared/ui/icons'
import { most } from '../components/draft'
import { DraftForm } from '../components/draft-form'
import { PolicyFacts } from '../components/policy-facts'
import { ReplayCard } from '../components/replay'
import { policiesQuery, type Policy, type PolicyParameters, replaysQuery, useAskReplay, usePublishIntegrityPolicy } from '../queries'
import { texts } from '../texts'

const TONES = { current: 'success', coming: 'info', past: 'neutral' } as const
const start = (policy: Policy) => (policy.effective_from === null ? Number.NEGATIVE_INFINITY : Date.parse(policy.effective_from))

/** Versions of what makes an order suspicious: a draft is changed, tried on past orders, and published from a day on. */
export function IntegrityPolicy() {
  const t = texts.use()
  const can = useCan()
  const search = useSearch({ from: '/shell/fake-order-rules' })
  const navigate = useNavigate({ from: '/fake-order-rules' })
  const query = useQuery(policiesQuery)
  const [draft, setDraft] = useState<PolicyParameters | null>(null)
  const [drafting, setDrafting] = useState(false)
  const [opened] = useState(() => Date.now())
  const now = Math.max(opened, query.dataUpdatedAt)
  const current = query.data?.filter((one) => start(one) <= now).toSorted((a, b) => start(b) - start(a) || b.version - a.version)[0]
  const open = (replay: string | undefined) => void navigate({ search: replay === undefined ? {} : { replay } })
  return (
    <Page
      title={t('policy.title')}
      lead={t('policy.lead')}
      actions={
        can('orders.policies.publish') &&
        current &&
        !draft && (
          <Button kind="primary" icon={AddIcon} onClick={() => setDrafting(true)}>
            {t('policy.draft')}
          </Button>
        )
      }
    >
      {draft && current && <Draft draft={draft} current={current.parameters} onChange={() => setDrafting(true)} onDone={() => setDraft(null)} onReplay={open} />}
      {search.replay && can('orders.suspicions.read') && <ReplayCard key={search.replay} id={search.replay} onClose={() => open(undefined)} />}
      <Loaded query={query}>
        {(policies) => (
          <>
            {policies.map((policy, place) => (
              <Version key={policy.version} policy={policy} before={policies[place + 1]} state={policy === current ? 'current' : start(policy) > now ? 'coming' : 'past'} />
            ))}
          </>
        )}
      </Loaded>
      {can('orders.suspicions.read') && <Replays shown={search.replay} onOpen={open} onTake={can('orders.policies.publish') ? setDraft : undefined} />}
      {drafting && current && <DraftForm from={draft ?? current.parameters} onDrafted={setDraft} onClose={() => setDrafting(false)} />}
    </Page>
  )
}

function Version({ policy, before, state }: { policy: Policy; before: Policy | undefined; state: keyof typeof TONES }) {
  const t = texts.use()
  return (
    <Card
      title={
        <span className="dz-row">
          <span className="dz-rule">{policy.rule}</span>
          {t('policy.version', { version: policy.version })}
          <Chip tone={TONES[state]}>{t(state === 'past' ? 'policy.pastVersion' : `policy.${state}`)}</Chip>
        </span>
      }
      extra={<span className="dz-soft">{policy.version === 0 ? t('policy.shipped') : <By name={policy.published_by} />}</span>}
    >
      <div className="dz-stack">
        <span className="dz-soft">
          {policy.effective_from ? (
            <>
              {t('policy.from')} <DateTime at={policy.effective_from} />
            </>
          ) : (
            t('policy.since')
          )}
          {policy.note && ` · ${policy.note}`}
        </span>
        <PolicyFacts of={policy.parameters} before={before?.parameters} />
      </div>
    </Card>
  )
}

interface DraftProps {
  draft: PolicyParameters
  current: PolicyParameters
  onChange: () => void
  onDone: () => void
  onReplay: (id: string) => void
}

function Draft({ draft, current, onChange, onDone, onReplay }: DraftProps) {
  const t = texts.use()
  const can = useCan()
  const ask = useAskReplay()
  const publish = usePublishIntegrityPolicy()
  const [open, setOpen] = useState<'replay' | 'publish' | null>(null)
  const today = companyDay()
  return (
    <Card
      title={
        <span className="dz-row">
          {t('policy.draftTitle')}
          <Chip tone="warning">{t('policy.notPublished')}</Chip>
        </span>
      }
      extra={
        <>
          <Button size="small" onClick={onChange}>
            {t('policy.change')}
          </Button>
          {can('orders.suspicions.read') && (
            <Button size="small" onClick={() => setOpen('replay')}>
              {t('replay.ask')}
            </Button>
          )}
          <Button size="small" onClick={onDone}>
            {t('policy.drop')}
          </Button>
          <Button size="small" kind="primary" onClick={() => setOpen('publish')}>
            {t('policy.publish')}
          </Button>
        </>
      }
    >
      <div className="dz-stack">
        {most(draft) < draft.threshold && <Banner tone="warning">{t('policy.never', { most: most(draft), threshold: draft.threshold })}</Banner>}
        <PolicyFacts of={draft} before={current} />
      </div>
      {open === 'replay' && (
        <FormModal<{ first: string; last: string }>
          open
          title={t('replay.ask')}
          lead={t('replay.askLead')}
          verb={t('replay.verb')}
          fields={[
            { kind: 'date', name: 'first', label: t('replay.first'), required: true },
            { kind: 'date', name: 'last', label: t('replay.last'), required: true, check: (value, values) => (typeof value === 'string' && value < (values.first ?? '') ? t('replay.lastWrong') : undefined) },
          ]}
          initial={{ first: dayAfter(today, -30), last: today }}
          onSubmit={async ({ first, last }) => onReplay((await ask.mutateAsync({ parameters: draft, first: dayStart(first), until: dayStart(dayAfter(last)) })).id)}
          onClose={() => setOpen(null)}
        />
      )}
      {open === 'publish' && (
        <FormModal<{ from: string; note: string | null }>
          open
          title={t('policy.publish')}
          lead={t('policy.publishLead')}
          verb={t('policy.publish')}
          fields={[
            { kind: 'date', name: 'from', label: t('policy.from'), help: t('policy.fromHelp'), required: true, check: (value) => (typeof value === 'string' && value < today ? t('policy.past') : undefined) },
            { kind: 'textarea', name: 'note', label: t('policy.note'), rows: 2, maxLength: 500 },
          ]}
          initial={{ from: today }}
          onSubmit={async ({ from, note }) => {
            // Today's midnight has passed: a policy for today is one from now on.
            const made = await publish.mutateAsync({ parameters: draft, note: note ?? '', ...(from > today ? { effective_from: dayStart(from) } : {}) })
            toast.success(t('policy.done', { version: made.version }))
            onDone()
          }}
          onClose={() => setOpen(null)}
        />
      )}
    </Card>
  )
}

interface ReplaysProps {
  shown: string | undefined
  onOpen: (id: string) => void
  onTake: ((draft: PolicyParameters) => void) | undefined
}

function Replays({ shown, onOpen, onTake }: ReplaysProps) {
  const t = texts.use()
  const query = useQuery(replaysQuery)
  return (
    <Card title={t('replay.list')}>
      <Loaded query={query}>
        {(replays) =>
          replays.length === 0 ? (
            <EmptyState title={t('replay.empty')} />
          ) : (
            <ul className="dz-stack">
              {replays.map((replay) => (
                <li key={replay.id} className="dz-row">
                  <DateTime at={replay.asked_at} /> <By name={replay.asked_by} />
                  <span>{replay.ended_at === null ? t('replay.progress', { done: replay.done, total: replay.total }) : t('replay.short', { added: ordersOf(replay, 'added'), removed: ordersOf(replay, 'removed'), kept: ordersOf(replay, 'kept') })}</span>
                  {replay.id !== shown && (
                    <Button size="small" onClick={() => onOpen(replay.id)}>
                      {t('replay.open')}
                    </Button>
                  )}
                  {onTake && (
                    <Button size="small" onClick={() => onTake(replay.parameters)}>
                      {t('replay.take')}
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  )
}

function ordersOf(replay: { sums: readonly { change: string; orders: number }[] }, change: string): number {
  return replay.sums.find((one) => one.change === change)?.orders ?? 0
}
