import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useCan } from '@/shared/api'
import { Button, Chip, ConfirmAction, Count, DateTime, EmptyState, Page, Tabs, toast, type Tone } from '@/shared/ui'
import { DataGrid, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { SuccessIcon } from '@/shared/ui/icons'
import { erasureKeys, type ErasureOut, erasurePage, useCarryOut, useRefuseErasure, useShops } from '../queries'
import { texts } from '../texts'

const rowId = (row: ErasureOut) => row.id
const GROUNDS = ['buyer', 'law', 'other', 'retention'] as const
const STATES = ['asked', 'done', 'refused'] as const
const TONES: Record<string, Tone> = { asked: 'info', done: 'success', refused: 'danger' }

interface Asking {
  verb: 'carryOut' | 'refuse'
  row: ErasureOut
}

/** Requests to erase customers' personal data: somebody else than who asked carries them out. */
export function CustomerErasures() {
  const t = texts.use()
  const can = useCan()
  const { of = 'asked' } = useSearch({ from: '/shell/customer-erasures' })
  const navigate = useNavigate({ from: '/customer-erasures' })
  const { nameOf } = useShops()
  const waiting = of === 'asked'
  const source = useCursorList({ queryKey: erasureKeys.list({ waiting }), page: erasurePage(waiting ? 'asked' : undefined) })
  const carryOut = useCarryOut()
  const refuse = useRefuseErasure()
  const [asking, setAsking] = useState<Asking | null>(null)
  const erases = can('orders.customers.erase')
  const columns = useMemo<GridColumn<ErasureOut>[]>(() => {
    const ground = (row: ErasureOut) => t(`erasures.grounds.${GROUNDS.find((one) => one === row.ground) ?? 'other'}`)
    const state = (row: ErasureOut) => t(`erasures.states.${STATES.find((one) => one === row.state) ?? 'asked'}`)
    return [
      {
        id: 'customer',
        header: t('customer'),
        width: 190,
        always: true,
        cell: (row) =>
          row.state === 'done' ? (
            <span className="dz-soft">{t('erasures.gone')}</span>
          ) : (
            <Link to="/customers/$id" params={{ id: row.customer_id }}>
              {row.name || t('nameless')} <span className="dz-mono">{row.phone}</span>
            </Link>
          ),
        copy: (row) => row.customer_id,
      },
      { id: 'state', header: t('exports.state'), width: 100, cell: (row) => <Chip tone={TONES[row.state] ?? 'neutral'}>{state(row)}</Chip>, copy: state },
      { id: 'ground', header: t('erasures.ground'), width: 120, cell: ground, copy: ground },
      { id: 'reason', header: t('erasures.reason'), width: 220, grow: true, cell: (row) => [row.reason, row.comment].filter(Boolean).join(' → '), copy: (row) => row.reason },
      { id: 'asked', header: t('exports.asked'), width: 150, cell: (row) => <DateTime at={row.asked_at} />, copy: (row) => row.asked_at },
      { id: 'by', header: t('exports.asker'), width: 110, cell: (row) => row.asked_by, copy: (row) => row.asked_by },
      { id: 'due', header: t('erasures.due'), width: 150, cell: (row) => <DateTime at={row.due_at} />, copy: (row) => row.due_at },
      { id: 'settled', header: t('erasures.settled'), width: 190, cell: (row) => row.settled_at && <span>{row.settled_by} <DateTime at={row.settled_at} /></span>, copy: (row) => row.settled_at ?? '' },
      { id: 'orders', header: t('erasures.orders'), width: 100, numeric: true, cell: (row) => <Count value={row.orders} />, copy: (row) => String(row.orders) },
      { id: 'shops', header: t('shops'), width: 150, hidden: true, cell: (row) => row.shops.map(nameOf).join(', '), copy: (row) => row.shops.map(nameOf).join(', ') },
      {
        id: 'do',
        header: t('exports.do'),
        width: 170,
        always: true,
        pinned: 'end',
        cell: (row) =>
          row.state === 'asked' &&
          erases &&
          (row.mine ? (
            <span className="dz-soft">{t('erasures.another')}</span>
          ) : (
            <>
              <Button size="small" kind="danger" onClick={() => setAsking({ verb: 'carryOut', row })}>
                {t('erasures.carryOut')}
              </Button>{' '}
              <Button size="small" onClick={() => setAsking({ verb: 'refuse', row })}>
                {t('erasures.refuse')}
              </Button>
            </>
          )),
      },
    ]
  }, [t, nameOf, erases])
  const carrying = asking?.verb !== 'refuse'
  return (
    <Page title={t('erasures.title')} lead={t('erasures.lead')} width="full">
      <Tabs
        label={t('erasures.title')}
        value={of}
        tabs={[
          { id: 'asked', label: t('erasures.waiting') },
          { id: 'all', label: t('erasures.all') },
        ]}
        onChange={(id) => void navigate({ search: { of: id }, replace: true })}
      />
      <DataGrid id="customer-erasures" label={t('erasures.title')} columns={columns} source={source} rowId={rowId} empty={<EmptyState icon={SuccessIcon} title={t('erasures.empty')}>{t('erasures.emptyAdvice')}</EmptyState>} />
      <ConfirmAction
        open={asking !== null}
        title={carrying ? t('erasures.carryOutTitle') : t('erasures.refuseTitle')}
        verb={carrying ? t('erasures.carryOut') : t('erasures.refuse')}
        danger={carrying}
        reason={carrying ? 'optional' : 'required'}
        onConfirm={async (reason) => {
          if (!asking) return
          await (asking.verb === 'carryOut' ? carryOut.mutateAsync({ id: asking.row.id, comment: reason }) : refuse.mutateAsync({ id: asking.row.id, reason }))
          toast.success(asking.verb === 'carryOut' ? t('erasures.done') : t('erasures.refused'))
        }}
        onClose={() => setAsking(null)}
      >
        {carrying ? t('erasures.carryOutText') : t('erasures.refuseText')}
      </ConfirmAction>
    </Page>
  )
}
