import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { Button, Card, Chip, Count, DateTime, EmptyState, Loaded, Page, Tabs } from '@/shared/ui'
import { DataGrid, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { creditKeys, creditList, type CreditOut, entriesQuery, useShopName } from '../queries'
import { texts } from '../texts'

const rowId = (row: CreditOut) => `${row.shop_id}/${row.buyer_id}`
const TONES = { good: 'success', warned: 'warning', fined: 'warning', restricted: 'danger' } as const
const standingOf = (row: { standing: string }) => (['good', 'warned', 'fined', 'restricted'] as const).find((one) => one === row.standing) ?? 'good'
const whatOf = (what: string) => (['case', 'appeal_upheld', 'malicious_refund'] as const).find((one) => one === what) ?? 'case'

export function Credit() {
  const t = texts.use()
  const { party = 'shop' } = useSearch({ from: '/shell/credit' })
  const navigate = useNavigate({ from: '/credit' })
  const shopName = useShopName()
  const [chosen, setChosen] = useState<CreditOut | null>(null)
  const source = useCursorList({ queryKey: creditKeys.list({ party }), page: creditList(party) })
  const columns = useMemo<GridColumn<CreditOut>[]>(() => {
    const who = (row: CreditOut) => (row.buyer_id ? `${row.buyer_id} · ${shopName(row.shop_id)}` : shopName(row.shop_id))
    return [
      { id: 'party', header: t('credit.party'), width: 220, grow: true, always: true, pinned: 'start', cell: (row) => <Button kind="link" onClick={() => setChosen(row)}>{who(row)}</Button>, copy: who },
      { id: 'points', header: t('credit.points'), width: 100, numeric: true, cell: (row) => <Count value={row.points} />, copy: (row) => String(row.points) },
      { id: 'standing', header: t('credit.standing'), width: 130, cell: (row) => <Chip tone={TONES[standingOf(row)]}>{t(`standing.${standingOf(row)}`)}</Chip>, copy: (row) => t(`standing.${standingOf(row)}`) },
      { id: 'cases', header: t('credit.cases'), width: 90, numeric: true, cell: (row) => <Count value={row.cases} />, copy: (row) => String(row.cases) },
      { id: 'changed', header: t('credit.changed'), width: 160, cell: (row) => <DateTime at={row.changed_at} />, copy: (row) => row.changed_at },
    ]
  }, [t, shopName])
  return (
    <Page title={t('credit.title')} lead={t('credit.lead')}>
      <Tabs
        label={t('credit.title')}
        value={party}
        tabs={[
          { id: 'shop', label: t('credit.shops') },
          { id: 'buyer', label: t('credit.buyers') },
        ]}
        onChange={(id) => {
          setChosen(null)
          void navigate({ search: { party: id }, replace: true })
        }}
      />
      <DataGrid id="credit" label={t('credit.title')} columns={columns} source={source} rowId={rowId} height={360} onOpen={setChosen} empty={<EmptyState title={t('credit.empty')}>{t('credit.emptyText')}</EmptyState>} />
      <Card title={chosen ? `${t('credit.history')} · ${chosen.buyer_id || shopName(chosen.shop_id)}` : t('credit.history')}>{chosen ? <History key={rowId(chosen)} of={chosen} /> : <p className="dz-soft">{t('credit.choose')}</p>}</Card>
    </Page>
  )
}

function History({ of }: { of: CreditOut }) {
  const t = texts.use()
  const query = useQuery(entriesQuery(of.party === 'buyer' ? 'buyer' : 'shop', of.shop_id, of.buyer_id))
  return (
    <Loaded query={query}>
      {(entries) => (
        <ul>
          {entries.map((entry) => (
            <li key={entry.id}>
              <DateTime at={entry.at} /> <strong>{t(`what.${whatOf(entry.what)}`)}</strong> {t('credit.pointsMove', { before: entry.points_before, after: entry.points_after })} {entry.by_name}: {entry.reason}
            </li>
          ))}
        </ul>
      )}
    </Loaded>
  )
}
