import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { Button, ConfirmAction, EmptyState, Page, toast } from '@/shared/ui'
import { DataGrid, FilterBar, type FilterField, type FilterValues, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { AddIcon, TaskIcon } from '@/shared/ui/icons'
import { Due, TaskState } from '../components/chips'
import { ChangeTask, GiveTask } from '../components/task-form'
import { taskKeys, taskList, type TaskOut, useDropTask, useFinishTask } from '../queries'
import { texts } from '../texts'

const rowId = (row: TaskOut) => row.id

export function Tasks() {
  const t = texts.use()
  const search = useSearch({ from: '/shell/tasks' })
  const navigate = useNavigate({ from: '/tasks' })
  const [giving, setGiving] = useState(false)
  const [changing, setChanging] = useState<string | null>(null)
  const [ending, setEnding] = useState<{ task: TaskOut; how: 'done' | 'drop' } | null>(null)
  const finish = useFinishTask()
  const drop = useDropTask()
  const source = useCursorList({ queryKey: taskKeys.list(search), page: taskList(search) })
  const filter = useCallback((patch: FilterValues) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true }), [navigate])
  const fields = useMemo<FilterField[]>(
    () => [
      { kind: 'search', name: 'q', label: t('tasks.search') },
      { kind: 'choice', name: 'state', label: t('tasks.state'), options: (['open', 'done', 'dropped'] as const).map((state) => ({ value: state, label: t(`taskState.${state}`) })) },
      { kind: 'flag', name: 'mine', label: t('tasks.mine') },
      { kind: 'flag', name: 'given_by_me', label: t('tasks.givenByMe') },
      { kind: 'flag', name: 'overdue', label: t('tasks.overdue') },
    ],
    [t],
  )
  const columns = useMemo<GridColumn<TaskOut>[]>(
    () => [
      { id: 'title', header: t('tasks.task'), width: 160, grow: true, always: true, cell: (row) => <strong>{row.title}</strong>, copy: (row) => row.title },
      { id: 'owner', header: t('tasks.owner'), width: 100, cell: (row) => row.owner_name, copy: (row) => row.owner_name },
      { id: 'due', header: t('tasks.due'), width: 200, cell: (row) => <Due task={row} />, copy: (row) => row.due_on },
      { id: 'state', header: t('tasks.state'), width: 110, cell: (row) => <TaskState state={row.state} />, copy: (row) => row.state },
      { id: 'giver', header: t('tasks.giver'), width: 100, cell: (row) => row.giver_name ?? '–', copy: (row) => row.giver_name ?? '' },
      { id: 'meeting', header: t('tasks.meeting'), width: 130, cell: (row) => (row.meeting_id ? <Link to="/meetings/$id" params={{ id: row.meeting_id }}>{row.meeting_title}</Link> : '–'), copy: (row) => row.meeting_title ?? '' },
      { id: 'note', header: t('tasks.note'), width: 120, cell: (row) => row.note || (row.reminded_on && row.state === 'open' ? `${t('tasks.reminded')} ${row.reminded_on}` : '–'), copy: (row) => row.note },
      {
        id: 'actions',
        header: t('tasks.actions'),
        width: 224,
        always: true,
        cell: (row) =>
          row.state === 'open' && (
            <span className="dz-row" style={{ flexWrap: 'nowrap' }}>
              <Button size="small" onClick={() => setEnding({ task: row, how: 'done' })} aria-label={`${t('tasks.done')}: ${row.title}`}>
                {t('tasks.done')}
              </Button>
              {row.may_change && (
                <>
                  <Button size="small" onClick={() => setChanging(row.id)} aria-label={`${t('tasks.change')}: ${row.title}`}>
                    {t('tasks.change')}
                  </Button>
                  <Button size="small" onClick={() => setEnding({ task: row, how: 'drop' })} aria-label={`${t('tasks.drop')}: ${row.title}`}>
                    {t('tasks.drop')}
                  </Button>
                </>
              )}
            </span>
          ),
      },
    ],
    [t],
  )
  return (
    <Page
      title={t('tasks.title')}
      lead={t('tasks.lead')}
      width="full"
      actions={
        <Button kind="primary" icon={AddIcon} onClick={() => setGiving(true)}>
          {t('tasks.give')}
        </Button>
      }
    >
      <DataGrid id="tasks" label={t('tasks.title')} columns={columns} source={source} rowId={rowId} toolbar={<FilterBar fields={fields} value={search} onChange={filter} />} empty={<EmptyState icon={TaskIcon} title={t('tasks.empty')} />} />
      {giving && <GiveTask onClose={() => setGiving(false)} />}
      {changing && <ChangeTask id={changing} onClose={() => setChanging(null)} />}
      <ConfirmAction
        open={ending?.how === 'done'}
        title={t('tasks.doneTitle', { title: ending?.task.title ?? '' })}
        verb={t('tasks.done')}
        reason="optional"
        onConfirm={async (note) => {
          if (ending) await finish.mutateAsync({ task: ending.task, note })
          toast.success(t('tasks.finished'))
        }}
        onClose={() => setEnding(null)}
      />
      <ConfirmAction
        open={ending?.how === 'drop'}
        title={t('tasks.dropTitle', { title: ending?.task.title ?? '' })}
        verb={t('tasks.drop')}
        danger
        reason="required"
        onConfirm={async (reason) => {
          if (ending) await drop.mutateAsync({ task: ending.task, reason })
          toast.success(t('tasks.dropped'))
        }}
        onClose={() => setEnding(null)}
      />
    </Page>
  )
}
