import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { Button, Card, Columns, ConfirmAction, DateTime, Facts, Loaded, Page, Timeline, toast } from '@/shared/ui'
import { FormModal, type FormField } from '@/shared/ui/form'
import { type OnReviews, ReviewAction } from '../components/review-actions'
import { ReviewChips, Stars } from '../components/review-words'
import { type BuyerReviewOut, COMPLAINT_KINDS, type ComplaintKind, reviewQuery, useAppealResult, useAppealReview, useClassName, useFollowUp, useMarkMalicious, useTakeBackMark } from '../feedback/queries'
import { texts } from '../feedback-texts'

type Step = 'follow' | 'mark' | 'takeBack' | 'appeal' | 'upheld' | 'refused'
const HAPPENED = ['taken', 'edited', 'answered', 'classified', 'complaint_opened', 'follow_up_noted', 'marked_malicious', 'mark_taken_back', 'appealed', 'appeal_upheld', 'appeal_refused'] as const
const SOURCES = ['api', 'file', 'hand'] as const

export function ReviewPage() {
  const t = texts.use()
  const can = useCan()
  const { id } = useParams({ from: '/shell/reviews/$id' })
  const query = useQuery(reviewQuery(id))
  const [asking, setAsking] = useState<OnReviews | null>(null)
  const [step, setStep] = useState<Step | null>(null)
  const found = query.data
  return (
    <Page
      title={found ? `${t('reviews.one')} ${found.platform_review_no}` : t('reviews.one')}
      lead={found && <Stars stars={found.stars} />}
      actions={found && can('orders.buyer_reviews.answer') && <Actions found={found} onAnswer={(verb) => setAsking({ verb, ids: [found.id] })} onStep={setStep} />}
    >
      <Loaded query={query} lines={8}>
        {(one) => <Shown found={one} />}
      </Loaded>
      <ReviewAction asking={asking} onClose={() => setAsking(null)} />
      {found && step === 'follow' && <FollowUp found={found} onClose={() => setStep(null)} />}
      {found && step === 'mark' && <Mark found={found} onClose={() => setStep(null)} />}
      {found && <MaliceStep found={found} step={step} onClose={() => setStep(null)} />}
    </Page>
  )
}

function Actions({ found, onAnswer, onStep }: { found: BuyerReviewOut; onAnswer: (verb: OnReviews['verb']) => void; onStep: (step: Step) => void }) {
  const t = texts.use()
  const steps: Record<string, Step[]> = { none: ['mark'], marked: ['appeal', 'takeBack'], appealed: ['upheld', 'refused'], refused: ['appeal'] }
  return (
    <>
      {found.answered_at === null && (
        <Button kind="primary" onClick={() => onAnswer('answer')}>
          {t('act.answer')}
        </Button>
      )}
      {found.follow_up === 'needed' && <Button onClick={() => onStep('follow')}>{t('act.followUp')}</Button>}
      <Button onClick={() => onAnswer('classify')}>{t('act.classify')}</Button>
      {(steps[found.malice] ?? []).map((one) => (
        <Button key={one} onClick={() => onStep(one)}>
          {one === 'follow' ? t('act.followUp') : t(`act.${one}`)}
        </Button>
      ))}
    </>
  )
}

function Shown({ found }: { found: BuyerReviewOut }) {
  const t = texts.use()
  const className = useClassName(useLanguage() === 'zh-CN')
  const source = SOURCES.find((one) => one === found.source)
  return (
    <div className="dz-stack">
      <Card title={t('reviews.text')} extra={<ReviewChips row={found} />}>
        <p style={{ whiteSpace: 'pre-wrap' }}>{found.text || '–'}</p>
        {found.pictures.length > 0 && (
          <p className="dz-row">
            {found.pictures.map((link, place) => (
              <a key={link} href={link} target="_blank" rel="noreferrer noopener">
                {t('page.picture', { number: place + 1 })}
              </a>
            ))}
          </p>
        )}
        {found.answered_at !== null && (
          <p>
            <strong>{t('reviews.answer')}</strong> {found.answer}
          </p>
        )}
      </Card>
      <Columns min={300}>
        <Card title={t('page.facts')}>
          <Facts
            items={[
              [t('reviews.order'), found.order_id ? <Link key="order" className="dz-mono" to="/orders/$id" params={{ id: found.order_id }}>{found.order_number}</Link> : found.platform_order_no || '–'],
              [t('reviews.product'), found.sku ? <Link key="sku" to="/quality/$sku" params={{ sku: found.sku }}>{found.product || found.sku}</Link> : '–'],
              [t('reviews.class'), `${className(found.class_code) || '–'}${found.class_code && !found.classified_by ? ` (${t('page.byWords')})` : ''}`],
              [t('reviews.written'), <DateTime key="written" at={found.written_at} />],
              [t('reviews.due'), <DateTime key="due" at={found.answer_due_at} />],
              [t('page.source'), source ? t(`page.sources.${source}`) : found.source],
              [t('act.followUp'), found.complaint_id ? <Link key="complaint" to={`/complaints/${found.complaint_id}` as '/'}>{t('page.openComplaint')}</Link> : found.follow_up_note || '–'],
              ...(found.malice_evidence.length > 0 ? [[t('act.mark'), found.malice_evidence.join('; ')] as [string, string]] : []),
            ]}
          />
        </Card>
        {found.versions.length > 1 && (
          <Card title={t('page.versions')}>
            {found.versions.slice(1).map((one) => (
              <div key={one.edit}>
                <Stars stars={one.stars} /> <DateTime at={one.modified_at} />
                <p style={{ whiteSpace: 'pre-wrap' }}>{one.text || '–'}</p>
              </div>
            ))}
          </Card>
        )}
      </Columns>
      <Card title={t('page.history')}>
        <Timeline
          label={t('page.history')}
          items={found.history.map((one) => {
            const known = HAPPENED.find((what) => what === one.what)
            return { id: String(one.id), at: one.at, title: known ? t(`happened.${known}`) : one.what, by: one.by_name, ...(one.detail ? { detail: one.detail } : {}) }
          })}
        />
      </Card>
    </div>
  )
}

interface FollowValues {
  complaint: string | null
  reason: string | null
}
const NONE = '-'

function FollowUp({ found, onClose }: { found: BuyerReviewOut; onClose: () => void }) {
  const t = texts.use()
  const can = useCan()
  const follow = useFollowUp()
  const kinds = can('orders.complaints.open') ? COMPLAINT_KINDS.map((kind) => ({ value: kind, label: `${t('act.complaint')}: ${t(`kinds.${kind}`)}` })) : []
  const fields: FormField<FollowValues>[] = [
    { kind: 'select', name: 'complaint', label: t('act.followUp'), required: true, options: [...kinds, { value: NONE, label: t('act.noComplaint') }] },
    { kind: 'textarea', name: 'reason', label: t('act.reason'), required: true, rows: 3, maxLength: 1000 },
  ]
  return (
    <FormModal<FollowValues>
      open
      title={t('act.followTitle')}
      verb={t('act.followUp')}
      fields={fields}
      initial={{}}
      onSubmit={async ({ complaint, reason }) => {
        await follow.mutateAsync({ row: found, complaint: complaint === NONE ? null : (complaint as ComplaintKind), reason: reason ?? '' })
        toast.success(t('act.done'))
      }}
      onClose={onClose}
    />
  )
}

function Mark({ found, onClose }: { found: BuyerReviewOut; onClose: () => void }) {
  const t = texts.use()
  const mark = useMarkMalicious()
  return (
    <FormModal<{ evidence: string; reason: string }>
      open
      title={t('act.mark')}
      verb={t('act.mark')}
      fields={[
        { kind: 'textarea', name: 'evidence', label: t('act.evidence'), required: true, rows: 4 },
        { kind: 'textarea', name: 'reason', label: t('act.reason'), required: true, rows: 2, maxLength: 1000 },
      ]}
      initial={{}}
      onSubmit={async ({ evidence, reason }) => {
        const lines = evidence.split('\n').map((line) => line.trim()).filter((line) => line !== '')
        await mark.mutateAsync({ row: found, evidence: lines, reason })
        toast.success(t('act.done'))
      }}
      onClose={onClose}
    />
  )
}

function MaliceStep({ found, step, onClose }: { found: BuyerReviewOut; step: Step | null; onClose: () => void }) {
  const t = texts.use()
  const takeBack = useTakeBackMark()
  const appeal = useAppealReview()
  const result = useAppealResult()
  const asked = step === 'takeBack' || step === 'appeal' || step === 'upheld' || step === 'refused' ? step : null
  return (
    <ConfirmAction
      open={asked !== null}
      title={asked ? t(`act.${asked}`) : ''}
      verb={asked ? t(`act.${asked}`) : ''}
      reason="required"
      onConfirm={async (reason) => {
        if (asked === 'takeBack') await takeBack.mutateAsync({ row: found, reason })
        else if (asked === 'appeal') await appeal.mutateAsync({ row: found, reason })
        else if (asked !== null) await result.mutateAsync({ row: found, upheld: asked === 'upheld', reason })
        toast.success(t('act.done'))
      }}
      onClose={onClose}
    />
  )
}
