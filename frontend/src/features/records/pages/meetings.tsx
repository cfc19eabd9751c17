import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { useCan } from '@/shared/api'
import { spanOf } from '@/shared/lib/time'
import { Button, EmptyState, Page } from '@/shared/ui'
import { DataGrid, FilterBar, type FilterField, type FilterValues, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { AddIcon, MeetingIcon } from '@/shared/ui/icons'
import { MeetingState } from '../components/chips'
import { MeetingForm } from '../components/meeting-form'
import { meetingKeys, meetingList, type MeetingOut } from '../queries'
import { texts } from '../texts'

const rowId = (row: MeetingOut) => row.id

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
      { id: 'when', header: t('meetings.when'), width: 200, always: true, cell: (row) => spanOf(row.starts_at, row.ends_at), copy: (row) => row.starts_at },
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
      {calling && <MeetingForm onDone={open} onClose={() => setCalling(false)} />}
    </Page>
  )
}
