import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { companyDay, dayAfter } from '@/shared/lib/time'
import { Button, Chip, DateTime, EmptyState, Page, Tabs, toast } from '@/shared/ui'
import { DataGrid, FilterBar, type FilterField, type FilterValues, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { CertificateIcon } from '@/shared/ui/icons'
import { Outcome, Part } from '../components/chips'
import { ExportButton } from '../components/export-button'
import { type EnrolmentOut, expiringList, resultList, saveCertificate, trainingKeys } from '../queries'
import { texts } from '../texts'

const rowId = (row: EnrolmentOut) => row.id
const AHEAD_DAYS = 60

export function Results() {
  const t = texts.use()
  const { show, ...search } = useSearch({ from: '/shell/training-results' })
  const navigate = useNavigate({ from: '/training-results' })
  const today = companyDay()
  const until = dayAfter(today, AHEAD_DAYS)
  const expiring = show === 'expiring'
  const source = useCursorList({ queryKey: trainingKeys.list(expiring ? { until } : { results: search }), page: expiring ? expiringList(until) : resultList(search) })
  const filter = useCallback((patch: FilterValues) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true }), [navigate])
  const fields = useMemo<FilterField[]>(
    () =>
      expiring
        ? []
        : [
            { kind: 'search', name: 'q', label: t('results.search') },
            { kind: 'choice', name: 'outcome', label: t('results.outcome'), options: (['passed', 'failed'] as const).map((outcome) => ({ value: outcome, label: t(`outcome.${outcome}`) })) },
          ],
    [t, expiring],
  )
  const columns = useMemo<GridColumn<EnrolmentOut>[]>(
    () => [
      { id: 'name', header: t('results.name'), width: 150, always: true, cell: (row) => <strong>{row.name}</strong>, copy: (row) => row.name },
      { id: 'training', header: t('results.training'), width: 220, grow: true, cell: (row) => row.title, copy: (row) => row.title },
      { id: 'part', header: t('results.part'), width: 100, cell: (row) => <Part state={row.state} />, copy: (row) => row.state },
      { id: 'outcome', header: t('results.outcome'), width: 100, cell: (row) => <Outcome outcome={row.outcome} />, copy: (row) => row.outcome ?? '' },
      { id: 'score', header: t('results.score'), width: 90, cell: (row) => (row.score === null ? '–' : row.most === null ? row.score : `${row.score} / ${row.most}`), copy: (row) => String(row.score ?? '') },
      {
        id: 'until',
        header: t('results.until'),
        width: 150,
        cell: (row) => (row.certificate_number === null ? '–' : row.valid_until === null ? t('results.forever') : row.valid_until < today ? <Chip tone="danger">{`${row.valid_until} ${t('results.over')}`}</Chip> : row.valid_until),
        copy: (row) => row.valid_until ?? '',
      },
      {
        id: 'certificate',
        header: t('results.certificate'),
        width: 190,
        cell: (row) =>
          row.certificate_number && (
            <Button size="small" kind="link" onClick={() => void saveCertificate(row.certificate_number as string).catch(toast.error)}>
              {row.certificate_number}
            </Button>
          ),
        copy: (row) => row.certificate_number ?? '',
      },
      { id: 'decided', header: t('results.decided'), width: 150, cell: (row) => <DateTime at={row.decided_at} />, copy: (row) => row.decided_at ?? '' },
    ],
    [t, today],
  )
  return (
    <Page title={t('results.title')} width="full" actions={!expiring && <ExportButton search={search} />}>
      <Tabs
        label={t('results.title')}
        value={expiring ? 'expiring' : 'all'}
        onChange={(tab) => void navigate({ search: tab === 'expiring' ? { show: 'expiring' } : {} })}
        tabs={[
          { id: 'all', label: t('results.all') },
          { id: 'expiring', label: t('results.expiring') },
        ]}
      />
      <DataGrid
        id="training-results"
        label={t('results.title')}
        columns={columns}
        source={source}
        rowId={rowId}
        toolbar={expiring ? <span className="dz-soft">{t('results.within', { days: AHEAD_DAYS })}</span> : <FilterBar fields={fields} value={search} onChange={filter} />}
        empty={<EmptyState icon={CertificateIcon} title={t('results.empty')} />}
      />
    </Page>
  )
}
