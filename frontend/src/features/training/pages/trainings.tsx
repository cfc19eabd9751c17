import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { useCan } from '@/shared/api'
import { Banner, Button, Count, DateTime, EmptyState, Page } from '@/shared/ui'
import { DataGrid, FilterBar, type FilterField, type FilterValues, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { AddIcon, TrainingIcon } from '@/shared/ui/icons'
import { KINDS, STATES } from '../choices'
import { KindName, TrainingState } from '../components/chips'
import { TrainingForm } from '../components/training-form'
import { trainingKeys, trainingList, type TrainingOut, waitingQuery } from '../queries'
import { texts } from '../texts'

const rowId = (row: TrainingOut) => row.id

export function Trainings() {
  const t = texts.use()
  const plans = useCan()('people.trainings.plan')
  const search = useSearch({ from: '/shell/trainings' })
  const navigate = useNavigate({ from: '/trainings' })
  const [creating, setCreating] = useState(false)
  const waiting = useQuery({ ...waitingQuery, enabled: plans }).data?.length ?? 0
  const source = useCursorList({ queryKey: trainingKeys.list(search), page: trainingList(search) })
  const filter = useCallback((patch: FilterValues) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true }), [navigate])
  const fields = useMemo<FilterField[]>(
    () => [
      { kind: 'search', name: 'q', label: t('list.search') },
      { kind: 'choice', name: 'kind', label: t('list.kind'), options: KINDS.map((kind) => ({ value: kind, label: t(`kind.${kind}`) })) },
      { kind: 'choice', name: 'state', label: t('list.state'), options: STATES.map((state) => ({ value: state, label: t(`state.${state}`) })) },
    ],
    [t],
  )
  const columns = useMemo<GridColumn<TrainingOut>[]>(
    () => [
      { id: 'title', header: t('list.name'), width: 220, grow: true, always: true, cell: (row) => <strong>{row.title}</strong>, copy: (row) => row.title },
      { id: 'code', header: t('list.code'), width: 130, cell: (row) => <span className="dz-mono">{row.code}</span>, copy: (row) => row.code },
      { id: 'kind', header: t('list.kind'), width: 110, cell: (row) => <KindName kind={row.kind} />, copy: (row) => row.kind },
      { id: 'state', header: t('list.state'), width: 100, cell: (row) => <TrainingState state={row.state} />, copy: (row) => row.state },
      { id: 'next', header: t('list.next'), width: 150, cell: (row) => <DateTime at={row.next_session_at} />, copy: (row) => row.next_session_at ?? '' },
      { id: 'people', header: t('list.people'), width: 90, cell: (row) => <Count value={row.enrolled} />, copy: (row) => String(row.enrolled) },
      { id: 'passed', header: t('list.passed'), width: 90, cell: (row) => <Count value={row.passed} />, copy: (row) => String(row.passed) },
    ],
    [t],
  )
  return (
    <Page
      title={t('list.title')}
      lead={t('list.lead')}
      width="full"
      actions={
        plans && (
          <Button kind="primary" icon={AddIcon} onClick={() => setCreating(true)}>
            {t('list.create')}
          </Button>
        )
      }
    >
      {waiting > 0 && (
        <Banner tone="warning" action={<Link to="/training-marks">{t('list.mark')}</Link>}>
          {t('list.marking', { number: waiting })}
        </Banner>
      )}
      <DataGrid
        id="trainings"
        label={t('list.title')}
        columns={columns}
        source={source}
        rowId={rowId}
        onOpen={(row) => void navigate({ to: '/trainings/$id', params: { id: row.id } })}
        toolbar={<FilterBar fields={fields} value={search} onChange={filter} />}
        empty={<EmptyState icon={TrainingIcon} title={t('list.empty')} />}
      />
      {creating && <TrainingForm onClose={() => setCreating(false)} />}
    </Page>
  )
}
