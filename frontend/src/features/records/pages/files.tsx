import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { Button, Chip, DateTime, EmptyState, Page } from '@/shared/ui'
import { DataGrid, FilterBar, type FilterField, type FilterValues, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { FilesIcon, UploadIcon } from '@/shared/ui/icons'
import { UploadDialog } from '../components/upload-dialog'
import { sizeText } from '../parts'
import { fileKeys, fileList, type FileOut, unitsQuery } from '../queries'
import { texts } from '../texts'

const rowId = (row: FileOut) => row.id

export function Files() {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  const can = useCan()
  const files = can('people.files.file')
  const oversees = can('people.files.oversee')
  const search = useSearch({ from: '/shell/files' })
  const navigate = useNavigate({ from: '/files' })
  const units = useQuery(unitsQuery).data
  const [uploading, setUploading] = useState(false)
  const source = useCursorList({ queryKey: fileKeys.list(search), page: fileList(search) })
  const filter = useCallback((patch: FilterValues) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true }), [navigate])
  const fields = useMemo<FilterField[]>(
    () => [
      { kind: 'search', name: 'q', label: t('files.search') },
      { kind: 'choice', name: 'unit_id', label: t('files.unit'), options: (units ?? []).map((unit) => ({ value: unit.id, label: zh ? unit.name_zh : unit.name_en })) },
      { kind: 'choice', name: 'state', label: t('files.state'), options: (['filed', 'archived', 'destroyed'] as const).map((state) => ({ value: state, label: t(`files.${state}`) })) },
      ...(oversees ? [{ kind: 'flag', name: 'kept_until_past', label: t('destroy.due') } satisfies FilterField] : []),
    ],
    [t, units, zh, oversees],
  )
  const columns = useMemo<GridColumn<FileOut>[]>(
    () => [
      { id: 'name', header: t('files.name'), width: 240, grow: true, always: true, cell: (row) => <><strong>{row.name}</strong> {row.state !== 'filed' && <Chip>{t(row.state === 'archived' ? 'files.archived' : 'files.destroyed')}</Chip>}</>, copy: (row) => row.name },
      { id: 'folder', header: t('files.folder'), width: 140, cell: (row) => row.folder || '–', copy: (row) => row.folder },
      { id: 'unit', header: t('files.unit'), width: 140, cell: (row) => (zh ? row.unit_zh : row.unit_en), copy: (row) => row.unit_zh ?? '' },
      { id: 'version', header: t('files.version'), width: 80, cell: (row) => row.newest, copy: (row) => String(row.newest) },
      { id: 'size', header: t('files.size'), width: 100, cell: (row) => sizeText(row.size), copy: (row) => String(row.size) },
      { id: 'by', header: t('files.by'), width: 120, cell: (row) => row.filed_by, copy: (row) => row.filed_by },
      { id: 'at', header: t('files.at'), width: 150, cell: (row) => <DateTime at={row.filed_at} />, copy: (row) => row.filed_at },
      { id: 'keep', header: t('files.keep'), width: 120, cell: (row) => row.keep_until ?? t('files.forever'), copy: (row) => row.keep_until ?? '' },
    ],
    [t, zh],
  )
  return (
    <Page
      title={t('files.title')}
      lead={t('files.lead')}
      width="full"
      actions={
        files && (
          <Button kind="primary" icon={UploadIcon} onClick={() => setUploading(true)}>
            {t('files.upload')}
          </Button>
        )
      }
    >
      <DataGrid id="files" label={t('files.title')} columns={columns} source={source} rowId={rowId} onOpen={(row) => void navigate({ to: '/files/$id', params: { id: row.id } })} toolbar={<FilterBar fields={fields} value={search} onChange={filter} />} empty={<EmptyState icon={FilesIcon} title={t('files.empty')} />} />
      {uploading && <UploadDialog onClose={() => setUploading(false)} />}
    </Page>
  )
}
