import { FormModal } from '@/shared/ui/form'
import { type Policy, type PolicyContent, useDraftPolicy } from '../queries'
import { texts } from '../texts'
import { readSessions, writeSessions } from './sessions'

interface Values {
  sessions: string
  /** Sessions (from 1) whose lateness counts from the start of work. */
  from_start: string[] | null
  lead: number
  late: number
  early: number
  seconds: boolean | null
  double: number
  movable: number
  rota: number
  weekly: number
  photos: number
  sign_by: number
  object_until: number
  unauthorised: number
  reason: string
}

/** A new draft, or a change of one. Groups keep what the form does not ask. */
export function PolicyForm({ from, draft, onClose }: { from: PolicyContent; draft?: Policy; onClose: () => void }) {
  const t = texts.use()
  const save = useDraftPolicy()
  const week = from.groups.find((group) => group.pattern === 'week')
  const rota = from.groups.find((group) => group.pattern === 'rota')
  const minutes = { kind: 'number', min: 0, max: 240, unit: t('policy.minute'), required: true } as const
  return (
    <FormModal<Values>
      open
      title={draft ? t('policy.change') : t('policy.draft')}
      verb={t('policy.save')}
      fields={[
        { kind: 'textarea', name: 'sessions', label: t('policy.sessions'), required: true, rows: 3, help: t('notices.sessionsHelp'), check: (value) => (readSessions(typeof value === 'string' ? value : '')?.length ? undefined : t('notices.sessionsWrong')) },
        { ...minutes, name: 'lead', label: t('policy.lead_minutes') },
        { kind: 'multi', name: 'from_start', label: t('policy.fromStart'), help: t('policy.fromStartHelp'), options: [1, 2, 3].map((place) => ({ value: String(place), label: t('board.session', { number: place }) })) },
        { ...minutes, name: 'late', label: t('policy.late') },
        { ...minutes, name: 'early', label: t('policy.early') },
        { kind: 'switch', name: 'seconds', label: t('policy.secondsCount') },
        { kind: 'number', name: 'double', label: t('policy.double'), min: 0, max: 3600, unit: t('policy.second'), required: true },
        ...(week ? [{ kind: 'number', name: 'movable', label: t('policy.movable'), min: 0, max: 31, required: true } as const] : []),
        ...(rota ? [{ kind: 'number', name: 'rota', label: t('policy.rota'), min: 0, max: 31, required: true } as const] : []),
        { kind: 'number', name: 'weekly', label: t('policy.weekly'), min: 1, max: 168, unit: t('policy.hour'), required: true },
        { kind: 'number', name: 'photos', label: t('policy.photos'), min: 1, max: 3650, required: true },
        { kind: 'number', name: 'sign_by', label: t('policy.signBy'), min: 1, max: 25, required: true, help: t('policy.ofNextMonth') },
        { kind: 'number', name: 'object_until', label: t('policy.objectUntil'), min: 1, max: 25, required: true, help: t('policy.ofNextMonth'), check: (value, values) => (typeof value === 'number' && value < (values.sign_by ?? 1) ? t('policy.beforeSigning') : undefined) },
        { ...minutes, name: 'unauthorised', label: t('policy.unauthorised') },
        { kind: 'text', name: 'reason', label: t('reason'), required: true, maxLength: 500 },
      ]}
      initial={{
        sessions: writeSessions(from.sessions),
        from_start: from.sessions.flatMap((one, place) => (one.late_from === 'work_start' ? [String(place + 1)] : [])),
        lead: from.sign_in_lead_minutes,
        late: from.late_band_minutes,
        early: from.early_band_minutes,
        seconds: from.seconds_count,
        double: from.double_seconds,
        movable: week?.rest_days ?? 0,
        rota: rota?.rest_days ?? 0,
        weekly: Math.round(from.weekly_limit_minutes / 60),
        photos: from.photo_keep_days,
        sign_by: from.sign_by_day,
        object_until: from.object_until_day,
        unauthorised: from.unauthorised_from_minutes,
        ...(draft ? { reason: draft.reason } : {}),
      }}
      onSubmit={(values) => save.mutateAsync({ ...(draft ? { number: draft.number, version: draft.version } : {}), content: contentOf(from, values), reason: values.reason })}
      onClose={onClose}
    />
  )
}

export function contentOf(from: PolicyContent, values: Values): PolicyContent {
  const fromStart = new Set(values.from_start ?? [])
  return {
    ...from,
    sessions: (readSessions(values.sessions) ?? []).map((times, place) => ({ ...times, late_from: fromStart.has(String(place + 1)) ? 'work_start' : 'sign_in' })),
    sign_in_lead_minutes: values.lead,
    late_band_minutes: values.late,
    early_band_minutes: values.early,
    seconds_count: values.seconds === true,
    double_seconds: values.double,
    groups: from.groups.map((group) => ({ ...group, rest_days: group.pattern === 'week' ? values.movable : values.rota })),
    weekly_limit_minutes: values.weekly * 60,
    photo_keep_days: values.photos,
    sign_by_day: values.sign_by,
    object_until_day: values.object_until,
    unauthorised_from_minutes: values.unauthorised,
  }
}
