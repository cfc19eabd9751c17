import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { useCan } from '@/shared/api'
import { companyDay, dayStart } from '@/shared/lib/time'
import { Banner, Button, Card, Chip, DateTime, EmptyState, Facts, Loaded, Page, toast } from '@/shared/ui'
import { FormModal } from '@/shared/ui/form'
import { DataGrid, FilterBar, type FilterField, type FilterValues, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { RefreshIcon, WebhookIcon } from '@/shared/ui/icons'
import { DeliveryState } from '../components/chips'
import { EndpointForm, type Secret } from '../components/endpoint-form'
import { EndpointMenu } from '../components/endpoint-menu'
import { EndpointSecret } from '../components/endpoint-secret'
import { InTurn } from '../components/in-turn'
import { useShops } from '../components/shops'
import { useWords } from '../components/words'
import { DELIVERY_STATES, deliveryKeys, type DeliveryOut, deliveryPage, type EndpointOut, endpointQuery, useReplay, useReplaySince } from '../queries'
import { texts } from '../texts'

const rowId = (row: DeliveryOut) => row.id

function useColumns(): readonly GridColumn<DeliveryOut>[] {
  const t = texts.use()
  const words = useWords()
  const { nameOf } = useShops()
  return useMemo(() => {
    const answer = (row: DeliveryOut) => [row.last_status === null ? '' : `HTTP ${row.last_status}`, row.last_error].filter(Boolean).join(' · ')
    return [
      { id: 'happened', header: t('webhooks.happened'), width: 165, always: true, cell: (row) => <DateTime at={row.happened_at} form="second" />, copy: (row) => row.happened_at },
      { id: 'type', header: t('webhooks.event'), width: 150, cell: (row) => <span className="dz-mono">{row.type}</span>, copy: (row) => row.type },
      { id: 'shop', header: t('shop'), width: 160, cell: (row) => nameOf(row.shop_id), copy: (row) => nameOf(row.shop_id) },
      { id: 'state', header: t('state'), width: 120, cell: (row) => <DeliveryState state={row.state} />, copy: (row) => words.delivery(row.state) },
      { id: 'answer', header: t('webhooks.answer'), width: 260, grow: true, cell: (row) => <span title={answer(row)}>{answer(row) || '–'}</span>, copy: answer },
      { id: 'attempts', header: t('attempts'), width: 80, numeric: true, cell: (row) => row.attempts, copy: (row) => String(row.attempts) },
      { id: 'next', header: t('nextTry'), width: 150, cell: (row) => <DateTime at={row.next_try_at} />, copy: (row) => row.next_try_at ?? '' },
      { id: 'delivered', header: t('webhooks.delivered'), width: 165, cell: (row) => <DateTime at={row.delivered_at} form="second" />, copy: (row) => row.delivered_at ?? '' },
      { id: 'message', header: 'webhook-id', width: 320, hidden: true, cell: (row) => <code>{row.message_id}</code>, copy: (row) => row.message_id },
    ]
  }, [t, words, nameOf])
}

export function WebhookPage() {
  const t = texts.use()
  const can = useCan()
  const words = useWords()
  const { id } = useParams({ from: '/shell/webhooks/$id' })
  const search = useSearch({ from: '/shell/webhooks/$id' })
  const navigate = useNavigate({ from: '/webhooks/$id' })
  const query = useQuery({ ...endpointQuery(id), meta: { nouns: ['webhook_delivery'] } })
  const mayManage = can('channels.webhooks.manage')
  const [open, setOpen] = useState<'edit' | 'replay' | null>(null)
  const [secret, setSecret] = useState<Secret | null>(null)
  const columns = useColumns()
  const source = useCursorList({ queryKey: deliveryKeys.list({ id, ...search }), page: deliveryPage(id, search) })
  const filter = useCallback((patch: FilterValues) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true }), [navigate])
  const fields = useMemo<FilterField[]>(() => [{ kind: 'choice', name: 'state', label: t('state'), options: DELIVERY_STATES.map((state) => ({ value: state, label: words.delivery(state) })) }], [t, words])
  const endpoint = query.data
  return (
    <Page
      title={endpoint?.name ?? t('webhooks.title')}
      mark={endpoint && <Chip tone={endpoint.active ? 'success' : endpoint.disabled_reason ? 'danger' : 'neutral'}>{t(endpoint.active ? 'webhooks.active' : 'webhooks.disabled')}</Chip>}
      lead={endpoint?.url}
      width="full"
      actions={
        mayManage &&
        endpoint && (
          <>
            <Button icon={RefreshIcon} onClick={() => setOpen('replay')}>
              {t('webhooks.replaySince')}
            </Button>
            <EndpointMenu endpoint={endpoint} onEdit={() => setOpen('edit')} onSecret={setSecret} onRemoved={() => void navigate({ to: '/webhooks' })} />
          </>
        )
      }
    >
      <Loaded query={query}>{(found) => <About endpoint={found} />}</Loaded>
      <h2>{t('webhooks.deliveries')}</h2>
      <DataGrid
        id="deliveries"
        label={t('webhooks.deliveries')}
        columns={columns}
        source={source}
        rowId={rowId}
        bulk={mayManage ? (rows, clear) => <ReplayRows endpoint={id} rows={rows} clear={clear} /> : undefined}
        toolbar={<FilterBar fields={fields} value={search} onChange={filter} />}
        empty={
          <EmptyState icon={WebhookIcon} title={t('webhooks.noDeliveries')}>
            {t('webhooks.noDeliveriesAdvice')}
          </EmptyState>
        }
      />
      {open === 'edit' && endpoint && <EndpointForm endpoint={endpoint} onSecret={setSecret} onClose={() => setOpen(null)} />}
      {open === 'replay' && <ReplaySince endpoint={id} onClose={() => setOpen(null)} />}
      {secret && <EndpointSecret secret={secret} onClose={() => setSecret(null)} />}
    </Page>
  )
}

function About({ endpoint }: { endpoint: EndpointOut }) {
  const t = texts.use()
  const { nameOf } = useShops()
  return (
    <>
      {!endpoint.active && endpoint.disabled_reason && <Banner tone="danger">{t('webhooks.disabledBecause', { reason: endpoint.disabled_reason })}</Banner>}
      <Card>
        <Facts
          items={[
            [t('webhooks.events'), endpoint.event_types.join(', ')],
            [t('webhooks.shops'), endpoint.shop_ids?.map(nameOf).join(', ') ?? t('allShops')],
            [t('webhooks.waiting'), endpoint.waiting],
            [t('webhooks.oldSecret'), <DateTime key="old" at={endpoint.old_secret_until} />],
            [t('webhooks.by'), endpoint.created_by],
            [t('created'), <DateTime key="created" at={endpoint.created_at} />],
          ]}
        />
      </Card>
    </>
  )
}

function ReplayRows({ endpoint, rows, clear }: { endpoint: string; rows: readonly DeliveryOut[]; clear: () => void }) {
  const t = texts.use()
  const done = (good: number, refusal: string) => {
    if (good > 0) toast.success(t('webhooks.replayed', { count: good }))
    if (refusal) toast.warning(t('webhooks.notReplayed', { count: rows.length - good, reason: refusal }))
    clear()
  }
  return <InTurn ids={rows.map(rowId)} verb={t('webhooks.replay')} work={useReplay(endpoint)} onDone={done} />
}

function ReplaySince({ endpoint, onClose }: { endpoint: string; onClose: () => void }) {
  const t = texts.use()
  const replay = useReplaySince()
  return (
    <FormModal<{ since: string }>
      open
      title={t('webhooks.replaySince')}
      verb={t('webhooks.replay')}
      lead={t('webhooks.replayText')}
      fields={[{ kind: 'date', name: 'since', label: t('webhooks.since'), required: true }]}
      initial={{ since: companyDay() }}
      onSubmit={async ({ since }) => {
        const { count } = await replay.mutateAsync({ endpoint, since: dayStart(since) })
        toast.success(t('webhooks.replayed', { count }))
      }}
      onClose={onClose}
    />
  )
}
