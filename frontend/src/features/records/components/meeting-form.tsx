import { useQuery } from '@tanstack/react-query'
import { useLanguage } from '@/shared/i18n'
import { CLOCK, clockOf, companyDay, momentOf } from '@/shared/lib/time'
import { toast } from '@/shared/ui'
import { FormModal, type FormField } from '@/shared/ui/form'
import { agendaOf, invitedOf } from '../parts'
import { findEmployees, type MeetingPage, unitsQuery, useCallMeeting, useChangeMeeting } from '../queries'
import { texts } from '../texts'

/** `starts_at` and `ends_at` are hours, named as the fields they become: a refusal finds its place. */
interface Values {
  title: string
  day: string
  starts_at: string
  ends_at: string
  last_day: string | null
  place: string | null
  unit_id: string | null
  writer_id: string | null
  agenda: string | null
  invited: string[]
  first: string | null
  second: string | null
  third: string | null
  fourth: string | null
}
const ADDED = ['first', 'second', 'third', 'fourth'] as const

function valuesOf(meeting: MeetingPage): Partial<Values> {
  const day = companyDay(new Date(meeting.starts_at))
  const last = companyDay(new Date(meeting.ends_at))
  return {
    title: meeting.title,
    day,
    starts_at: clockOf(meeting.starts_at),
    ends_at: clockOf(meeting.ends_at),
    last_day: last === day ? null : last,
    place: meeting.place,
    unit_id: meeting.unit_id,
    writer_id: meeting.writer_id,
    agenda: meeting.agenda.map((item) => item.title).join('\n'),
    invited: meeting.invited.map((one) => one.id),
  }
}

/** A new meeting, or with `meeting` other facts of one that is planned. */
export function MeetingForm({ meeting, onDone, onClose }: { meeting?: MeetingPage; onDone?: (id: string) => void; onClose: () => void }) {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  const units = useQuery(unitsQuery).data ?? []
  const call = useCallMeeting()
  const change = useChangeMeeting()
  const guests = (meeting?.invited ?? []).map((one) => ({ value: one.id, label: `${one.name} ${one.number}` }))
  const fields: FormField<Values>[] = [
    { kind: 'text', name: 'title', label: t('meetings.subject'), required: true, maxLength: 200 },
    { kind: 'date', name: 'day', label: t('meetings.day'), required: true },
    { kind: 'text', name: 'starts_at', label: t('meetings.from'), required: true, pattern: CLOCK, placeholder: t('meetings.time') },
    { kind: 'text', name: 'ends_at', label: t('meetings.to'), required: true, pattern: CLOCK, placeholder: t('meetings.time') },
    { kind: 'date', name: 'last_day', label: t('meetings.lastDay'), help: t('meetings.lastDayHelp') },
    { kind: 'text', name: 'place', label: t('meetings.place'), maxLength: 200 },
    { kind: 'select', name: 'unit_id', label: t('meetings.unit'), options: units.map((unit) => ({ value: unit.id, label: zh ? unit.name_zh : unit.name_en })) },
    { kind: 'find', name: 'writer_id', label: t(meeting ? 'meetings.writerIs' : 'meetings.writer'), required: meeting !== undefined, find: findEmployees, known: guests.find((one) => one.value === meeting?.writer_id) },
    { kind: 'textarea', name: 'agenda', label: t('meetings.agenda'), rows: 4 },
    ...(meeting ? [{ kind: 'multi', name: 'invited', label: t('meetings.invited'), options: guests, help: t('meetings.invitedHelp') } satisfies FormField<Values>] : []),
    ...ADDED.map((name, index): FormField<Values> => ({ kind: 'find', name, label: index === 0 && !meeting ? t('meetings.invited') : t('meetings.add'), find: findEmployees, when: (values) => index === 0 || Boolean(values[ADDED[index - 1] as (typeof ADDED)[number]]) })),
  ]
  const submit = async (values: Values) => {
    const facts = {
      title: values.title,
      unit_id: values.unit_id || null,
      starts_at: momentOf(values.day, values.starts_at),
      ends_at: momentOf(values.last_day ?? values.day, values.ends_at),
      place: values.place ?? '',
      writer_id: values.writer_id || null,
      agenda: agendaOf(values.agenda ?? '', meeting?.agenda),
      invited: invitedOf(meeting ? values.invited : [], ADDED.map((name) => values[name])),
    }
    const done = meeting ? await change.mutateAsync({ one: meeting, facts }) : await call.mutateAsync({ chair_id: null, ...facts })
    toast.success(t(meeting ? 'meetings.changed' : 'meetings.called'))
    onDone?.(done.id)
  }
  const verb = t(meeting ? 'meetings.change' : 'meetings.call')
  return <FormModal<Values> open title={verb} verb={verb} {...(meeting ? { initial: valuesOf(meeting) } : {})} fields={fields} onSubmit={submit} onClose={onClose} />
}
