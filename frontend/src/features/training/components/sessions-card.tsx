import { useState } from 'react'
import { useCan } from '@/shared/api'
import { Button, Card, ConfirmAction, DateTime, toast } from '@/shared/ui'
import { FormModal, type FormField } from '@/shared/ui/form'
import { type SessionOut, type TrainingPage, useCancelSession, useEnrolOneself, usePlanSession } from '../queries'
import { texts } from '../texts'

const CLOCK = /^([01]?\d|2[0-3]):[0-5]\d$/

/** A company day and an hour of it, as an instant. */
export function momentOf(day: string, clock: string): string {
  return `${day}T${clock.trim().padStart(5, '0')}:00+08:00`
}

export function SessionsCard({ training, now }: { training: TrainingPage; now: number }) {
  const t = texts.use()
  const plans = useCan()('people.trainings.plan')
  const join = useEnrolOneself()
  const cancel = useCancelSession()
  const [adding, setAdding] = useState(false)
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
            <Button size="small" onClick={() => setAdding(true)}>
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
                  <DateTime at={session.starts_at} /> · {session.place || '–'} · {session.trainer}
                </div>
                <div className="dz-soft">{session.state === 'cancelled' ? `${t('session.cancelled')}：${session.cancel_reason ?? ''}` : t('session.taken', { taken: session.taken, capacity: session.capacity })}</div>
              </div>
              {ahead && training.state === 'open' && session.taken < session.capacity && (
                <Button size="small" kind="primary" busy={join.isPending} onClick={() => void enrol(session.id)}>
                  {t('session.join')}
                </Button>
              )}
              {ahead && plans && (
                <Button size="small" onClick={() => setCancelling(session)}>
                  {t('session.cancel')}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
      {adding && <SessionForm training={training.id} onClose={() => setAdding(false)} />}
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

interface Values {
  day: string
  from: string
  to: string
  place: string | null
  trainer: string
  capacity: number
}

function SessionForm({ training, onClose }: { training: string; onClose: () => void }) {
  const t = texts.use()
  const plan = usePlanSession()
  const fields: FormField<Values>[] = [
    { kind: 'date', name: 'day', label: t('session.day'), required: true },
    { kind: 'text', name: 'from', label: t('session.from'), required: true, pattern: CLOCK, placeholder: t('session.time') },
    { kind: 'text', name: 'to', label: t('session.to'), required: true, pattern: CLOCK, placeholder: t('session.time') },
    { kind: 'text', name: 'place', label: t('session.place'), maxLength: 200 },
    { kind: 'text', name: 'trainer', label: t('session.trainer'), required: true, maxLength: 200 },
    { kind: 'number', name: 'capacity', label: t('session.capacity'), required: true, min: 1, max: 10_000 },
  ]
  return (
    <FormModal<Values>
      open
      title={t('session.add')}
      verb={t('session.add')}
      initial={{ capacity: 20 }}
      fields={fields}
      onSubmit={async ({ day, from, to, place, trainer, capacity }) => {
        await plan.mutateAsync({ training_id: training, starts_at: momentOf(day, from), ends_at: momentOf(day, to), place: place ?? '', trainer, capacity })
        toast.success(t('session.added'))
      }}
      onClose={onClose}
    />
  )
}
