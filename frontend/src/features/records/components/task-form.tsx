import { useQuery } from '@tanstack/react-query'
import { Dialog, Loaded, toast } from '@/shared/ui'
import { FormModal, type FormField } from '@/shared/ui/form'
import { findEmployees, type TaskOut, taskQuery, useChangeTask, useGiveTask } from '../queries'
import { texts } from '../texts'

interface Values {
  title: string
  owner_id: string | null
  due_on: string
}
interface ChangedValues extends Values {
  owner_id: string
  reason: string
}

export function GiveTask({ onClose }: { onClose: () => void }) {
  const t = texts.use()
  const give = useGiveTask()
  const fields: FormField<Values>[] = [
    { kind: 'text', name: 'title', label: t('tasks.task'), required: true, maxLength: 200 },
    { kind: 'find', name: 'owner_id', label: t('tasks.owner'), find: findEmployees, help: t('tasks.ownerHelp') },
    { kind: 'date', name: 'due_on', label: t('tasks.due'), required: true },
  ]
  return (
    <FormModal<Values>
      open
      title={t('tasks.give')}
      verb={t('tasks.give')}
      fields={fields}
      onSubmit={async ({ title, owner_id, due_on }) => {
        await give.mutateAsync({ title, owner_id: owner_id || null, due_on })
        toast.success(t('tasks.given'))
      }}
      onClose={onClose}
    />
  )
}

/** Read again before it is changed, and while it is: a row of the list may be older than the task. */
export function ChangeTask({ id, onClose }: { id: string; onClose: () => void }) {
  const t = texts.use()
  const query = useQuery(taskQuery(id))
  if (query.data) return <Change task={query.data} onClose={onClose} />
  return (
    <Dialog open title={t('tasks.change')} onClose={onClose}>
      <Loaded query={query}>{() => null}</Loaded>
    </Dialog>
  )
}

function Change({ task, onClose }: { task: TaskOut; onClose: () => void }) {
  const t = texts.use()
  const change = useChangeTask()
  const fields: FormField<ChangedValues>[] = [
    { kind: 'text', name: 'title', label: t('tasks.task'), required: true, maxLength: 200 },
    { kind: 'find', name: 'owner_id', label: t('tasks.owner'), required: true, find: findEmployees, known: { value: task.owner_id, label: `${task.owner_name} ${task.owner_number}` } },
    { kind: 'date', name: 'due_on', label: t('tasks.due'), required: true },
    { kind: 'textarea', name: 'reason', label: t('tasks.reason'), required: true, maxLength: 500, rows: 2, help: t('tasks.reasonHelp') },
  ]
  return (
    <FormModal<ChangedValues>
      open
      title={`${t('tasks.changeTitle')} · ${task.number}`}
      verb={t('tasks.change')}
      initial={{ title: task.title, owner_id: task.owner_id, due_on: task.due_on }}
      fields={fields}
      onSubmit={async (facts) => {
        await change.mutateAsync({ task, facts })
        toast.success(t('tasks.changed'))
      }}
      onClose={onClose}
    />
  )
}
