import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Button, Card, EmptyState, ErrorPanel, Loaded, Page, toast } from '@/shared/ui'
import { ReviewIcon } from '@/shared/ui/icons'
import { type AttemptOut, useMarkAttempt, waitingQuery } from '../queries'
import { texts } from '../texts'

export function Marking() {
  const t = texts.use()
  const query = useQuery(waitingQuery)
  return (
    <Page title={t('mark.title')} lead={t('mark.lead')}>
      <Loaded query={query}>{(attempts) => (attempts.length === 0 ? <EmptyState icon={ReviewIcon} title={t('mark.none')} /> : attempts.map((attempt) => <AttemptCard key={attempt.id} attempt={attempt} />))}</Loaded>
    </Page>
  )
}

function AttemptCard({ attempt }: { attempt: AttemptOut }) {
  const t = texts.use()
  const mark = useMarkAttempt()
  const [given, setGiven] = useState<Record<string, { points: string; comment: string }>>({})
  const open = attempt.questions.filter((question) => question.kind === 'free_text' && question.given === null)
  const ready = open.every((question) => given[question.id]?.points !== undefined && given[question.id]?.points !== '')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const marks = Object.fromEntries(open.map((question) => [question.id, { points: Number(given[question.id]?.points), comment: given[question.id]?.comment ?? '' }]))
    mark.mutate({ id: attempt.id, marks }, { onSuccess: () => toast.success(t('mark.saved')) })
  }
  const note = (id: string, part: Partial<{ points: string; comment: string }>) => setGiven((before) => ({ ...before, [id]: { points: '', comment: '', ...before[id], ...part } }))
  return (
    <Card title={`${attempt.name} · ${attempt.title}`}>
      <form className="dz-stack" onSubmit={submit}>
        {open.map((question) => (
          <div key={question.id} className="dz-stack" style={{ gap: 6 }}>
            <strong>{question.text}</strong>
            <p style={{ whiteSpace: 'pre-wrap' }}>{question.answer[0] ?? t('mark.noAnswer')}</p>
            <div className="dz-row">
              <label className="dz-field">
                {t('mark.points', { points: question.points })}
                <input className="dz-input" type="number" inputMode="numeric" min={0} max={question.points} required value={given[question.id]?.points ?? ''} onChange={(event) => note(question.id, { points: event.target.value })} />
              </label>
              <label className="dz-field dz-grow">
                {t('mark.comment')}
                <input className="dz-input" maxLength={500} value={given[question.id]?.comment ?? ''} onChange={(event) => note(question.id, { comment: event.target.value })} />
              </label>
            </div>
          </div>
        ))}
        {mark.error !== null && <ErrorPanel error={mark.error} />}
        <div>
          <Button type="submit" kind="primary" busy={mark.isPending} disabled={!ready}>
            {t('mark.save')}
          </Button>
        </div>
      </form>
    </Card>
  )
}
