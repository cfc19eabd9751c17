import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { useCan } from '@/shared/api'
import { Ago, Button, Chip, Count, EmptyState, ErrorPanel, Menu, Page } from '@/shared/ui'
import { DataGrid, FilterBar, type FilterField, type FilterValues, type GridColumn, SavedViews, useCursorList } from '@/shared/ui/grid'
import { AddIcon, MoreIcon, ShopIcon } from '@/shared/ui/icons'
import { HealthChip, useHealth, useSpan } from '../components/health'
import { usePlatforms } from '../components/platforms'
import { ShopForm } from '../components/shop-form'
import { WebhookAddress } from '../components/webhook-address'
import { useWords } from '../components/words'
import { healthQuery, shopGrid, type ShopHealthOut, type ShopOut, shopPage, type ShopSearch } from '../queries'
import { texts } from '../texts'

const rowId = (row: ShopOut) => row.id
const NO_HEALTH: readonly ShopHealthOut[] = []

type Open = { kind: 'edit' | 'address'; shop: ShopOut } | { kind: 'new' } | null

function useColumns(mayManage: boolean, onOpen: (open: Open) => void): readonly GridColumn<ShopOut>[] {
  const t = texts.use()
  const words = useWords()
  const assess = useHealth()
  const span = useSpan()
  const platforms = usePlatforms()
  const { data = NO_HEALTH } = useQuery(healthQuery)
  return useMemo(() => {
    const known = new Map(data.map((one) => [one.shop_id, one]))
    const healthOf = (row: ShopOut) => {
      const found = known.get(row.id)
      return found && assess({ ...found, active: row.active }, row.credential_names)
    }
    const columns: GridColumn<ShopOut>[] = [
      { id: 'name', header: t('shops.name'), width: 200, always: true, pinned: 'start', cell: (row) => <strong>{row.name}</strong>, copy: (row) => row.name },
      { id: 'platform', header: t('shops.platform'), width: 120, cell: (row) => words.platform(row.platform), copy: (row) => row.platform },
      {
        id: 'health',
        header: t('shops.health'),
        width: 110,
        cell: (row) => {
          const health = healthOf(row)
          return health ? <HealthChip health={health} /> : <Chip>–</Chip>
        },
        copy: (row) => healthOf(row)?.word ?? '',
      },
      {
        id: 'why',
        header: t('shops.why'),
        width: 280,
        grow: true,
        cell: (row) => {
          const why = healthOf(row)?.reasons.join(' · ') ?? ''
          return <span title={why}>{why}</span>
        },
        copy: (row) => healthOf(row)?.reasons.join('; ') ?? '',
      },
      {
        id: 'backlog',
        header: t('shops.backlog'),
        width: 110,
        numeric: true,
        cell: (row) => (
          <Link to="/write-backs" search={{ shop_id: row.id }}>
            <Count value={known.get(row.id)?.write_back_waiting} />
          </Link>
        ),
        copy: (row) => String(known.get(row.id)?.write_back_waiting ?? ''),
      },
      { id: 'lag', header: t('shops.lag'), width: 110, numeric: true, cell: (row) => span(known.get(row.id)?.write_back_lag_seconds ?? null), copy: (row) => String(known.get(row.id)?.write_back_lag_seconds ?? '') },
      { id: 'told', header: t('shops.lastTold'), width: 130, cell: (row) => <Ago at={known.get(row.id)?.last_told_at} />, copy: (row) => known.get(row.id)?.last_told_at ?? '' },
      { id: 'inbound', header: t('shops.inboundWaiting'), width: 110, numeric: true, hidden: true, cell: (row) => <Count value={known.get(row.id)?.inbound_waiting} />, copy: (row) => String(known.get(row.id)?.inbound_waiting ?? '') },
      { id: 'heard', header: t('shops.lastInbound'), width: 130, cell: (row) => <Ago at={known.get(row.id)?.last_inbound_at} />, copy: (row) => known.get(row.id)?.last_inbound_at ?? '' },
      { id: 'owner', header: t('shops.owner'), width: 120, cell: (row) => row.owner || <span className="dz-soft">–</span>, copy: (row) => row.owner },
      { id: 'id', header: t('shops.id'), width: 320, hidden: true, cell: (row) => <code>{row.id}</code>, copy: (row) => row.id },
    ]
    columns.push({
      id: 'actions',
      header: t('actions'),
      width: 80,
      pinned: 'end',
      always: true,
      cell: (row) => (
        <Menu
          trigger={{ kind: 'icon', props: { size: 'small', icon: MoreIcon, label: t('menuOf', { name: row.name }) } }}
          label={t('menuOf', { name: row.name })}
          items={[
            ...(mayManage ? [{ id: 'edit', label: t('shops.edit'), onPick: () => onOpen({ kind: 'edit', shop: row }) }] : []),
            { id: 'address', label: t('shops.showAddress'), disabled: platforms.webhookAddress(row.platform, row.id) === null, onPick: () => onOpen({ kind: 'address', shop: row }) },
          ]}
        />
      ),
    })
    return columns
  }, [t, words, assess, span, platforms, data, mayManage, onOpen])
}

export function Shops() {
  const t = texts.use()
  const can = useCan()
  const words = useWords()
  const platforms = usePlatforms()
  const health = useQuery(healthQuery)
  const search = useSearch({ from: '/shell/shops' })
  const navigate = useNavigate({ from: '/shops' })
  const mayManage = can('channels.shops.manage')
  const [open, setOpen] = useState<Open>(null)
  const columns = useColumns(mayManage, setOpen)
  const source = useCursorList({ queryKey: shopGrid(search), page: shopPage(search) })
  const filter = useCallback((patch: FilterValues) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true }), [navigate])
  const fields = useMemo<FilterField[]>(
    () => [
      { kind: 'search', name: 'q', label: t('shops.search') },
      { kind: 'choice', name: 'platform', label: t('shops.platform'), options: platforms.all.map(({ code }) => ({ value: code, label: words.platform(code) })) },
      { kind: 'choice', name: 'active', label: t('state'), options: [{ value: 'true', label: t('shops.active') }, { value: 'false', label: t('shops.paused') }] },
    ],
    [t, words, platforms],
  )
  const register = mayManage && (
    <Button kind="primary" icon={AddIcon} onClick={() => setOpen({ kind: 'new' })}>
      {t('shops.register')}
    </Button>
  )
  return (
    <Page title={t('shops.title')} lead={t('shops.lead')} width="full" actions={register}>
      {health.error && <ErrorPanel error={health.error} onRetry={() => void health.refetch()} />}
      <DataGrid
        id="shops"
        label={t('shops.title')}
        columns={columns}
        source={source}
        rowId={rowId}
        onOpen={mayManage ? (shop) => setOpen({ kind: 'edit', shop }) : undefined}
        toolbar={<FilterBar fields={fields} value={search} onChange={filter} />}
        actions={<SavedViews id="shops" search={search} onPick={(view) => void navigate({ search: view as ShopSearch })} />}
        empty={
          <EmptyState icon={ShopIcon} title={t('shops.empty')} action={register}>
            {t('shops.emptyAdvice')}
          </EmptyState>
        }
      />
      {(open?.kind === 'edit' || open?.kind === 'new') && (
        <ShopForm
          shop={open.kind === 'edit' ? open.shop : null}
          onMade={(made) => {
            // The form closes itself first; a shop that sends webhooks then shows where to.
            if (platforms.webhookAddress(made.platform, made.id)) setTimeout(() => setOpen({ kind: 'address', shop: made }))
          }}
          onClose={() => setOpen(null)}
        />
      )}
      {open?.kind === 'address' && <WebhookAddress shop={open.shop} onClose={() => setOpen(null)} />}
    </Page>
  )
}
