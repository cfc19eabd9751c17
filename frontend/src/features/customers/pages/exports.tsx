import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useCan } from '@/shared/api'
import { Button, Chip, ConfirmAction, Count, DateTime, EmptyState, Page, Tabs, toast, type Tone } from '@/shared/ui'
import { DataGrid, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { DownloadIcon } from '@/shared/ui/icons'
import { type DataExportOut, exportKeys, exportPage, saveExportFile, useWithdrawExport } from '../queries'
import { texts } from '../texts'

const rowId = (row: DataExportOut) => row.id
const STATES = ['asked', 'approved', 'ready', 'refused', 'voided', 'withdrawn', 'expired'] as const
const TONES: Record<string, Tone> = { asked: 'info', approved: 'info', ready: 'success', refused: 'danger', voided: 'danger' }
const OPEN = new Set(['asked', 'approved', 'ready'])
const stateOf = (row: DataExportOut) => STATES.find((one) => one === row.state) ?? 'expired'

/** Files with personal data: asked for, approved, downloaded by who asked, and gone. */
export function DataExports() {
  const t = texts.use()
  const can = useCan()
  const { of = 'mine' } = useSearch({ from: '/shell/data-exports' })
  const navigate = useNavigate({ from: '/data-exports' })
  const everybodys = of === 'all' && can('orders.exports.read')
  const source = useCursorList({ queryKey: exportKeys.list({ everybodys }), page: exportPage(everybodys) })
  const withdraw = useWithdrawExport()
  const [asking, setAsking] = useState<DataExportOut | null>(null)
  const columns = useMemo<GridColumn<DataExportOut>[]>(
    () => [
      { id: 'at', header: t('exports.asked'), width: 150, always: true, cell: (row) => <DateTime at={row.asked_at} />, copy: (row) => row.asked_at },
      { id: 'kind', header: t('exports.kind'), width: 90, cell: (row) => t(row.kind === 'orders' ? 'exports.orders' : 'exports.customers'), copy: (row) => row.kind },
      { id: 'rows', header: t('exports.rows'), width: 80, numeric: true, cell: (row) => <Count value={row.row_count} />, copy: (row) => String(row.row_count) },
      { id: 'contacts', header: t('exports.contacts'), width: 100, cell: (row) => (row.full_contacts ? <Chip tone="special">{t('exports.full')}</Chip> : t('exports.masked')), copy: (row) => String(row.full_contacts) },
      { id: 'reason', header: t('exports.reason'), width: 200, grow: true, cell: (row) => row.reason, copy: (row) => row.reason },
      { id: 'state', header: t('exports.state'), width: 110, always: true, cell: (row) => <Chip tone={TONES[row.state] ?? 'neutral'}>{t(`exports.states.${stateOf(row)}`)}</Chip>, copy: (row) => row.state },
      { id: 'by', header: t('exports.by'), width: 150, cell: (row) => [row.decided_by, row.comment].filter(Boolean).join('：'), copy: (row) => row.decided_by },
      { id: 'until', header: t('exports.until'), width: 150, cell: (row) => row.expires_at && <DateTime at={row.expires_at} />, copy: (row) => row.expires_at ?? '' },
      { id: 'downloads', header: t('exports.downloads'), width: 90, numeric: true, cell: (row) => <Count value={row.downloads} />, copy: (row) => String(row.downloads) },
      { id: 'asker', header: t('exports.asker'), width: 110, hidden: !everybodys, cell: (row) => row.asked_by, copy: (row) => row.asked_by },
      {
        id: 'do',
        header: t('exports.do'),
        width: 180,
        always: true,
        pinned: 'end',
        cell: (row) =>
          row.mine && (
            <>
              {row.state === 'ready' && (
                <Button size="small" kind="primary" icon={DownloadIcon} onClick={() => void saveExportFile(row.id).catch(toast.error)}>
                  {t('exports.download')}
                </Button>
              )}{' '}
              {OPEN.has(row.state) && (
                <Button size="small" onClick={() => setAsking(row)}>
                  {t('exports.withdraw')}
                </Button>
              )}
            </>
          ),
      },
    ],
    [t, everybodys],
  )
  return (
    <Page title={t('exports.title')} lead={t('exports.lead')} width="full">
      {can('orders.exports.read') && (
        <Tabs
          label={t('exports.title')}
          value={everybodys ? 'all' : 'mine'}
          tabs={[
            { id: 'mine', label: t('exports.mine') },
            { id: 'all', label: t('exports.all') },
          ]}
          onChange={(id) => void navigate({ search: { of: id }, replace: true })}
        />
      )}
      <DataGrid id="data-exports" label={t('exports.title')} columns={columns} source={source} rowId={rowId} empty={<EmptyState icon={DownloadIcon} title={t('exports.empty')}>{t('exports.emptyAdvice')}</EmptyState>} />
      <ConfirmAction
        open={asking !== null}
        title={t('exports.withdrawTitle')}
        verb={t('exports.withdraw')}
        reason="required"
        reasons={[t('exports.notNeeded')]}
        onConfirm={async (reason) => {
          if (!asking) return
          await withdraw.mutateAsync({ id: asking.id, reason })
          toast.success(t('exports.withdrawn'))
        }}
        onClose={() => setAsking(null)}
      >
        {t('exports.withdrawText')}
      </ConfirmAction>
    </Page>
  )
}
