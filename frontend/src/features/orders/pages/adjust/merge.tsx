import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { Button, Chip, ConfirmAction, EmptyState, Money, Page, Results } from '@/shared/ui'
import { DataGrid, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { SuccessIcon } from '@/shared/ui/icons'
import { candidateKeys, candidatePage, type MergeGroup, type MergeResults, useMerge } from './queries'
import { texts } from './texts'

const groupId = (group: MergeGroup) => `${group.shop_id} ${group.key}`
const MOST_AT_ONCE = 200

/** What became of each group; the orders are gone from the list by then, so their numbers are kept. */
interface Shown {
  of: MergeResults['results']
  numbers: ReadonlyMap<string, string>
}

/** Cents of decimal texts, added exactly. */
function sumOf(group: MergeGroup): { amount: string; currency: string } {
  const cents = group.orders.reduce((sum, order) => sum + BigInt(order.paid.amount.replace('.', '')), 0n)
  const text = cents.toString().padStart(3, '0')
  return { amount: `${text.slice(0, -2)}.${text.slice(-2)}`, currency: group.orders[0]?.paid.currency ?? 'CNY' }
}

export function MergePage() {
  const t = texts.use()
  const navigate = useNavigate()
  const source = useCursorList({ queryKey: candidateKeys.list(), page: candidatePage, nouns: ['order'] })
  const merge = useMerge()
  const [asking, setAsking] = useState<{ groups: readonly MergeGroup[]; clear: () => void } | null>(null)
  const [results, setResults] = useState<Shown | null>(null)
  const columns = useMemo<GridColumn<MergeGroup>[]>(
    () => [
      { id: 'buyer', header: t('candidates.group'), width: 300, always: true, cell: (group) => `${group.receiver_name} ${group.receiver_phone} ${group.receiver_region}`, copy: (group) => group.receiver_name },
      { id: 'shop', header: t('manual.shop'), width: 150, cell: (group) => group.shop_name ?? group.shop_id, copy: (group) => group.shop_name ?? group.shop_id },
      { id: 'orders', header: t('candidates.orders'), width: 360, grow: true, cell: (group) => <span className="dz-mono">{group.orders.map((order) => order.number).join(' ')}</span>, copy: (group) => group.orders.map((order) => order.number).join(' ') },
      { id: 'pieces', header: t('candidates.pieces'), width: 80, numeric: true, cell: (group) => group.orders.reduce((sum, order) => sum + order.piece_count, 0) },
      { id: 'paid', header: t('candidates.paid'), width: 120, numeric: true, cell: (group) => <Money value={sumOf(group)} /> },
    ],
    [t],
  )
  const run = async (reason: string) => {
    if (!asking) return
    const { results: of } = await merge.mutateAsync({ groups: asking.groups.map((group) => group.orders.map((order) => order.id)), reason })
    setResults({ of, numbers: new Map(asking.groups.flatMap((group) => group.orders.map((order) => [order.id, order.number]))) })
    asking.clear()
  }
  return (
    <Page title={t('candidates.title')} lead={t('candidates.lead')} width="full">
      <DataGrid
        id="merge-candidates"
        label={t('candidates.title')}
        columns={columns}
        source={source}
        rowId={groupId}
        onOpen={(group) => {
          const first = group.orders[0]
          if (first) void navigate({ to: '/orders/$id', params: { id: first.id } })
        }}
        bulk={(groups: readonly MergeGroup[], clear: () => void) => (
          <Button kind="primary" onClick={() => setAsking({ groups, clear })}>
            {t('candidates.all', { count: groups.length })}
          </Button>
        )}
        bulkMost={MOST_AT_ONCE}
        empty={
          <EmptyState icon={SuccessIcon} title={t('candidates.empty')}>
            {t('candidates.emptyAdvice')}
          </EmptyState>
        }
      />
      <ConfirmAction open={asking !== null} title={t('mergeTitle', { count: asking?.groups.length ?? 0 })} verb={t('merge')} reason="optional" onConfirm={run} onClose={() => setAsking(null)}>
        {t('mergeText')}
      </ConfirmAction>
      {results && <Merged shown={results} onClose={() => setResults(null)} />}
    </Page>
  )
}

function Merged({ shown, onClose }: { shown: Shown; onClose: () => void }) {
  const t = texts.use()
  const rows = shown.of.map(({ ids, refusal, order }) => ({
    id: ids.join(' '),
    number: ids.map((id) => shown.numbers.get(id) ?? id).join(' '),
    refusal,
    said: <Chip tone={order ? 'success' : 'warning'}>{order ? t('result.into', { number: order.number }) : t('result.waits')}</Chip>,
  }))
  return <Results of={t('candidates.orders')} results={rows} onClose={onClose} />
}
