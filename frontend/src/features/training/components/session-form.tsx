import { CLOCK, clockOf, companyDay, momentOf } from '@/shared/lib/time'
import { toast } from '@/shared/ui'
import { FormModal, type FormField } from '@/shared/ui/form'
import { type SessionOut, useChangeSession, usePlanSession } from '../queries'
import { texts } from '../texts'

/** `starts_at` and `ends_at` are hours, named as the fields they become: a refusal finds its place. */
interface Values {
  day: string
  starts_at: string
  ends_at: string
  last_day: string | null
  place: string | null
  trainer: string
  capacity: number
}

function valuesOf(session: SessionOut): Values {
  const day = companyDay(new Date(session.starts_at))
  const last = companyDay(new Date(session.ends_at))
  return { day, starts_at: clockOf(session.starts_at), ends_at: clockOf(session.ends_at), last_day: last === day ? null : last, place: session.place, trainer: session.trainer, capacity: session.capacity }
}

/** A new session, or with `session` another time, place, trainer or number of places for one. */
export function SessionForm({ training, session, onClose }: { training: string; session: SessionOut | undefined; onClose: () => void }) {
  const t = texts.use()
  const plan = usePlanSession()
  const change = useChangeSession()
  const verb = t(session ? 'session.change' : 'session.add')
  const fields: FormField<Values>[] = [
    { kind: 'date', name: 'day', label: t('session.day'), required: true },
    { kind: 'text', name: 'starts_at', label: t('session.from'), required: true, pattern: CLOCK, placeholder: t('session.time') },
    { kind: 'text', name: 'ends_at', label: t('session.to'), required: true, pattern: CLOCK, placeholder: t('session.time') },
    { kind: 'date', name: 'last_day', label: t('session.lastDay'), help: t('session.lastDayHelp') },
    { kind: 'text', name: 'place', label: t('session.place'), maxLength: 200 },
    { kind: 'text', name: 'trainer', label: t('session.trainer'), required: true, maxLength: 200 },
    { kind: 'number', name: 'capacity', label: t('session.capacity'), required: true, min: 1, max: 10_000, help: session && t('session.places', { taken: session.taken }) },
  ]
  return (
    <FormModal<Values>
      open
      title={verb}
      verb={verb}
      initial={session ? valuesOf(session) : { capacity: 20 }}
      fields={fields}
      onSubmit={async ({ day, last_day, starts_at, ends_at, place, trainer, capacity }) => {
        const facts = { starts_at: momentOf(day, starts_at), ends_at: momentOf(last_day ?? day, ends_at), place: place ?? '', trainer, capacity }
        if (session) await change.mutateAsync({ session, facts })
        else await plan.mutateAsync({ training_id: training, ...facts })
        toast.success(t(session ? 'session.changed' : 'session.added'))
      }}
      onClose={onClose}
    />
  )
}
