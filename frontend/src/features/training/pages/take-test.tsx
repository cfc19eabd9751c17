import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useCallback, useEffect, useRef, useState } from 'react'
import { Banner, Button, Card, Chip, ConfirmAction, ErrorPanel, Loaded, Page } from '@/shared/ui'
import { type Answers, type AskedQuestion, type AttemptOut, attemptQuery, saveAnswers, useHandIn } from '../queries'
import { clockText, secondsLeft } from '../paper-text'
import { texts } from '../texts'

const SAVE_AFTER_MS = 800
const RETRY_MS = 4000

/** For a phone in one hand: one column, large targets, every answer saved as it is given. */
export function TakeTest() {
  const t = texts.use()
  const { id } = useParams({ from: '/shell/my-trainings/tests/$id' })
  const query = useQuery(attemptQuery(id))
  return (
    <Page title={query.data?.title ?? t('test.title')} width="narrow">
      <Loaded query={query}>{(attempt) => (attempt.state === 'open' ? <Answering attempt={attempt} /> : <Done attempt={attempt} />)}</Loaded>
    </Page>
  )
}

type Saving = 'saved' | 'saving' | 'failed'

/** Sends what has changed a moment after the last tap, and again while the line is down. */
function useSaving(id: string) {
  const [state, setState] = useState<Saving>('saved')
  const changed = useRef<Answers>({})
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const note = useCallback(
    (answers: Answers) => {
      changed.current = { ...changed.current, ...answers }
      setState('saving')
      clearTimeout(timer.current)
      timer.current = setTimeout(() => void send(), SAVE_AFTER_MS)
      async function send() {
        const sent = changed.current
        changed.current = {}
        try {
          await saveAnswers(id, sent)
          if (Object.keys(changed.current).length === 0) setState('saved')
        } catch {
          changed.current = { ...sent, ...changed.current }
          setState('failed')
          clearTimeout(timer.current)
          timer.current = setTimeout(() => void send(), RETRY_MS)
        }
      }
    },
    [id],
  )
  return { state, note }
}

function Answering({ attempt }: { attempt: AttemptOut }) {
  const t = texts.use()
  const client = useQueryClient()
  const handIn = useHandIn()
  const [answers, setAnswers] = useState<Answers>(() => Object.fromEntries(attempt.questions.map((question) => [question.id, question.answer])))
  const [asking, setAsking] = useState(false)
  const saving = useSaving(attempt.id)
  const answered = attempt.questions.filter((question) => (answers[question.id] ?? []).some((one) => one.trim() !== '')).length
  const finish = async () => {
    const given = Object.fromEntries(Object.entries(answers).filter(([, answer]) => answer.length > 0))
    const done = await handIn.mutateAsync({ id: attempt.id, answers: given })
    client.setQueryData(attemptQuery(attempt.id).queryKey, done)
  }
  const left = useLeft(attempt.due_at)
  const handed = useRef(false)
  useEffect(() => {
    if (left !== 0 || handed.current) return
    handed.current = true
    void handIn.mutateAsync({ id: attempt.id, answers: {} }).then(
      (done) => client.setQueryData(attemptQuery(attempt.id).queryKey, done),
      () => client.invalidateQueries({ queryKey: attemptQuery(attempt.id).queryKey }),
    )
  }, [left, attempt.id, handIn, client])
  const answer = (question: string, given: string[]) => {
    setAnswers((before) => ({ ...before, [question]: given }))
    saving.note({ [question]: given })
  }
  return (
    <>
      <div className="dz-row" style={{ position: 'sticky', top: 0, zIndex: 1, background: 'var(--bg)', padding: '8px 0' }}>
        <span className="dz-grow">{t('test.progress', { done: answered, count: attempt.questions.length })}</span>
        {left !== null && <Chip tone={left < 60 ? 'danger' : 'info'}>{t('test.left', { time: clockText(left) })}</Chip>}
        <span className="dz-soft" role="status">
          {t(saving.state === 'saved' ? 'test.saved' : saving.state === 'saving' ? 'test.saving' : 'test.notSaved')}
        </span>
      </div>
      {left === 0 && <Banner tone="warning">{t('test.timeUp')}</Banner>}
      {handIn.error !== null && <ErrorPanel error={handIn.error} />}
      {attempt.questions.map((question, index) => (
        <QuestionCard key={question.id} number={index + 1} question={question} value={answers[question.id] ?? []} onChange={(given) => answer(question.id, given)} />
      ))}
      <Button kind="primary" onClick={() => setAsking(true)} disabled={left === 0}>
        {t('test.handIn')}
      </Button>
      <ConfirmAction open={asking} title={t('test.handIn')} verb={t('test.handIn')} onConfirm={finish} onClose={() => setAsking(false)}>
        {answered < attempt.questions.length ? t('test.handInText', { number: attempt.questions.length - answered }) : t('test.handInAll')}
      </ConfirmAction>
    </>
  )
}

function useLeft(dueAt: string | null): number | null {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (dueAt === null) return
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [dueAt])
  return secondsLeft(dueAt, now)
}

interface QuestionProps {
  number: number
  question: AskedQuestion
  value: string[]
  onChange: (given: string[]) => void
}

function QuestionCard({ number, question, value, onChange }: QuestionProps) {
  const t = texts.use()
  const several = question.kind === 'multiple'
  const toggle = (id: string) => onChange(several ? (value.includes(id) ? value.filter((one) => one !== id) : [...value, id]) : [id])
  return (
    <Card>
      <fieldset style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
        <legend style={{ fontWeight: 600, marginBottom: 8 }}>
          {number}. {question.text} <span className="dz-soft">{t('test.points', { points: question.points })}{several && ` · ${t('test.several')}`}</span>
        </legend>
        {question.kind === 'free_text' ? (
          <textarea className="dz-input" rows={5} maxLength={4000} style={{ width: '100%' }} aria-label={t('test.words')} placeholder={t('test.words')} value={value[0] ?? ''} onChange={(event) => onChange([event.target.value])} />
        ) : (
          question.options.map((option) => (
            <label key={option.id} className="dz-row" style={{ minHeight: 44, gap: 12, flexWrap: 'nowrap', cursor: 'pointer' }}>
              <input type={several ? 'checkbox' : 'radio'} name={question.id} checked={value.includes(option.id)} onChange={() => toggle(option.id)} style={{ width: 20, height: 20, flex: 'none' }} />
              <OptionText question={question} id={option.id} />
            </label>
          ))
        )}
      </fieldset>
    </Card>
  )
}

function OptionText({ question, id }: { question: AskedQuestion; id: string }) {
  const t = texts.use()
  if (question.kind === 'true_false') return <>{t(id === 'true' ? 'test.yes' : 'test.no')}</>
  return <>{question.options.find((option) => option.id === id)?.text ?? id}</>
}

function Done({ attempt }: { attempt: AttemptOut }) {
  const t = texts.use()
  return (
    <>
      {attempt.state === 'waiting' ? (
        <Banner>{t('test.waiting')}</Banner>
      ) : (
        <Banner tone={attempt.passed ? 'success' : 'danger'}>
          {t(attempt.passed ? 'test.passed' : 'test.failed')} · {t('test.score', { score: attempt.score ?? 0, most: attempt.most })}
        </Banner>
      )}
      {attempt.questions.map((question, index) => (
        <Card key={question.id} title={`${index + 1}. ${question.text}`} extra={question.given !== null && <Chip tone={question.given > 0 ? 'success' : 'danger'}>{t('test.given', { points: question.given })}</Chip>}>
          <div>
            {t('test.yours')}：{question.kind === 'free_text' ? (question.answer[0] ?? '–') : question.answer.map((id) => <span key={id}> <OptionText question={question} id={id} /></span>)}
          </div>
          {question.right !== null && question.right.length > 0 && (
            <div>
              {t('test.right')}：{question.right.map((id) => <span key={id}> <OptionText question={question} id={id} /></span>)}
            </div>
          )}
          {question.comment && <div className="dz-soft">{question.comment}</div>}
        </Card>
      ))}
      <Link to="/my-trainings">{t('test.back')}</Link>
    </>
  )
}
