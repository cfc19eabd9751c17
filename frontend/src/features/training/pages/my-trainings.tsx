import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Button, Card, Columns, ConfirmAction, DateTime, EmptyState, Loaded, Page, toast } from '@/shared/ui'
import { FormModal, type FormField } from '@/shared/ui/form'
import { OwnTrainingIcon } from '@/shared/ui/icons'
import { Outcome, Part } from '../components/chips'
import { mayTest } from '../home/soon'
import { type EnrolmentOut, offeredQuery, ownQuery, saveCertificate, useRate, useStartAttempt, useWithdraw } from '../queries'
import { texts } from '../texts'

const STARS = ['1', '2', '3', '4', '5']

/** One card each: everything that somebody does about a training, with a thumb. */
export function MyTrainings() {
  const t = texts.use()
  const query = useQuery(ownQuery)
  const [rating, setRating] = useState<EnrolmentOut | null>(null)
  const [leaving, setLeaving] = useState<EnrolmentOut | null>(null)
  const withdraw = useWithdraw()
  return (
    <Page title={t('own.title')} lead={t('own.lead')}>
      <Loaded query={query}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState icon={OwnTrainingIcon} title={t('own.none')} />
          ) : (
            <Columns min={300}>
              {rows.map((row) => (
                <Own key={row.id} row={row} onRate={() => setRating(row)} onWithdraw={() => setLeaving(row)} />
              ))}
            </Columns>
          )
        }
      </Loaded>
      <Offered taken={new Set(query.data?.filter((row) => row.outcome === null && row.state !== 'withdrawn' && row.state !== 'absent').map((row) => row.training_id))} />
      {rating && <RatingForm row={rating} onClose={() => setRating(null)} />}
      <ConfirmAction
        open={leaving !== null}
        title={t('own.withdraw')}
        verb={t('own.withdraw')}
        danger
        reason="required"
        onConfirm={async (reason) => {
          await withdraw.mutateAsync({ id: (leaving as EnrolmentOut).id, reason })
          toast.success(t('own.withdrawn'))
        }}
        onClose={() => setLeaving(null)}
      />
    </Page>
  )
}

function Own({ row, onRate, onWithdraw }: { row: EnrolmentOut; onRate: () => void; onWithdraw: () => void }) {
  const t = texts.use()
  const navigate = useNavigate()
  const start = useStartAttempt()
  const [now] = useState(() => Date.now())
  const tookPart = row.state === 'present' || row.state === 'late' || (row.session_id === null && row.state === 'enrolled')
  const left = (row.attempts_allowed ?? 0) - row.attempts
  const ready = mayTest(row)
  const ahead = row.state === 'enrolled' && row.outcome === null && (row.starts_at === null || new Date(row.starts_at).getTime() > now)
  const begin = () => start.mutateAsync(row.id).then((attempt) => navigate({ to: '/my-trainings/tests/$id', params: { id: attempt.id } }), (error: unknown) => toast.error(error))
  return (
    <Card title={row.title} extra={row.outcome ? <Outcome outcome={row.outcome} /> : <Part state={row.state} />}>
      <div className="dz-stack">
        <div className="dz-soft">{row.starts_at ? <><DateTime at={row.starts_at} /> · {row.place} · {row.trainer}</> : t('session.self')}</div>
        {row.score !== null && <div>{t('test.score', { score: row.score, most: row.most ?? '–' })}</div>}
        {row.certificate_number && row.valid_until && <div>{t('own.until', { day: row.valid_until })}</div>}
        {row.open_attempt === 'waiting' && <div>{t('own.waiting')}</div>}
        <div className="dz-row">
          {ready && (
            <Button kind="primary" busy={start.isPending} onClick={() => void begin()}>
              {t(row.open_attempt === 'open' ? 'own.goOn' : 'own.start')}
            </Button>
          )}
          {ready && row.open_attempt === null && row.attempts > 0 && <span className="dz-soft">{t('own.left', { number: left })}</span>}
          {row.certificate_number && <Button onClick={() => void saveCertificate(row.certificate_number as string).catch(toast.error)}>{t('own.certificate')}</Button>}
          {(tookPart || row.outcome !== null) && <Button onClick={onRate}>{t('rating.give')}</Button>}
          {ahead && <Button onClick={onWithdraw}>{t('own.withdraw')}</Button>}
        </div>
      </div>
    </Card>
  )
}

function Offered({ taken }: { taken: Set<string> }) {
  const t = texts.use()
  const query = useQuery(offeredQuery)
  return (
    <Card title={t('own.offered')}>
      <Loaded query={query} lines={2}>
        {(found) => {
          const rest = found.filter((training) => !taken.has(training.id))
          if (rest.length === 0) return <p className="dz-soft">{t('own.noOffer')}</p>
          return (
            <ul className="dz-stack" style={{ listStyle: 'none', margin: 0, padding: 0 }}>
              {rest.map((training) => (
                <li key={training.id} className="dz-row">
                  <span className="dz-grow">
                    {training.title} {training.next_session_at && <span className="dz-soft"><DateTime at={training.next_session_at} /></span>}
                  </span>
                  <Link to="/trainings/$id" params={{ id: training.id }}>
                    {t('own.look')}
                  </Link>
                </li>
              ))}
            </ul>
          )
        }}
      </Loaded>
    </Card>
  )
}

interface Values {
  content: string
  teaching: string
  usefulness: string
  comment: string | null
}

function RatingForm({ row, onClose }: { row: EnrolmentOut; onClose: () => void }) {
  const t = texts.use()
  const rate = useRate()
  const options = STARS.map((value) => ({ value, label: t('rating.stars', { number: value }) }))
  const fields: FormField<Values>[] = [
    { kind: 'select', name: 'content', label: t('rating.content'), required: true, options },
    { kind: 'select', name: 'teaching', label: t('rating.teaching'), required: true, options },
    { kind: 'select', name: 'usefulness', label: t('rating.usefulness'), required: true, options },
    { kind: 'textarea', name: 'comment', label: t('rating.comment'), maxLength: 500 },
  ]
  return (
    <FormModal<Values>
      open
      title={`${t('rating.give')} · ${row.title}`}
      verb={t('rating.verb')}
      fields={fields}
      onSubmit={async ({ content, teaching, usefulness, comment }) => {
        await rate.mutateAsync({ id: row.id, content: Number(content), teaching: Number(teaching), usefulness: Number(usefulness), comment: comment ?? '' })
        toast.success(t('rating.thanks'))
      }}
      onClose={onClose}
    />
  )
}
