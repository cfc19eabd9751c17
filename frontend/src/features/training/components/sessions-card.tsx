import { useState } from 'react'
import { useCan } from '@/shared/api'
import { formatTime, spanOf } from '@/shared/lib/time'
import { Button, Card, ConfirmAction, toast } from '@/shared/ui'
import { type SessionOut, type TrainingPage, useCancelSession, useEnrolOneself } from '../queries'
import { texts } from '../texts'
import { SessionForm } from './session-form'

export function SessionsCard({ training, now }: { training: TrainingPage; now: number }) {
  const t = texts.use()
  const plans = useCan()('people.trainings.plan')
  const join = useEnrolOneself()
  const cancel = useCancelSession()
  const [form, setForm] = useState<'new' | SessionOut['id'] | null>(null)
  const [cancelling, setCancelling] = useState<SessionOut | null>(null)
  const enrol = (session: string | null) => join.mutateAsync({ id: training.id, session }).then(() => toast.success(t('session.joined')), (error: unknown) => toast.error(error))
  return (
    <Card
      title={t('session.title')}
      extra={
        <>
          {training.state === 'open' && (
            <Button size="small" busy={join.isPending} onClick={() => void enrol(null)}>
              {`${t('session.join')} · ${t('session.self')}`}
            </Button>
          )}
          {plans && training.state !== 'closed' && (
            <Button size="small" onClick={() => setForm('new')}>
              {t('session.add')}
            </Button>
          )}
        </>
      }
    >
      {training.sessions.length === 0 && <p className="dz-soft">{t('session.none')}</p>}
      <ul className="dz-stack" style={{ listStyle: 'none', margin: 0, padding: 0 }}>
        {training.sessions.map((session) => {
          const ahead = session.state === 'planned' && new Date(session.starts_at).getTime() > now
          return (
            <li key={session.id} className="dz-row">
              <div className="dz-grow">
                <div>
                  {spanOf(session.starts_at, session.ends_at)} · {session.place || '–'} · {session.trainer}
                </div>
                <div className="dz-soft">{session.state === 'cancelled' ? `${t('session.cancelled')}：${session.cancel_reason ?? ''}` : t('session.taken', { taken: session.taken, capacity: session.capacity })}</div>
              </div>
              {ahead && training.state === 'open' && session.taken < session.capacity && (
                <Button size="small" kind="primary" busy={join.isPending} onClick={() => void enrol(session.id)}>
                  {t('session.join')}
                </Button>
              )}
              {ahead && plans && training.state !== 'closed' && (
                <Button size="small" onClick={() => setForm(session.id)} aria-label={`${t('session.change')}: ${formatTime(session.starts_at)}`}>
                  {t('session.change')}
                </Button>
              )}
              {ahead && plans && (
                <Button size="small" onClick={() => setCancelling(session)} aria-label={`${t('session.cancel')}: ${formatTime(session.starts_at)}`}>
                  {t('session.cancel')}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
      {form !== null && <SessionForm training={training.id} session={training.sessions.find((one) => one.id === form)} onClose={() => setForm(null)} />}
      <ConfirmAction
        open={cancelling !== null}
        title={t('session.cancel')}
        verb={t('session.cancel')}
        danger
        reason="required"
        onConfirm={(reason) => cancel.mutateAsync({ session: cancelling as SessionOut, reason })}
        onClose={() => setCancelling(null)}
      />
    </Card>
  )
}
