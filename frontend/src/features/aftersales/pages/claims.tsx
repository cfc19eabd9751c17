import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { DateTime, EmptyState, Money, Page, Tabs } from '@/shared/ui'
import { DataGrid, FilterBar, type FilterField, type FilterValues, type GridColumn, SavedViews, useCursorList } from '@/shared/ui/grid'
import { SuccessIcon } from '@/shared/ui/icons'
import { ClaimChip, useLiable } from '../components/claim-words'
import { ClaimActions } from '../components/liability'
import { CLAIM_STATES, CLAIM_VIEWS, type ClaimOut, claimPage, type ClaimSearch, caseKeys, LIABLES } from '../queries'
import { texts } from '../texts'

const rowId = (row: ClaimOut) => row.id

function useColumns(): readonly GridColumn<ClaimOut>[] {
  const t = texts.use()
  const liable = useLiable()
  return useMemo<GridColumn<ClaimOut>[]>(
    () => [
      { id: 'case', header: t('number'), width: 176, always: true, pinned: 'start', cell: (row) => <Link className="dz-mono" to="/aftersales/$id" params={{ id: row.case_id }}>{row.case_number}</Link>, copy: (row) => row.case_number },
      { id: 'state', header: t('state'), width: 150, cell: (row) => <ClaimChip claim={row} />, copy: (row) => row.state },
      { id: 'do', header: t('claim.do'), width: 220, cell: (row) => <ClaimActions claim={row} /> },
      { id: 'party', header: t('claim.party'), width: 160, grow: true, cell: (row) => `${liable(row.party)} ${row.party_code}`, copy: (row) => `${row.party} ${row.party_code}` },
      { id: 'total', header: t('claim.total'), width: 110, numeric: true, cell: (row) => <Money value={row.amount} />, copy: (row) => row.amount.amount },
      { id: 'due', header: t('due'), width: 146, cell: (row) => <DateTime at={row.due_at} />, copy: (row) => row.due_at },
      { id: 'order', header: t('order'), width: 176, cell: (row) => <Link className="dz-mono" to="/orders/$id" params={{ id: row.order_id }}>{row.order_number}</Link>, copy: (row) => row.order_number },
      { id: 'goods', header: t('claim.goods'), width: 110, numeric: true, cell: (row) => <Money value={row.goods} />, copy: (row) => row.goods.amount },
      { id: 'freight', header: t('claim.freight'), width: 100, numeric: true, cell: (row) => <Money value={row.freight} />, copy: (row) => row.freight.amount },
    ],
    [t, liable],
  )
}

function useFields(): readonly FilterField[] {
  const t = texts.use()
  return useMemo<FilterField[]>(
    () => [
      { kind: 'choice', name: 'state', label: t('state'), options: CLAIM_STATES.map((value) => ({ value, label: t(`claim.states.${value}`) })) },
      { kind: 'choice', name: 'party', label: t('claim.party'), options: LIABLES.map((value) => ({ value, label: t(`page.liables.${value}`) })) },
    ],
    [t],
  )
}

/** What is claimed of carriers, suppliers and others who answer for damage, by deadline. */
export function ClaimDesk() {
  const t = texts.use()
  const search = useSearch({ from: '/shell/aftersales/claims' })
  const navigate = useNavigate({ from: '/aftersales/claims' })
  const source = useCursorList({ queryKey: caseKeys.other('claims', search), page: claimPage(search) })
  const change = useCallback((patch: FilterValues) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true }), [navigate])
  return (
    <Page title={t('claim.desk')} lead={t('claim.deskLead')} width="full">
      <Tabs
        label={t('desk.views')}
        value={search.view ?? 'open'}
        onChange={(view) => change({ view: view === 'open' ? undefined : view })}
        tabs={CLAIM_VIEWS.map((id) => ({ id, label: t(`views.${id}`) }))}
      />
      <DataGrid
        id="claims"
        label={t('claim.desk')}
        columns={useColumns()}
        source={source}
        rowId={rowId}
        onOpen={(row) => void navigate({ to: '/aftersales/$id', params: { id: row.case_id } })}
        toolbar={<FilterBar fields={useFields()} value={search} onChange={change} />}
        actions={<SavedViews id="claims" search={search} onPick={(view) => void navigate({ search: view as ClaimSearch })} />}
        empty={
          <EmptyState icon={SuccessIcon} title={t('claim.empty')}>
            {t('claim.emptyText')}
          </EmptyState>
        }
      />
    </Page>
  )
}
