import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { Button, Card, EmptyState, Loaded, ProgressBar } from '@/shared/ui'
import { DataGrid, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { SuccessIcon } from '@/shared/ui/icons'
import { type Difference, differencesPage, runKeys, runQuery } from '../queries'
import { texts } from '../texts'
import { asKind } from './day-detail'
import { changedEdges, clockOf, type Side } from './replayed'

const rowId = (row: Difference) => `${row.employee_id} ${row.on}`
const VERDICTS = ['none', 'fine', 'late', 'early', 'leave_case', 'missing', 'pending'] as const

/** What a draft would have changed: who, on which day, and how. It goes on when somebody leaves the page. */
export function Replay({ id, onClose }: { id: string; onClose: () => void }) {
  const t = texts.use()
  const run = useQuery(runQuery(id))
  return (
    <Card
      title={t('replay.title')}
      extra={
        <Button size="small" onClick={onClose}>
          {t('replay.close')}
        </Button>
      }
    >
      <Loaded query={run}>
        {(one) => (
          <div className="dz-stack">
            <span>{t('replay.span', { number: one.policy_number ?? '', first: one.first_day, last: one.last_day })}</span>
            {one.state === 'running' ? (
              <>
                <ProgressBar value={one.people_total === 0 ? undefined : one.people_done / one.people_total} label={t('replay.title')} />
                <span className="dz-soft">{t('replay.progress', { done: one.people_done, total: one.people_total })}</span>
              </>
            ) : (
              <>
                <strong>{t('replay.result', { people: one.people_changed, days: one.days_changed, seen: one.days_done })}</strong>
                {one.days_changed > 0 ? (
                  <Differences id={id} />
                ) : (
                  <EmptyState icon={SuccessIcon} title={t('replay.nobody')} />
                )}
              </>
            )}
          </div>
        )}
      </Loaded>
    </Card>
  )
}

function Differences({ id }: { id: string }) {
  const t = texts.use()
  const source = useCursorList({ queryKey: runKeys.other('differences', id), page: differencesPage(id) })
  const columns = useMemo<GridColumn<Difference>[]>(() => {
    const verdict = (name: string) => t(`verdicts.${VERDICTS.find((one) => one === name) ?? 'none'}`)
    const judged = (edge: Side['edges'][number]) => [edge.second === null ? '' : clockOf(edge.second), verdict(edge.verdict), edge.without_leave === edge.verdict ? '' : t('replay.withoutLeave', { verdict: verdict(edge.without_leave) })].filter(Boolean).join(' ')
    const said = (side: Side, other: Side) => (side.kind === other.kind ? changedEdges(side, other).map(judged).join(' · ') : t(`kinds.${asKind(side.kind)}`))
    return [
      { id: 'number', header: t('board.number'), width: 170, cell: (row) => <span className="dz-mono">{row.number}</span>, copy: (row) => row.number },
      { id: 'name', header: t('board.name'), width: 120, always: true, cell: (row) => row.name, copy: (row) => row.name },
      { id: 'on', header: t('calendar.day'), width: 120, cell: (row) => <span className="dz-mono">{row.on}</span>, copy: (row) => row.on },
      { id: 'before', header: t('replay.before'), width: 330, cell: (row) => said(row.before, row.after), copy: (row) => said(row.before, row.after) },
      { id: 'after', header: t('replay.after'), width: 330, grow: true, cell: (row) => said(row.after, row.before), copy: (row) => said(row.after, row.before) },
    ]
  }, [t])
  return <DataGrid id="replay-differences" label={t('replay.title')} columns={columns} source={source} rowId={rowId} empty={<EmptyState icon={SuccessIcon} title={t('replay.nobody')} />} />
}
