import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { Button, DateTime, EmptyState, Page, toast } from '@/shared/ui'
import { FormModal, type FormField } from '@/shared/ui/form'
import { DataGrid, FilterBar, type FilterField, type FilterValues, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { AddIcon, MeetingIcon } from '@/shared/ui/icons'
import { MeetingState } from '../components/chips'
import { findEmployees, meetingKeys, meetingList, type MeetingOut, unitsQuery, useCallMeeting } from '../queries'
import { texts } from '../texts'

const rowId = (row: MeetingOut) => row.id
const CLOCK = /^([01]?\d|2[0-3]):[0-5]\d$/
const momentOf = (day: string, clock: string) => `${day}T${clock.trim().padStart(5, '0')}:00+08:00`

export function Meetings() {
  const t = texts.use()
  const holds = useCan()('people.meetings.hold')
  const search = useSearch({ from: '/shell/meetings' })
  const navigate = useNavigate({ from: '/meetings' })
  const [calling, setCalling] = useState(false)
  const source = useCursorList({ queryKey: meetingKeys.list(search), page: meetingList(search) })
  const filter = useCallback((patch: FilterValues) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true }), [navigate])
  const open = useCallback((id: string) => void navigate({ to: '/meetings/$id', params: { id } }), [navigate])
  const fields = useMemo<FilterField[]>(() => [{ kind: 'search', name: 'q', label: t('meetings.search') }], [t])
  const columns = useMemo<GridColumn<MeetingOut>[]>(
    () => [
      { id: 'when', header: t('meetings.when'), width: 150, always: true, cell: (row) => <DateTime at={row.starts_at} />, copy: (row) => row.starts_at },
      { id: 'title', header: t('meetings.subject'), width: 240, grow: true, always: true, cell: (row) => <strong>{row.title}</strong>, copy: (row) => row.title },
      { id: 'state', header: t('meetings.state'), width: 110, cell: (row) => <MeetingState state={row.state} />, copy: (row) => row.state },
      { id: 'place', header: t('meetings.place'), width: 130, cell: (row) => row.place || '–', copy: (row) => row.place },
      { id: 'chair', header: t('meetings.chair'), width: 120, cell: (row) => row.chair_name, copy: (row) => row.chair_name },
      { id: 'tasks', header: t('meetings.tasks'), width: 170, cell: (row) => (row.task_count === 0 ? '–' : t('meetings.openTasks', { open: row.open_task_count, all: row.task_count })), copy: (row) => String(row.open_task_count) },
      { id: 'number', header: t('meetings.number'), width: 180, cell: (row) => <span className="dz-mono">{row.number}</span>, copy: (row) => row.number },
    ],
    [t],
  )
  return (
    <Page
      title={t('meetings.title')}
      lead={t('meetings.lead')}
      width="full"
      actions={
        holds && (
          <Button kind="primary" icon={AddIcon} onClick={() => setCalling(true)}>
            {t('meetings.call')}
          </Button>
        )
      }
    >
      <DataGrid id="meetings" label={t('meetings.title')} columns={columns} source={source} rowId={rowId} onOpen={(row) => open(row.id)} toolbar={<FilterBar fields={fields} value={search} onChange={filter} />} empty={<EmptyState icon={MeetingIcon} title={t('meetings.empty')} />} />
      {calling && <MeetingForm onCalled={open} onClose={() => setCalling(false)} />}
    </Page>
  )
}

interface Values {
  title: string
  unit_id: string | null
  day: string
  from: string
  to: string
  place: string | null
  writer_id: string | null
  agenda: string | null
  first: string | null
  second: string | null
  third: string | null
  fourth: string | null
}
const INVITED = ['first', 'second', 'third', 'fourth'] as const

function MeetingForm({ onCalled, onClose }: { onCalled: (id: string) => void; onClose: () => void }) {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  const units = useQuery(unitsQuery).data ?? []
  const call = useCallMeeting()
  const fields: FormField<Values>[] = [
    { kind: 'text', name: 'title', label: t('meetings.subject'), required: true, maxLength: 200 },
    { kind: 'date', name: 'day', label: t('meetings.day'), required: true },
    { kind: 'text', name: 'from', label: t('meetings.from'), required: true, pattern: CLOCK, placeholder: t('meetings.time') },
    { kind: 'text', name: 'to', label: t('meetings.to'), required: true, pattern: CLOCK, placeholder: t('meetings.time') },
    { kind: 'text', name: 'place', label: t('meetings.place'), maxLength: 200 },
    { kind: 'select', name: 'unit_id', label: t('meetings.unit'), options: units.map((unit) => ({ value: unit.id, label: zh ? unit.name_zh : unit.name_en })) },
    { kind: 'find', name: 'writer_id', label: t('meetings.writer'), find: findEmployees },
    { kind: 'textarea', name: 'agenda', label: t('meetings.agenda'), rows: 4 },
    ...INVITED.map((name, index): FormField<Values> => ({ kind: 'find', name, label: index === 0 ? t('meetings.invited') : t('meetings.add'), find: findEmployees, when: (values) => index === 0 || Boolean(values[INVITED[index - 1] as (typeof INVITED)[number]]) })),
  ]
  return (
    <FormModal<Values>
      open
      title={t('meetings.call')}
      verb={t('meetings.call')}
      fields={fields}
      onSubmit={async (values) => {
        const agenda = (values.agenda ?? '').split('\n').map((line) => line.trim()).filter(Boolean)
        const made = await call.mutateAsync({
          title: values.title,
          unit_id: values.unit_id || null,
          starts_at: momentOf(values.day, values.from),
          ends_at: momentOf(values.day, values.to),
          place: values.place ?? '',
          chair_id: null,
          writer_id: values.writer_id || null,
          agenda: agenda.map((title) => ({ title, minutes: 0, presenter: '' })),
          invited: INVITED.map((name) => values[name]).filter((id): id is string => Boolean(id)),
        })
        toast.success(t('meetings.called'))
        onCalled(made.id)
      }}
      onClose={onClose}
    />
  )
}
