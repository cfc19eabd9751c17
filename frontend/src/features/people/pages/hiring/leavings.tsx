import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useCan } from '@/shared/api'
import { Button, Card, Chip, ConfirmAction, EmptyState, Facts, Loaded, Page } from '@/shared/ui'
import { DataGrid, FilterBar, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { Checklist } from '../../components/hiring/leaving-dialog'
import { type Leaving, leavingKeys, leavingPage, leavingQuery, useEndAccess, useWithdrawLeaving } from '../../components/hiring/queries'
import { texts } from '../../hiring-texts'
import '../../components/hiring/hiring.css'

const rowId = (row: Leaving) => row.id
const STATES = ['planned', 'done', 'withdrawn'] as const
const TONES = { planned: 'warning', done: 'neutral', withdrawn: 'neutral' } as const

export function Leavings() {
  const t = texts.use()
  const search = useSearch({ from: '/shell/leavings' })
  const navigate = useNavigate({ from: '/leavings' })
  const source = useCursorList({ queryKey: leavingKeys.list(search), page: leavingPage(search.state), nouns: ['leaving', 'employee'] })
  const columns = useMemo(() => columnsOf(t), [t])
  const fields = useMemo(() => [{ kind: 'choice' as const, name: 'state', label: t('leaving.state'), options: STATES.map((state) => ({ value: state, label: t(`leaving.states.${state}`) })) }], [t])
  return (
    <Page title={t('leaving.title')} lead={t('leaving.lead')} width="full">
      <DataGrid
        id="leavings"
        label={t('leaving.title')}
        columns={columns}
        source={source}
        rowId={rowId}
        onOpen={(row) => void navigate({ to: '/leavings/$id', params: { id: row.id } })}
        toolbar={<FilterBar fields={fields} value={search} onChange={(patch) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true })} />}
        empty={<EmptyState title={t('leaving.empty')} />}
      />
    </Page>
  )
}

function columnsOf(t: ReturnType<typeof texts.use>): GridColumn<Leaving>[] {
  const state = (row: Leaving) => t(`leaving.states.${row.state as 'planned'}`)
  const kind = (row: Leaving) => t(`leaving.kinds.${row.kind as 'other'}`)
  const open = (row: Leaving) => (row.open_items > 0 ? t('leaving.open', { count: row.open_items }) : t('leaving.allDone'))
  return [
    { id: 'name', header: t('leaving.employee'), width: 160, grow: true, always: true, cell: (row) => <Link to="/leavings/$id" params={{ id: row.id }}>{row.employee_name}</Link>, copy: (row) => row.employee_name },
    { id: 'number', header: t('requisitions.number'), width: 180, cell: (row) => <span className="dz-mono">{row.employee_number}</span>, copy: (row) => row.employee_number },
    { id: 'day', header: t('leaving.lastDay'), width: 120, cell: (row) => row.last_day, copy: (row) => row.last_day },
    { id: 'kind', header: t('leaving.kind'), width: 140, cell: kind, copy: kind },
    { id: 'items', header: t('leaving.checklist'), width: 150, cell: open, copy: open },
    { id: 'state', header: t('leaving.state'), width: 120, cell: (row) => <Chip tone={TONES[row.state as keyof typeof TONES]}>{state(row)}</Chip>, copy: state },
  ]
}

export function LeavingPage() {
  const t = texts.use()
  const may = useCan()('people.leavings.handle')
  const { id } = useParams({ from: '/shell/leavings/$id' })
  const query = useQuery(leavingQuery(id))
  const withdraw = useWithdrawLeaving()
  const endAccess = useEndAccess()
  const [asking, setAsking] = useState<'withdraw' | 'end' | null>(null)
  const leaving = query.data
  const at = leaving && { id: leaving.id, version: leaving.version }
  return (
    <Page
      title={leaving?.employee_name ?? t('leaving.title')}
      mark={leaving && <Chip tone={TONES[leaving.state as keyof typeof TONES]}>{t(`leaving.states.${leaving.state as 'planned'}`)}</Chip>}
      lead={t('leaving.lead')}
      actions={
        may &&
        leaving?.state === 'planned' && (
          <>
            <Button onClick={() => setAsking('withdraw')}>{t('leaving.withdraw')}</Button>
            <Button kind="danger" onClick={() => setAsking('end')}>
              {t('leaving.endAccess')}
            </Button>
          </>
        )
      }
    >
      <Loaded query={query}>
        {(found) => (
          <div className="dz-stack">
            <Card>
              <Facts
                items={[
                  [t('leaving.employee'), <Link key="employee" to="/employees/$id" params={{ id: found.employee_id }} search={{ tab: 'employment' }}>{found.employee_number}</Link>],
                  [t('leaving.lastDay'), found.last_day],
                  [t('leaving.kind'), t(`leaving.kinds.${found.kind as 'other'}`)],
                  [t('reason'), found.reason],
                  ...(found.policy_version === null ? [] : [[t('leaving.policy'), t('leaving.policyVersion', { version: found.policy_version })] as const]),
                ]}
              />
            </Card>
            <Checklist leaving={found} />
          </div>
        )}
      </Loaded>
      {at && (
        <ConfirmAction open={asking === 'withdraw'} title={t('leaving.withdraw')} verb={t('leaving.withdraw')} reason="required" onConfirm={(reason) => withdraw.mutateAsync({ ...at, reason })} onClose={() => setAsking(null)}>
          {t('leaving.withdrawText')}
        </ConfirmAction>
      )}
      {at && (
        <ConfirmAction open={asking === 'end'} danger title={t('leaving.endAccess')} verb={t('leaving.endAccess')} reason="required" onConfirm={(reason) => endAccess.mutateAsync({ ...at, reason })} onClose={() => setAsking(null)}>
          {t('leaving.endAccessText')}
        </ConfirmAction>
      )}
    </Page>
  )
}
