import { useMemo, useState } from 'react'
import { Button, Count, DateTime, EmptyState, Page } from '@/shared/ui'
import { DataGrid, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { FileIcon } from '@/shared/ui/icons'
import { ImportDialog } from '@/shared/ui/import-dialog'
import { batchKeys, batchPage, type PunchBatch, useImportPunches } from '../queries'
import { texts } from '../texts'

const rowId = (row: PunchBatch) => row.id

/** Punches from files, and what devices have sent. */
export function Punches() {
  const t = texts.use()
  const send = useImportPunches()
  const [importing, setImporting] = useState(false)
  const source = useCursorList({ queryKey: batchKeys.list(), page: batchPage })
  const columns = useMemo<GridColumn<PunchBatch>[]>(
    () => [
      { id: 'at', header: t('punches.at'), width: 170, always: true, cell: (row) => <DateTime at={row.received_at} />, copy: (row) => row.received_at },
      { id: 'source', header: t('punches.source'), width: 90, cell: (row) => t(row.source === 'file' ? 'punches.file' : 'punches.device') },
      { id: 'name', header: t('punches.name'), width: 220, grow: true, cell: (row) => row.name, copy: (row) => row.name },
      { id: 'rows', header: t('punches.rows'), width: 90, numeric: true, cell: (row) => <Count value={row.row_count} /> },
      { id: 'added', header: t('punches.added'), width: 90, numeric: true, cell: (row) => <Count value={row.added_count} /> },
      { id: 'known', header: t('punches.known'), width: 110, numeric: true, cell: (row) => <Count value={row.known_count} /> },
      { id: 'refused', header: t('punches.refused'), width: 100, numeric: true, cell: (row) => <Count value={row.refused_count} /> },
      { id: 'by', header: t('punches.by'), width: 140, cell: (row) => row.received_by, copy: (row) => row.received_by },
    ],
    [t],
  )
  return (
    <Page
      title={t('punches.title')}
      lead={t('punches.lead')}
      width="full"
      actions={
        <Button kind="primary" icon={FileIcon} onClick={() => setImporting(true)}>
          {t('punches.import')}
        </Button>
      }
    >
      <DataGrid
        id="punch-batches"
        label={t('punches.title')}
        columns={columns}
        source={source}
        rowId={rowId}
        empty={
          <EmptyState icon={FileIcon} title={t('punches.empty')}>
            {t('punches.emptyAdvice')}
          </EmptyState>
        }
      />
      {importing && <ImportDialog title={t('punches.import')} hint={t('punches.hint')} template="/api/people/v1/attendance/punch-imports/template" send={(file, check) => send.mutateAsync({ file, check })} onClose={() => setImporting(false)} />}
    </Page>
  )
}
