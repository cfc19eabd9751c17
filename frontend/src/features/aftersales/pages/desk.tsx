import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { Button, Chip, DateTime, EmptyState, Money, Page, Tabs } from '@/shared/ui'
import { DataGrid, FilterBar, type FilterField, type FilterValues, type GridColumn, SavedViews, useCursorList, usePriorityField, useServiceColumn } from '@/shared/ui/grid'
import { SuccessIcon } from '@/shared/ui/icons'
import { type Asking, CaseAction } from '../components/actions'
import { StateChip, useCaseWords } from '../components/words'
import { caseKeys, casePage, type CaseDeskRow, type CaseSearch, countsQuery, KINDS, policiesQuery, STATES, VIEWS } from '../queries'
import { texts } from '../texts'

const rowId = (row: CaseDeskRow) => row.id
const MOST_AT_ONCE = 100

function useColumns(): readonly GridColumn<CaseDeskRow>[] {
  const t = texts.use()
  const words = useCaseWords()
  const service = useServiceColumn<CaseDeskRow>()
  return useMemo<GridColumn<CaseDeskRow>[]>(
    () => [
      { id: 'number', header: t('number'), width: 176, always: true, pinned: 'start', cell: (row) => <Link className="dz-mono" to="/aftersales/$id" params={{ id: row.id }}>{row.number}</Link>, copy: (row) => row.number },
      { id: 'state', header: t('state'), width: 180, cell: (row) => <StateChip row={row} />, copy: (row) => words.state(row.state) },
      { id: 'kind', header: t('kind'), width: 150, cell: (row) => words.kind(row.kind), copy: (row) => words.kind(row.kind) },
      service,
      { id: 'order', header: t('order'), width: 176, cell: (row) => <Link className="dz-mono" to="/orders/$id" params={{ id: row.order_id }}>{row.order_number}</Link>, copy: (row) => row.order_number },
      { id: 'goods', header: t('goods'), width: 220, grow: true, cell: (row) => row.goods, copy: (row) => row.goods },
      { id: 'amount', header: t('amount'), width: 116, numeric: true, cell: (row) => <Money value={row.amount} />, copy: (row) => row.amount.amount },
      { id: 'attention', header: t('views.attention'), width: 120, cell: (row) => row.attention && <Chip tone="danger">{t('views.attention')}</Chip>, copy: (row) => row.attention ?? '' },
      { id: 'due', header: t('due'), width: 146, cell: (row) => <DateTime at={row.due_at} />, copy: (row) => row.due_at },
      { id: 'opened', header: t('opened'), width: 146, cell: (row) => <DateTime at={row.opened_at} />, copy: (row) => row.opened_at },
    ],
    [t, words, service],
  )
}

function useFields(waits: boolean): readonly FilterField[] {
  const t = texts.use()
  const priority = usePriorityField(waits)
  const zh = useLanguage() === 'zh-CN'
  const can = useCan()('orders.policies.read')
  const { data: policies } = useQuery({ ...policiesQuery, enabled: can })
  const reasons = useMemo(() => [...new Map((policies ?? []).flatMap((policy) => policy.parameters.reasons).map((reason) => [reason.code, zh ? reason.zh : reason.en]))].map(([value, label]) => ({ value, label })), [policies, zh])
  return useMemo<FilterField[]>(
    () => [
      { kind: 'search', name: 'q', label: t('desk.search') },
      { kind: 'choice', name: 'state', label: t('state'), options: STATES.map((state) => ({ value: state, label: t(`states.${state}`) })) },
      { kind: 'search', name: 'sku', label: t('desk.sku') },
      { kind: 'choice', name: 'reason', label: t('reason'), options: reasons },
      { kind: 'choice', name: 'kind', label: t('kind'), options: KINDS.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) })) },
      ...priority,
    ],
    [t, reasons, priority],
  )
}

export function CaseDesk() {
  const t = texts.use()
  const can = useCan()
  const search = useSearch({ from: '/shell/aftersales' })
  const navigate = useNavigate({ from: '/aftersales' })
  const source = useCursorList({ queryKey: caseKeys.list(search), page: casePage(search) })
  const change = useCallback((patch: FilterValues) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true }), [navigate])
  const [asking, setAsking] = useState<Asking | null>(null)
  const { data: counts } = useQuery(countsQuery)
  const waiting = counts?.reduce((sum, one) => sum + one.cases, 0)
  return (
    <Page
      title={t('desk.title')}
      lead={t('desk.lead')}
      width="full"
      actions={
        can('orders.cases.open') && (
          <Button kind="primary" onClick={() => void navigate({ to: '/aftersales/new' })}>
            {t('desk.open')}
          </Button>
        )
      }
    >
      <Tabs
        label={t('desk.views')}
        value={search.view ?? 'open'}
        onChange={(view) => change({ view: view === 'open' ? undefined : view })}
        tabs={VIEWS.map((id) => ({ id, label: id === 'open' && waiting ? `${t(`views.${id}`)} ${waiting}` : t(`views.${id}`) }))}
      />
      <DataGrid
        id="cases"
        label={t('desk.title')}
        columns={useColumns()}
        source={source}
        rowId={rowId}
        onOpen={(row) => void navigate({ to: '/aftersales/$id', params: { id: row.id } })}
        {...(can('orders.cases.decide')
          ? {
              bulk: (rows: readonly CaseDeskRow[], clear: () => void) => (
                <>
                  <Button kind="primary" onClick={() => setAsking({ verb: 'agree', ids: rows.map(rowId), done: clear })}>
                    {t('verbs.agree')}
                  </Button>
                  <Button kind="danger" onClick={() => setAsking({ verb: 'refuse', ids: rows.map(rowId), done: clear })}>
                    {t('verbs.refuse')}
                  </Button>
                </>
              ),
              bulkMost: MOST_AT_ONCE,
            }
          : {})}
        toolbar={<FilterBar fields={useFields(search.view !== 'all')} value={search} onChange={change} />}
        actions={<SavedViews id="cases" search={search} onPick={(view) => void navigate({ search: view as CaseSearch })} />}
        empty={
          <EmptyState icon={SuccessIcon} title={t('desk.empty')}>
            {t('desk.emptyText')}
          </EmptyState>
        }
      />
      <CaseAction asking={asking} onClose={() => setAsking(null)} />
    </Page>
  )
}
