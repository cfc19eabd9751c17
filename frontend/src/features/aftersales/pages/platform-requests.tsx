import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useCan } from '@/shared/api'
import { Button, Chip, ConfirmAction, DateTime, EmptyState, Money, Page, Tabs, toast } from '@/shared/ui'
import { DataGrid, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { SuccessIcon } from '@/shared/ui/icons'
import { useCaseWords } from '../components/words'
import { caseKeys, platformRequestPage, type PlatformRequestRow, usePutAside, useTryAgain } from '../queries'
import { texts } from '../texts'

const rowId = (row: PlatformRequestRow) => `${row.shop_id}/${row.platform_refund_no}`
const PROBLEMS = ['order_not_found', 'pieces_in_cases', 'nothing_left_for_a_case', 'kind_not_for_order', 'more_than_worth', 'line_not_in_order', 'line_refunded_by_shop', 'currency_differs', 'sku_needed', 'dismissed', 'platform_refunded', 'platform_refused', 'platform_withdrawn'] as const

function useProblem() {
  const t = texts.use()
  return (code: string | null) => {
    const known = PROBLEMS.find((one) => one === code)
    return known ? t(`requests.problems.${known}`) : (code ?? '–')
  }
}

function useColumns(onAside: (row: PlatformRequestRow) => void): readonly GridColumn<PlatformRequestRow>[] {
  const t = texts.use()
  const can = useCan()('orders.cases.open')
  const words = useCaseWords()
  const problem = useProblem()
  const again = useTryAgain()
  return useMemo<GridColumn<PlatformRequestRow>[]>(
    () => [
      { id: 'number', header: t('requests.number'), width: 170, always: true, pinned: 'start', cell: (row) => <span className="dz-mono">{row.platform_refund_no}</span>, copy: (row) => row.platform_refund_no },
      { id: 'shop', header: t('requests.shop'), width: 150, cell: (row) => row.shop_name ?? row.shop_id, copy: (row) => row.shop_id },
      {
        id: 'order',
        header: t('order'),
        width: 190,
        cell: (row) =>
          row.order_id ? (
            <Link className="dz-mono" to="/orders/$id" params={{ id: row.order_id }}>
              {row.platform_order_no}
            </Link>
          ) : (
            <span className="dz-mono">{row.platform_order_no}</span>
          ),
        copy: (row) => row.platform_order_no,
      },
      { id: 'problem', header: t('requests.problem'), width: 240, grow: true, cell: (row) => <Chip tone={row.given_up ? 'neutral' : 'danger'}>{problem(row.problem)}</Chip>, copy: (row) => row.problem ?? '' },
      { id: 'kind', header: t('kind'), width: 120, cell: (row) => words.kind(row.kind), copy: (row) => row.kind },
      { id: 'status', header: t('requests.status'), width: 190, cell: (row) => row.platform_status, copy: (row) => row.platform_status },
      { id: 'reason', header: t('reason'), width: 150, cell: (row) => row.reason, copy: (row) => row.reason },
      { id: 'amount', header: t('amount'), width: 110, numeric: true, cell: (row) => row.amount && <Money value={row.amount} />, copy: (row) => row.amount?.amount ?? '' },
      { id: 'first', header: t('opened'), width: 146, cell: (row) => <DateTime at={row.first_at} />, copy: (row) => row.first_at },
      {
        id: 'do',
        header: t('claim.do'),
        width: 190,
        cell: (row) =>
          can && (
            <span className="dz-row" style={{ flexWrap: 'nowrap', gap: 4 }}>
              <Button
                size="small"
                onClick={() =>
                  again.mutate(
                    { shop_id: row.shop_id, platform_refund_no: row.platform_refund_no },
                    { onError: toast.error, onSuccess: (said) => (said.case_id ? toast.success(t('requests.made')) : toast.warning(problem(said.problem))) },
                  )
                }
              >
                {t('requests.again')}
              </Button>
              {!row.given_up && (
                <Button size="small" kind="danger" onClick={() => onAside(row)}>
                  {t('requests.aside')}
                </Button>
              )}
            </span>
          ),
      },
    ],
    [t, can, words, problem, again, onAside],
  )
}

/** What buyers ask at platforms and no case could be opened for: why, and what a person does about it. */
export function PlatformRequests() {
  const t = texts.use()
  const search = useSearch({ from: '/shell/aftersales/platform-requests' })
  const navigate = useNavigate({ from: '/aftersales/platform-requests' })
  const source = useCursorList({ queryKey: caseKeys.other('platform-requests', search), page: platformRequestPage(search) })
  const [aside, setAside] = useState<PlatformRequestRow | null>(null)
  const putAside = usePutAside()
  return (
    <Page title={t('requests.title')} lead={t('requests.lead')} width="full">
      <Tabs
        label={t('desk.views')}
        value={search.view ?? 'open'}
        onChange={(view) => void navigate({ search: view === 'all' ? { view } : {}, replace: true })}
        tabs={(['open', 'all'] as const).map((id) => ({ id, label: t(`views.${id}`) }))}
      />
      <DataGrid
        id="platform-requests"
        label={t('requests.title')}
        columns={useColumns(setAside)}
        source={source}
        rowId={rowId}
        empty={
          <EmptyState icon={SuccessIcon} title={t('requests.empty')}>
            {t('requests.emptyText')}
          </EmptyState>
        }
      />
      <ConfirmAction
        open={aside !== null}
        title={t('requests.asideTitle', { number: aside?.platform_refund_no ?? '' })}
        verb={t('requests.aside')}
        danger
        reason="required"
        reasons={[t('requests.asideReasons.settled'), t('requests.asideReasons.foreign')]}
        onConfirm={async (reason) => {
          if (!aside) return
          await putAside.mutateAsync({ shop_id: aside.shop_id, platform_refund_no: aside.platform_refund_no, reason })
          toast.success(t('ask.done'))
        }}
        onClose={() => setAside(null)}
      />
    </Page>
  )
}
