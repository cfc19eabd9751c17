import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { useCan } from '@/shared/api'
import { Button, Chip, ConfirmAction, DateTime, EmptyState, Page, toast } from '@/shared/ui'
import { FormModal } from '@/shared/ui/form'
import { DataGrid, FilterBar, type FilterField, type FilterValues, type GridColumn, SavedViews, useCursorList } from '@/shared/ui/grid'
import { DownloadIcon, MergeIcon, UsersIcon } from '@/shared/ui/icons'
import { plainSums, Sums } from '../components/money'
import { customerKeys, customerPage, type CustomerRow, type CustomerSearch, useAskExport, useLevels, useMerge, useShops } from '../queries'
import { texts } from '../texts'

const rowId = (row: CustomerRow) => row.id
const MOST_AT_ONCE = 2
const PAID = ['500', '1000', '5000', '10000', '50000']
const DORMANT = ['90', '180', '365']

function useColumns(): readonly GridColumn<CustomerRow>[] {
  const t = texts.use()
  const { nameOf } = useShops()
  const { nameOf: levelName } = useLevels()
  return useMemo<GridColumn<CustomerRow>[]>(
    () => [
      {
        id: 'name',
        header: t('customer'),
        width: 150,
        always: true,
        pinned: 'start',
        cell: (row) => (
          <Link to="/customers/$id" params={{ id: row.id }}>
            {row.name || t('nameless')}
          </Link>
        ),
        copy: (row) => row.name,
      },
      { id: 'phone', header: t('phone'), width: 130, cell: (row) => <span className="dz-mono">{row.phone}</span>, copy: (row) => row.phone },
      { id: 'region', header: t('region'), width: 140, cell: (row) => row.region, copy: (row) => row.region },
      { id: 'level', header: t('level.title'), width: 110, cell: (row) => levelName(row.level), copy: (row) => levelName(row.level) },
      { id: 'orders', header: t('orders'), width: 90, numeric: true, cell: (row) => row.orders, copy: (row) => String(row.orders) },
      { id: 'paid', header: t('paid'), width: 140, numeric: true, cell: (row) => <Sums customer={row} what="paid" />, copy: plainSums },
      { id: 'refunded', header: t('refunded'), width: 130, numeric: true, cell: (row) => <Sums customer={row} what="refunded" /> },
      { id: 'last', header: t('last'), width: 146, cell: (row) => row.last_order_at && <DateTime at={row.last_order_at} />, copy: (row) => row.last_order_at ?? '' },
      { id: 'first', header: t('first'), width: 146, hidden: true, cell: (row) => row.first_order_at && <DateTime at={row.first_order_at} />, copy: (row) => row.first_order_at ?? '' },
      { id: 'shops', header: t('shops'), width: 180, cell: (row) => row.shops.map(nameOf).join(', '), copy: (row) => row.shops.map(nameOf).join(', ') },
      {
        id: 'tags',
        header: t('tags'),
        width: 180,
        grow: true,
        cell: (row) => (
          <>
            {row.tags.map((tag) => (
              <Chip key={tag}>{tag}</Chip>
            ))}
            {row.rule_tags.map((tag) => (
              <Chip key={`rule ${tag}`} tone="info" title={t('file.byRule')}>
                {tag}
              </Chip>
            ))}
          </>
        ),
        copy: (row) => [...row.tags, ...row.rule_tags].join(', '),
      },
    ],
    [t, nameOf, levelName],
  )
}

export function CustomerList() {
  const t = texts.use()
  const can = useCan()
  const search = useSearch({ from: '/shell/customers' })
  const navigate = useNavigate({ from: '/customers' })
  const source = useCursorList({ queryKey: customerKeys.list(search), page: customerPage(search) })
  const filter = useCallback((patch: FilterValues) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true }), [navigate])
  const { all } = useShops()
  const merge = useMerge()
  const [merging, setMerging] = useState<{ ids: readonly [string, string]; done: () => void } | null>(null)
  const tags = useMemo(() => [...new Set([...source.rows.flatMap((row) => [...row.tags, ...row.rule_tags]), ...(search.tag ? [search.tag] : [])])].toSorted(), [source.rows, search.tag])
  const { levels, nameOf: levelName } = useLevels()
  const fields = useMemo<FilterField[]>(
    () => [
      { kind: 'search', name: 'q', label: t('list.search') },
      { kind: 'choice', name: 'shop', label: t('shops'), multiple: true, options: all.map((shop) => ({ value: shop.id, label: shop.name })) },
      { kind: 'choice', name: 'tag', label: t('tags'), options: tags.map((tag) => ({ value: tag, label: tag })) },
      { kind: 'choice', name: 'level', label: t('level.title'), options: levels.data.map((level) => ({ value: level.code, label: levelName(level.code) })) },
      { kind: 'choice', name: 'paid', label: t('list.paidFrom'), options: PAID.map((value) => ({ value, label: `≥ ${value} ${levels.currency}` })) },
      { kind: 'choice', name: 'dormant', label: t('list.dormant'), options: DORMANT.map((value) => ({ value, label: t('list.dormantDays', { count: Number(value) }) })) },
      { kind: 'days', from: 'from', to: 'to', label: t('last') },
    ],
    [t, all, tags, levels, levelName],
  )
  return (
    <Page title={t('list.title')} lead={t('list.lead')} width="full" actions={can('orders.customers.export') && <Export search={search} />}>
      <DataGrid
        id="customers"
        label={t('list.title')}
        columns={useColumns()}
        source={source}
        rowId={rowId}
        onOpen={(row) => void navigate({ to: '/customers/$id', params: { id: row.id } })}
        {...(can('orders.customers.merge')
          ? {
              bulk: ([one, other, ...more]: readonly CustomerRow[], clear: () => void) =>
                one && other && more.length === 0 ? (
                  <Button icon={MergeIcon} onClick={() => setMerging({ ids: [one.id, other.id], done: clear })}>
                    {t('merge.verb')}
                  </Button>
                ) : (
                  <span>{t('merge.two')}</span>
                ),
              bulkMost: MOST_AT_ONCE,
            }
          : {})}
        toolbar={<FilterBar fields={fields} value={search} onChange={filter} />}
        actions={<SavedViews id="customers" search={search} onPick={(view) => void navigate({ search: view as CustomerSearch })} />}
        empty={
          <EmptyState icon={UsersIcon} title={t('list.empty')}>
            {t('list.emptyAdvice')}
          </EmptyState>
        }
      />
      <ConfirmAction
        open={merging !== null}
        title={t('merge.title')}
        verb={t('merge.verb')}
        reason="required"
        reasons={[t('merge.reasons.call'), t('merge.reasons.told')]}
        onConfirm={async (reason) => {
          if (!merging) return
          await merge.mutateAsync({ one_id: merging.ids[0], other_id: merging.ids[1], reason })
          merging.done()
          toast.success(t('merge.done'))
        }}
        onClose={() => setMerging(null)}
      >
        {t('merge.text')}
      </ConfirmAction>
    </Page>
  )
}

function Export({ search }: { search: CustomerSearch }) {
  const t = texts.use()
  const can = useCan()
  const navigate = useNavigate()
  const ask = useAskExport()
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button icon={DownloadIcon} onClick={() => setAsking(true)}>
        {t('exports.verb')}
      </Button>
      <FormModal<{ reason: string; full: boolean | null }>
        open={asking}
        title={t('exports.askTitle')}
        verb={t('exports.ask')}
        lead={t('exports.askLead')}
        fields={[
          { kind: 'textarea', name: 'reason', label: t('exports.reason'), required: true, maxLength: 500, rows: 3 },
          ...(can('orders.receivers.reveal') ? [{ kind: 'switch', name: 'full', label: t('exports.withFull') } as const] : []),
        ]}
        onSubmit={async (values) => {
          await ask.mutateAsync({ search, reason: values.reason, full: values.full === true })
          toast.success(t('exports.askedFor'))
          void navigate({ to: '/data-exports' })
        }}
        onClose={() => setAsking(false)}
      />
    </>
  )
}
