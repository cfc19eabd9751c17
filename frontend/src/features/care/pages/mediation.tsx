import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { Banner, Button, Card, Columns, DateTime, Dialog, Facts, FileDrop, Loaded, Page, Timeline, toast } from '@/shared/ui'
import { type FormField, FormModal } from '@/shared/ui/form'
import { Heard, MediationChip } from '../components/sides'
import { lookAtEvidence, type MediationOut, mediationQuery, type Side, useComply, useDecide, useEvidence, useSettle, useSpeak } from '../queries'
import { texts } from '../texts'

const OUTCOMES = ['for_buyer', 'for_seller', 'shared'] as const
const HAPPENED = ['opened', 'statement', 'evidence', 'silent', 'decided', 'comply_late', 'complied', 'not_complied', 'settled'] as const
const SIDES = ['buyer', 'seller'] as const
const VERBS = ['settle', 'not_complied', 'complied', 'speak_for_buyer', 'speak_for_seller', 'decide'] as const
type Verb = (typeof VERBS)[number]

export function MediationPage() {
  const t = texts.use()
  const { id } = useParams({ from: '/shell/mediations/$id' })
  const query = useQuery(mediationQuery(id))
  const [doing, setDoing] = useState<Verb | null>(null)
  const found = query.data
  const may = (verb: Verb) => found?.actions.includes(verb === 'complied' || verb === 'not_complied' ? 'note_compliance' : verb)
  const name = (verb: Verb) => (verb === 'not_complied' ? t('mediation.notComplied') : t(`mediation.${verb}`))
  return (
    <Page
      title={found?.number ?? t('mediation.title')}
      mark={found && <MediationChip row={found} />}
      lead={
        found && (
          <>
            {found.shop_name ?? found.shop_id} ·{' '}
            <Link className="dz-mono" to="/orders/$id" params={{ id: found.order_id }}>
              {found.order_number}
            </Link>
          </>
        )
      }
      actions={VERBS.filter(may).map((verb) => (
        <Button key={verb} kind={verb === 'decide' || verb === 'complied' ? 'primary' : 'default'} onClick={() => setDoing(verb)}>
          {name(verb)}
        </Button>
      ))}
    >
      <Loaded query={query} lines={8}>
        {(one) => (
          <div className="dz-stack">
            {one.comply_late && one.state === 'decided' && <Banner tone="danger">{t('mediation.complyLate')}</Banner>}
            <Columns min={320}>
              <Sides found={one} />
              <Evidence found={one} />
            </Columns>
            <Record found={one} />
            <Doing found={one} verb={doing} onClose={() => setDoing(null)} />
          </div>
        )}
      </Loaded>
    </Page>
  )
}

function Sides({ found }: { found: MediationOut }) {
  const t = texts.use()
  const outcome = OUTCOMES.find((one) => one === found.outcome)
  return (
    <Card title={t('mediation.sides')}>
      <Facts
        items={[
          ...SIDES.map((side) => [
            t(`mediation.parties.${side}`),
            <span key={side} className="dz-row" style={{ gap: 6 }}>
              <Heard row={found} side={side} />
              <span className="dz-soft">
                {t('mediation.until')} <DateTime at={side === 'buyer' ? found.buyer_until : found.seller_until} />
              </span>
            </span>,
          ] as const),
          [t('mediation.decideUntil'), <DateTime key="decide" at={found.decide_until} />],
          ...(outcome ? [[t('mediation.outcome'), t(`mediation.outcomes.${outcome}`)] as const, [t('mediation.comply'), <DateTime key="comply" at={found.comply_until} />] as const] : []),
          ...(found.complaint_id
            ? [[t('mediation.complaint'), <Link key="complaint" className="dz-mono" to="/complaints/$id" params={{ id: found.complaint_id }}>{found.complaint_number}</Link>] as const]
            : []),
          [t('policy'), String(found.policy_version)],
        ]}
      />
    </Card>
  )
}

function Evidence({ found }: { found: MediationOut }) {
  const t = texts.use()
  const add = useEvidence()
  const [shown, setShown] = useState<string | null>(null)
  useEffect(() => () => (shown ? URL.revokeObjectURL(shown) : undefined), [shown])
  const give = async (side: Side, file: File | undefined) => {
    if (!file) return
    try {
      await add.mutateAsync({ id: found.id, side, file })
      toast.success(t('done'))
    } catch (error) {
      toast.error(error)
    }
  }
  return (
    <Card title={t('mediation.evidence')}>
      <div className="dz-stack">
        {found.evidence.map((one, place) => (
          <div key={one.id} className="dz-row">
            <span>
              {t('mediation.picture', { number: place + 1 })} · {one.side === 'buyer' ? t('mediation.parties.buyer') : t('mediation.parties.seller')} · <DateTime at={one.at} />
            </span>
            {one.removed_at ? (
              <span className="dz-soft">
                {t('mediation.removed')} <DateTime at={one.removed_at} />
              </span>
            ) : (
            <Button size="small" onClick={() => void lookAtEvidence(found.id, one.id).then(setShown, (error: unknown) => toast.error(error))}>
              {t('mediation.look')}
            </Button>
            )}
          </div>
        ))}
        {found.evidence.length === 0 && <p className="dz-soft">–</p>}
        {SIDES.filter((side) => found.actions.includes(`speak_for_${side}`)).map((side) => (
          <FileDrop key={side} accept=".jpg,.jpeg,.png,.webp" maxBytes={10_000_000} label={t('mediation.addEvidence', { side: t(`mediation.parties.${side}`) })} onFile={(file) => void give(side, file)} />
        ))}
      </div>
      {shown && (
        <Dialog open title={t('mediation.evidence')} width={900} onClose={() => setShown(null)}>
          <img src={shown} alt={t('mediation.evidence')} style={{ maxWidth: '100%' }} />
        </Dialog>
      )}
    </Card>
  )
}

function Record({ found }: { found: MediationOut }) {
  const t = texts.use()
  const item = ({ id, at, what, side, text, in_time, by_kind, by_name, facts }: MediationOut['record'][number]) => {
    const known = HAPPENED.find((one) => one === what)
    const party = SIDES.find((one) => one === side)
    const outcome = OUTCOMES.find((one) => one === facts.outcome)
    const toDo = typeof facts.to_do === 'string' ? facts.to_do : ''
    const detail = [outcome ? t(`mediation.outcomes.${outcome}`) : '', text, toDo, in_time === false ? t('mediation.lateWord') : ''].filter(Boolean).join(' · ')
    const title = known ? t(`mediation.happened.${known}`) : what
    return { id: String(id), at, title: party ? `${t(`mediation.parties.${party}`)} · ${title}` : title, by: by_kind === 'system' ? t('system') : by_name, ...(detail ? { detail } : {}) }
  }
  return (
    <Card title={t('mediation.record')}>
      <p className="dz-soft">
        <span className="dz-rule">CARE-8</span> {t('mediation.immutable')}
      </p>
      <Timeline label={t('mediation.record')} items={found.record.map(item).toReversed()} />
    </Card>
  )
}

type Values = Record<string, string>

const text = (label: string): FormField<Values>[] => [{ kind: 'textarea', name: 'text', label, required: true, maxLength: 2000 }]

function Doing({ found, verb, onClose }: { found: MediationOut; verb: Verb | null; onClose: () => void }) {
  const t = texts.use()
  const { id } = found
  const speak = useSpeak()
  const decide = useDecide()
  const comply = useComply()
  const settle = useSettle()
  if (verb === null) return null
  const statement: FormField<Values>[] = [{ kind: 'textarea', name: 'text', label: t('mediation.statement'), required: true, maxLength: 8000, rows: 8 }]
  const forms: Record<Verb, { title: string; fields: FormField<Values>[]; submit: (values: Values) => Promise<unknown> }> = {
    speak_for_buyer: { title: t('mediation.speak_for_buyer'), fields: statement, submit: (values) => speak.mutateAsync({ id, side: 'buyer', text: values.text ?? '' }) },
    speak_for_seller: { title: t('mediation.speak_for_seller'), fields: statement, submit: (values) => speak.mutateAsync({ id, side: 'seller', text: values.text ?? '' }) },
    decide: {
      title: t('mediation.decide'),
      fields: [
        { kind: 'select', name: 'outcome', label: t('mediation.outcome'), required: true, options: OUTCOMES.map((one) => ({ value: one, label: t(`mediation.outcomes.${one}`) })) },
        { kind: 'textarea', name: 'reason', label: t('mediation.why'), required: true, maxLength: 8000 },
        { kind: 'textarea', name: 'to_do', label: t('mediation.toDo'), required: true, maxLength: 2000 },
      ],
      submit: ({ outcome = '', reason = '', to_do = '' }) => decide.mutateAsync({ id, outcome: outcome as (typeof OUTCOMES)[number], reason, to_do }),
    },
    complied: { title: t('mediation.complied'), fields: text(t('mediation.how')), submit: (values) => comply.mutateAsync({ id, complied: true, text: values.text ?? '' }) },
    not_complied: { title: t('mediation.notComplied'), fields: text(t('mediation.how')), submit: (values) => comply.mutateAsync({ id, complied: false, text: values.text ?? '' }) },
    settle: { title: t('mediation.settle'), fields: text(t('mediation.settleText')), submit: (values) => settle.mutateAsync({ id, text: values.text ?? '' }) },
  }
  const form = forms[verb]
  return <FormModal<Values> open title={form.title} verb={t('save')} fields={form.fields} onSubmit={form.submit} onClose={onClose} />
}
