import { toast } from '@/shared/ui'
import { FormModal, type FormField } from '@/shared/ui/form'
import { type FilePage, useChangeFile } from '../queries'
import { texts } from '../texts'

interface Values {
  name: string
  folder: string | null
  description: string | null
  keep_until: string | null
}

/** Where it stands and how long it is kept; what it holds changes by a new version only. */
export function FileForm({ file, onClose }: { file: FilePage; onClose: () => void }) {
  const t = texts.use()
  const change = useChangeFile()
  const fields: FormField<Values>[] = [
    { kind: 'text', name: 'name', label: t('files.name'), required: true, maxLength: 200 },
    { kind: 'text', name: 'folder', label: t('files.folder'), maxLength: 200 },
    { kind: 'textarea', name: 'description', label: t('files.description'), maxLength: 500 },
    { kind: 'date', name: 'keep_until', label: t('files.keep'), help: t('files.keepLonger') },
  ]
  return (
    <FormModal<Values>
      open
      title={`${t('files.changeTitle')} · ${file.name}`}
      verb={t('files.change')}
      initial={{ name: file.name, folder: file.folder, description: file.description, keep_until: file.keep_until }}
      fields={fields}
      onSubmit={async ({ name, folder, description, keep_until }) => {
        await change.mutateAsync({ one: file, facts: { name, folder: folder ?? '', description: description ?? '', keep_until } })
        toast.success(t('files.changed'))
      }}
      onClose={onClose}
    />
  )
}
