import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { Banner, Button, By, Card, Chip, Columns, ConfirmAction, DateTime, Facts, Loaded, Page, Timeline, toast } from '@/shared/ui'
import { type FormField, FormModal } from '@/shared/ui/form'
import { ComplaintChip, DeadlineClock, useCareWords } from '../components/words'
import {
  colleaguesQuery,
  type ComplaintEntryOut,
  type ComplaintOut,
  complaintQuery,
  complaintTimelineQuery,
  RESPONSIBLE,
  type Responsible,
  useAnswer,
  useClose,
  useNote,
  useOpenMediation,
  useReopen,
  useTransfer,
} from '../queries'
import { texts } from '../texts'

type Verb = 'answer' | 'note' | 'close' | 'transfer' | 'mediate' | 'reopen'
const VERBS = ['note', 'transfer', 'mediate', 'reopen', 'close', 'answer'] as const

export function ComplaintPage() {
  const t = texts.use()
  const words = useCareWords()
  const { id } = useParams({ from: '/shell/complaints/$id' })
  const query = useQuery(complaintQuery(id))
  const [doing, setDoing] = useState<Verb | null>(null)
  const found = query.data
  const name = (verb: Verb) => (verb === 'transfer' ? t('desk.transfer') : t(`one.${verb}`))
  return (
    <Page
      title={found?.number ?? t('desk.title')}
      mark={found && <ComplaintChip row={found} />}
      lead={
        found && (
          <>
            {words.kind(found.kind)} · {found.shop_name ?? found.shop_id}
            {found.order_id && (
              <>
                {' · '}
                <Link className="dz-mono" to="/orders/$id" params={{ id: found.order_id }}>
                  {found.order_number}
                </Link>
              </>
            )}
          </>
        )
      }
      actions={VERBS.filter((verb) => found?.actions.includes(verb)).map((verb) => (
        <Button key={verb} kind={verb === 'answer' || verb === 'close' ? 'primary' : 'default'} onClick={() => setDoing(verb)}>
          {name(verb)}
        </Button>
      ))}
    >
      <Loaded query={query} lines={8}>
        {(one) => (
          <div className="dz-stack">
            {one.escalated && one.state !== 'closed' && (
              <Banner tone="danger">
                {t('one.escalated')} <span className="dz-rule">CARE-3</span>
              </Banner>
            )}
            <Columns min={320}>
              <div className="dz-stack">
                <Card title={t('one.says')}>
                  <p style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{one.text}</p>
                </Card>
                <Others found={one} />
              </div>
              <FactsOf found={one} />
            </Columns>
            <TimelineOf id={one.id} />
            <Doing found={one} verb={doing} onClose={() => setDoing(null)} />
          </div>
        )}
      </Loaded>
    </Page>
  )
}

function FactsOf({ found }: { found: ComplaintOut }) {
  const t = texts.use()
  const words = useCareWords()
  return (
    <Card title={t('one.facts')}>
      <Facts
        items={[
          [t('one.answerDue'), <Due key="answer" at={found.answer_due_at} reached={found.state !== 'opened'} />],
          [t('one.solveDue'), <Due key="solve" at={found.solve_due_at} reached={found.state === 'closed'} />],
          [t('assignee'), found.assignee_name || t('one.nobody')],
          [t('from'), words.source(found.source)],
          [t('opened'), <span key="opened"><DateTime at={found.opened_at} /> <By name={found.opened_by} /></span>],
          ...(found.answered_at ? [[t('one.answered'), <Passed key="answered" at={found.answered_at} by={found.answered_by} inTime={found.answered_in_time} />] as const] : []),
          ...(found.closed_at ? [[t('one.closed'), <Passed key="closed" at={found.closed_at} by={found.closed_by} inTime={found.closed_in_time} />] as const] : []),
          ...(found.responsible ? [[t('one.responsible'), words.responsible(found.responsible)] as const, [t('one.improvement'), found.improvement] as const] : []),
          ...(found.customer_id
            ? [[t('one.customer'), <Link key="customer" to="/customers/$id" params={{ id: found.customer_id }}>{found.customer_name || found.receiver_name || t('buyer')}</Link>] as const]
            : []),
          ...(found.receiver_name ? [[t('buyer'), `${found.receiver_name} ${found.receiver_phone ?? ''}`] as const] : []),
          ...(found.case_id ? [[t('one.case'), <Link key="case" className="dz-mono" to="/aftersales/$id" params={{ id: found.case_id }}>{found.case_number}</Link>] as const] : []),
          ...(found.platform_no ? [[t('one.platformNo'), <span key="no" className="dz-mono">{found.platform_no}</span>] as const] : []),
          [t('policy'), String(found.policy_version)],
        ]}
      />
    </Card>
  )
}

function Due({ at, reached }: { at: string; reached: boolean }) {
  return (
    <span className="dz-row" style={{ gap: 6 }}>
      <DateTime at={at} /> {!reached && <DeadlineClock at={at} />}
    </span>
  )
}

function Passed({ at, by, inTime }: { at: string; by: string; inTime: boolean | null }) {
  const t = texts.use()
  return (
    <span className="dz-row" style={{ gap: 6 }}>
      <DateTime at={at} /> <By name={by} /> {inTime !== null && <Chip tone={inTime ? 'success' : 'danger'}>{t(inTime ? 'one.inTime' : 'late')}</Chip>}
    </span>
  )
}

function Others({ found }: { found: ComplaintOut }) {
  const t = texts.use()
  const words = useCareWords()
  return (
    <>
      {found.others.length > 0 && (
        <Card title={t('one.others')}>
          {found.others.map((one) => (
            <p key={one.id}>
              <Link className="dz-mono" to="/complaints/$id" params={{ id: one.id }}>
                {one.number}
              </Link>{' '}
              {words.kind(one.kind)} <ComplaintChip row={one} />
            </p>
          ))}
        </Card>
      )}
      {found.mediations.length > 0 && (
        <Card title={t('one.mediations')}>
          {found.mediations.map((one) => (
            <p key={one.id}>
              <Link className="dz-mono" to="/mediations/$id" params={{ id: one.id }}>
                {one.number}
              </Link>
            </p>
          ))}
        </Card>
      )}
    </>
  )
}

const HAPPENED = ['opened', 'answered', 'noted', 'transferred', 'back_at_desk', 'escalated', 'closed', 'reopened'] as const
const SHOWN_FACTS = ['text', 'to', 'improvement', 'reason'] as const

function TimelineOf({ id }: { id: string }) {
  const t = texts.use()
  const words = useCareWords()
  const query = useQuery(complaintTimelineQuery(id))
  const item = (entry: ComplaintEntryOut) => {
    const known = HAPPENED.find((one) => one === entry.what)
    const deadline = (['answer', 'solution'] as const).find((one) => one === entry.facts.deadline)
    const responsible = typeof entry.facts.responsible === 'string' ? words.responsible(entry.facts.responsible) : ''
    const left = known === 'back_at_desk' ? entry.facts.before : ''
    const detail = [left, deadline ? t(`deadlines.${deadline}`) : '', responsible, ...SHOWN_FACTS.map((name) => entry.facts[name])].filter((value) => typeof value === 'string' && value !== '').join(' · ')
    return { id: String(entry.id), at: entry.at, title: known ? t(`happened.${known}`) : entry.what, by: entry.by_kind === 'system' ? t('system') : entry.by_name, ...(detail ? { detail } : {}) }
  }
  return (
    <Card title={t('timeline')}>
      <Loaded query={query}>{(entries) => <Timeline label={t('timeline')} items={entries.map(item).toReversed()} />}</Loaded>
    </Card>
  )
}

/** What is left empty is null. */
type Values = Record<string, string | null>

function Doing({ found, verb, onClose }: { found: ComplaintOut; verb: Verb | null; onClose: () => void }) {
  const t = texts.use()
  const { id } = found
  const navigate = useNavigate()
  const answer = useAnswer()
  const note = useNote()
  const close = useClose()
  const transfer = useTransfer()
  const mediate = useOpenMediation()
  const reopen = useReopen()
  const { data: colleagues = [] } = useQuery({ ...colleaguesQuery, enabled: verb === 'transfer' })
  const forms: Record<Exclude<Verb, 'reopen'>, { title: string; fields: FormField<Values>[]; submit: (values: Values) => Promise<unknown> }> = {
    answer: {
      title: t('one.answer'),
      fields: [{ kind: 'textarea', name: 'text', label: t('one.answerText'), required: true, maxLength: 4000 }],
      submit: ({ text }) => answer.mutateAsync({ id, text: text ?? '' }),
    },
    note: {
      title: t('one.note'),
      fields: [{ kind: 'textarea', name: 'text', label: t('one.noteText'), required: true, maxLength: 4000 }],
      submit: ({ text }) => note.mutateAsync({ id, text: text ?? '' }),
    },
    close: {
      title: t('one.close'),
      fields: [
        { kind: 'select', name: 'responsible', label: t('one.responsible'), required: true, options: RESPONSIBLE.map((one) => ({ value: one, label: t(`responsibles.${one}`) })) },
        { kind: 'textarea', name: 'improvement', label: t('one.improvement'), required: true, maxLength: 2000 },
      ],
      submit: ({ responsible, improvement }) => close.mutateAsync({ id, responsible: responsible as Responsible, improvement: improvement ?? '' }),
    },
    transfer: {
      title: t('desk.transfer'),
      fields: [
        { kind: 'select', name: 'to_id', label: t('desk.transferTo'), required: true, options: colleagues.map((one) => ({ value: one.account_id, label: one.name })) },
        { kind: 'text', name: 'reason', label: t('reason'), maxLength: 500 },
      ],
      submit: async ({ to_id, reason }) => {
        const refusal = (await transfer.mutateAsync({ ids: [id], to_id: to_id ?? '', reason: reason ?? '' })).results[0]?.refusal
        if (refusal) toast.error(refusal.detail)
      },
    },
    mediate: {
      title: t('one.mediate'),
      fields: [{ kind: 'textarea', name: 'claim', label: t('one.claim'), required: true, maxLength: 8000 }],
      submit: async ({ claim }) => {
        const made = await mediate.mutateAsync({ order_id: found.order_id ?? '', claim: claim ?? '', complaint_id: id })
        void navigate({ to: '/mediations/$id', params: { id: made.id } })
      },
    },
  }
  const form = verb === null || verb === 'reopen' ? null : forms[verb]
  return (
    <>
      {form && <FormModal<Values> open title={form.title} verb={t('save')} fields={form.fields} onSubmit={form.submit} onClose={onClose} />}
      <ConfirmAction open={verb === 'reopen'} title={t('one.reopen')} verb={t('one.reopen')} reason="required" onConfirm={(text) => reopen.mutateAsync({ id, text })} onClose={onClose}>
        {t('one.reopenText')}
      </ConfirmAction>
    </>
  )
}
