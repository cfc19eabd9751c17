import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useCan } from '@/shared/api'
import { Button, Chip, ConfirmAction, Count, DateTime, EmptyState, Money, Page, Tabs, toast, type Tone } from '@/shared/ui'
import { FormModal } from '@/shared/ui/form'
import { DataGrid, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { PRESALE_STATES, presaleKeys, type PresaleOrderOut, presaleOrderPage, useForfeit, useNoteBalance } from './queries'
import { texts } from './texts'

const rowId = (row: PresaleOrderOut) => row.order_id
const TONES: Record<string, Tone> = { overdue: 'danger', balance_due: 'warning', balance_paid: 'success', deposit_paid: 'info' }
const STATES = [...PRESALE_STATES, 'sent', 'forfeited', 'ended'] as const
const MAY_PAY = new Set(['deposit_paid', 'balance_due', 'overdue'])
const MOST_AT_ONCE = 500

export function PresaleChip({ state }: { state: string }) {
  const t = texts.use()
  const known = STATES.find((one) => one === state)
  return <Chip tone={TONES[state] ?? 'neutral'}>{known ? t(`presaleOrders.states.${known}`) : state}</Chip>
}

export const mayPay = (row: PresaleOrderOut) => MAY_PAY.has(row.state) && Number(row.balance_left.amount) > 0

export function PresaleOrdersPage() {
  const t = texts.use()
  const can = useCan()
  const search = useSearch({ from: '/shell/presale-orders' })
  const navigate = useNavigate({ from: '/presale-orders' })
  const source = useCursorList({ queryKey: presaleKeys.other('orders', search), page: presaleOrderPage(search), nouns: ['order'] })
  const [paying, setPaying] = useState<PresaleOrderOut | null>(null)
  const [ending, setEnding] = useState<{ rows: readonly PresaleOrderOut[]; clear: () => void } | null>(null)
  const forfeit = useForfeit()
  const mayNote = can('orders.balances.note')
  const columns = useMemo<GridColumn<PresaleOrderOut>[]>(
    () => [
      { id: 'order', header: t('order'), width: 176, always: true, pinned: 'start', cell: (row) => <Link className="dz-mono" to="/orders/$id" params={{ id: row.order_id }}>{row.order_number}</Link>, copy: (row) => row.order_number },
      { id: 'state', header: t('state'), width: 130, cell: (row) => <PresaleChip state={row.state} />, copy: (row) => row.state },
      { id: 'shop', header: t('shop'), width: 140, cell: (row) => row.shop_name ?? row.shop_id, copy: (row) => row.shop_id },
      { id: 'pieces', header: t('presaleOrders.pieces'), width: 80, numeric: true, cell: (row) => <Count value={row.pieces} />, copy: (row) => String(row.pieces) },
      { id: 'deposit', header: t('presaleOrders.deposit'), width: 110, numeric: true, cell: (row) => <Money value={row.deposit} />, copy: (row) => row.deposit.amount },
      { id: 'balance', header: t('presaleOrders.balance'), width: 110, numeric: true, cell: (row) => <Money value={row.balance} />, copy: (row) => row.balance.amount },
      { id: 'left', header: t('presaleOrders.left'), width: 110, numeric: true, cell: (row) => <Money value={row.balance_left} />, copy: (row) => row.balance_left.amount },
      { id: 'until', header: t('presaleOrders.until'), width: 146, cell: (row) => row.balance_until && <DateTime at={row.balance_until} />, copy: (row) => row.balance_until ?? '' },
      { id: 'before', header: t('presaleOrders.notBefore'), width: 146, cell: (row) => row.not_before && <DateTime at={row.not_before} />, copy: (row) => row.not_before ?? '' },
      { id: 'promise', header: t('presaleOrders.shipsUntil'), width: 146, grow: true, cell: (row) => row.ships_until && <DateTime at={row.ships_until} />, copy: (row) => row.ships_until ?? '' },
      ...(mayNote ? [{ id: 'actions', header: t('actions'), pinned: 'end' as const, width: 120, always: true, cell: (row: PresaleOrderOut) => mayPay(row) && <Button size="small" onClick={() => setPaying(row)}>{t('presaleOrders.pay')}</Button> }] : []),
    ],
    [t, mayNote],
  )
  const run = async (reason: string) => {
    if (!ending) return
    const answer = await forfeit.mutateAsync({ ids: ending.rows.map(rowId), reason })
    if (answer.done > 0) toast.success(t('presaleOrders.forfeited', { count: answer.done }))
    const refused = answer.results.find((result) => result.refusal)?.refusal
    if (refused) toast.warning(t('presaleOrders.refused', { count: answer.refused, why: refused.detail }))
    ending.clear()
  }
  return (
    <Page title={t('presaleOrders.title')} lead={t('presaleOrders.lead')} width="full" actions={<Link className="dz-button" to="/presales">{t('presales.title')}</Link>}>
      <Tabs
        label={t('state')}
        value={search.state ?? 'all'}
        onChange={(state) => void navigate({ search: (old) => ({ ...old, state: state === 'all' ? undefined : state }), replace: true })}
        tabs={[{ id: 'all', label: t('presaleOrders.all') }, ...PRESALE_STATES.map((id) => ({ id, label: t(`presaleOrders.states.${id}`) }))]}
      />
      <DataGrid
        id="presale-orders"
        label={t('presaleOrders.title')}
        columns={columns}
        source={source}
        rowId={rowId}
        onOpen={(row) => void navigate({ to: '/orders/$id', params: { id: row.order_id } })}
        {...(can('orders.orders.cancel')
          ? {
              bulk: (rows: readonly PresaleOrderOut[], clear: () => void) => <Button kind="danger" onClick={() => setEnding({ rows, clear })}>{t('presaleOrders.forfeit')}</Button>,
              bulkMost: MOST_AT_ONCE,
            }
          : {})}
        empty={<EmptyState title={t('presaleOrders.empty')} />}
      />
      {paying && <NoteBalance row={paying} onClose={() => setPaying(null)} />}
      <ConfirmAction open={ending !== null} title={t('presaleOrders.forfeitTitle', { count: ending?.rows.length ?? 0 })} verb={t('presaleOrders.forfeit')} danger reason="required" onConfirm={run} onClose={() => setEnding(null)}>
        {t('presaleOrders.forfeitText')}
      </ConfirmAction>
    </Page>
  )
}

export function NoteBalance({ row, onClose }: { row: PresaleOrderOut; onClose: () => void }) {
  const t = texts.use()
  const note = useNoteBalance()
  return (
    <FormModal<{ amount: string; reference: string }>
      open
      title={t('presaleOrders.payTitle', { number: row.order_number })}
      verb={t('presaleOrders.pay')}
      fields={[
        { kind: 'money', name: 'amount', label: t('presaleOrders.payAmount'), required: true, currency: row.balance.currency },
        { kind: 'text', name: 'reference', label: t('presaleOrders.payReference'), help: t('presaleOrders.payReferenceHelp'), required: true, maxLength: 200 },
      ]}
      initial={{ amount: row.balance_left.amount }}
      onSubmit={async (values) => {
        await note.mutateAsync({ row, amount: values.amount, reference: values.reference })
        toast.success(t('presaleOrders.paid'))
      }}
      onClose={onClose}
    />
  )
}
