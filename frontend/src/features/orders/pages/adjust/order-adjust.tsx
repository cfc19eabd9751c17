import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useCan } from '@/shared/api'
import { Button, ConfirmAction, Menu, type MenuItem, toast } from '@/shared/ui'
import { OrderResults } from '../../components/actions'
import type { ActionResults, OrderOut } from '../../queries'
import { ChangeItems } from './change-items'
import { ChangePrice } from './change-price'
import { type SplitRule, useSplit, useTakeApart } from './queries'
import { useMergeOne } from './merged'
import { Readdress } from './readdress'
import { SplitByHand } from './split-by-hand'
import { texts } from './texts'

type Open = 'hand' | 'warehouse' | 'shortage' | 'take_apart' | 'readdress' | 'items' | 'price' | null

/** What may be changed of one order, in one menu; each asks before it does anything. */
export function OrderAdjust({ order }: { order: OrderOut }) {
  const t = texts.use()
  const can = useCan()
  const navigate = useNavigate()
  const [open, setOpen] = useState<Open>(null)
  const [results, setResults] = useState<ActionResults | null>(null)
  const split = useSplit()
  const apart = useTakeApart()
  const may = (action: string) => order.actions.includes(action)
  const close = () => setOpen(null)
  const show = (done: ActionResults) => {
    const one = done.results[0]
    if (one?.refusal) setResults(done)
    else toast.success(one?.pending ? t('waits') : t('changed'))
  }
  const item = (id: NonNullable<Open>, label: string): MenuItem => ({ id, label, onPick: () => setOpen(id) })
  const items: MenuItem[] = [
    ...(may('split') ? [item('hand', t('splitHand'))] : []),
    ...(may('split') && order.offers.length > 0 ? [item('warehouse', t('splitWarehouse')), item('shortage', t('splitShortage'))] : []),
    ...(may('take_apart') ? [item('take_apart', t('takeApart'))] : []),
    ...(may('readdress') ? [item('readdress', t('readdress'))] : []),
    ...(may('change_items') ? [item('items', t('items'))] : []),
    ...(may('change_price') ? [item('price', t('price'))] : []),
    ...(can('orders.orders.place') ? [{ id: 'copy', label: t('manual.copy'), onPick: () => void navigate({ to: '/orders/new', search: { copy: order.id } }) }] : []),
  ]
  const byRule = (by: SplitRule) => async (reason: string) => show(await split.mutateAsync({ ids: [order.id], by, reason }))
  if (items.length === 0) return null
  return (
    <>
      <Menu trigger={{ kind: 'button', props: { children: t('actions') } }} label={t('actions')} items={items} />
      {open === 'hand' && <SplitByHand order={order} onClose={close} />}
      <ConfirmAction open={open === 'warehouse'} title={t('splitRuleTitle', { count: 1 })} verb={t('splitWarehouse')} reason="optional" onConfirm={byRule('warehouse')} onClose={close}>
        {t('splitRuleText')}
      </ConfirmAction>
      <ConfirmAction open={open === 'shortage'} title={t('splitRuleTitle', { count: 1 })} verb={t('splitShortage')} reason="optional" onConfirm={byRule('shortage')} onClose={close}>
        {t('splitRuleText')}
      </ConfirmAction>
      <ConfirmAction
        open={open === 'take_apart'}
        title={t('takeApartTitle', { count: 1 })}
        verb={t('takeApart')}
        reason="required"
        reasons={[t('reasons.buyer'), t('reasons.stock'), t('reasons.mistake')]}
        onConfirm={async (reason) => show(await apart.mutateAsync({ ids: [order.id], reason }))}
        onClose={close}
      >
        {t('takeApartText')}
      </ConfirmAction>
      {open === 'readdress' && <Readdress ids={[order.id]} onResults={show} onClose={close} />}
      {open === 'items' && <ChangeItems order={order} onClose={close} />}
      {open === 'price' && <ChangePrice order={order} onClose={close} />}
      {results && <OrderResults results={results} onClose={() => setResults(null)} />}
    </>
  )
}

/** The same for many orders at once, from the desk. */
export function BulkAdjust({ ids, onDone }: { ids: readonly string[]; onDone: (results: ActionResults) => void }) {
  const t = texts.use()
  const can = useCan()
  const [open, setOpen] = useState<'warehouse' | 'shortage' | 'take_apart' | 'readdress' | 'merge' | null>(null)
  const split = useSplit()
  const apart = useTakeApart()
  const close = () => setOpen(null)
  const item = (id: NonNullable<typeof open>, label: string): MenuItem => ({ id, label, onPick: () => setOpen(id) })
  const items = [
    ...(can('orders.orders.regroup') ? [item('warehouse', t('splitWarehouse')), item('shortage', t('splitShortage')), item('take_apart', t('takeApart'))] : []),
    ...(can('orders.orders.rewrite') ? [item('readdress', t('readdress'))] : []),
  ]
  if (items.length === 0) return null
  const byRule = (by: SplitRule) => async (reason: string) => onDone(await split.mutateAsync({ ids: [...ids], by, reason }))
  return (
    <>
      <Menu trigger={{ kind: 'button', props: { children: t('actions') } }} label={t('actions')} items={items} />
      {(['warehouse', 'shortage'] as const).map((by) => (
        <ConfirmAction key={by} open={open === by} title={t('splitRuleTitle', { count: ids.length })} verb={by === 'warehouse' ? t('splitWarehouse') : t('splitShortage')} reason="optional" onConfirm={byRule(by)} onClose={close}>
          {t('splitRuleText')}
        </ConfirmAction>
      ))}
      <ConfirmAction
        open={open === 'take_apart'}
        title={t('takeApartTitle', { count: ids.length })}
        verb={t('takeApart')}
        reason="required"
        reasons={[t('reasons.buyer'), t('reasons.stock'), t('reasons.mistake')]}
        onConfirm={async (reason) => onDone(await apart.mutateAsync({ ids: [...ids], reason }))}
        onClose={close}
      >
        {t('takeApartText')}
      </ConfirmAction>
      {open === 'readdress' && <Readdress ids={ids} onResults={onDone} onClose={close} />}
    </>
  )
}

/** Two and more are one parcel, when they are one buyer's. */
export function MergeSelected({ ids, onDone }: { ids: readonly string[]; onDone: () => void }) {
  const t = texts.use()
  const can = useCan()
  const [asking, setAsking] = useState(false)
  const merge = useMergeOne()
  if (!can('orders.orders.regroup') || ids.length < 2 || ids.length > 100) return null
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t('merge')}</Button>
      <ConfirmAction open={asking} title={t('mergeOneTitle', { count: ids.length })} verb={t('merge')} reason="optional" onConfirm={async (reason) => { await merge(ids, reason); onDone() }} onClose={() => setAsking(false)}>
        {t('mergeOneText')}
      </ConfirmAction>
    </>
  )
}
