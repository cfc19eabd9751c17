import { Link } from '@tanstack/react-router'
import { useMemo, useRef, useState } from 'react'
import { useCan } from '@/shared/api'
import { companyDay, dayAfter, dayStart } from '@/shared/lib/time'
import { Button, Chip, ConfirmAction, DateTime, Dialog, EmptyState, Page, toast } from '@/shared/ui'
import { type FormField, FormModal } from '@/shared/ui/form'
import { DataGrid, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { AddIcon } from '@/shared/ui/icons'
import { useShops } from '../../components/shops'
import { type GiftParameters, type GiftRuleOut, type GiftTrial, giftKeys, giftPage, usePublishGift, useTryGift } from './queries'
import { texts } from './texts'

const rowId = (row: GiftRuleOut) => row.code
const asText = (value: unknown) => (typeof value === 'string' ? value : '')
const NOTHING: GiftParameters = {
  name: '', shops: [], buy_skus: [], least_quantity: 2, least_paid: null, currency: 'CNY', gift_sku: '', pieces: 1, per: 'order', most_times: 1,
  limit_total: null, limit_per_buyer: null, while_stocks_last: true, exclusive: false, priority: 0, ends_at: null,
}

function useSentence() {
  const t = texts.use()
  return (rule: GiftParameters) => {
    const needed = rule.least_paid === null ? String(rule.least_quantity) : String(rule.least_paid)
    const buy = rule.buy_skus.length > 0 ? rule.buy_skus.join(' / ') : t('gifts.anything')
    return `${buy} · ${t(rule.least_paid === null ? 'gifts.sentence.quantity' : 'gifts.sentence.paid', { needed })} · ${t('gifts.gives', { sku: rule.gift_sku, pieces: rule.pieces })}`
  }
}

function State({ row }: { row: GiftRuleOut }) {
  const t = texts.use()
  const [now] = useState(() => Date.now())
  if (row.stopped) return <Chip>{t('gifts.stopped')}</Chip>
  if (row.parameters.ends_at !== null && Date.parse(row.parameters.ends_at) <= now) return <Chip>{t('gifts.ended')}</Chip>
  if (Date.parse(row.effective_from) > now) return <Chip tone="info">{t('gifts.coming')}</Chip>
  return <Chip tone="success">{t('gifts.active')}</Chip>
}

type Open = { kind: 'edit'; rule: GiftRuleOut | null } | { kind: 'try' | 'stop'; rule: GiftRuleOut }

export function GiftRulesPage() {
  const t = texts.use()
  const can = useCan()
  const say = useSentence()
  const { nameOf } = useShops()
  const source = useCursorList({ queryKey: giftKeys.list(), page: giftPage })
  const publish = usePublishGift()
  const [open, setOpen] = useState<Open | null>(null)
  const mayPublish = can('orders.gift_rules.publish')
  const columns = useMemo<GridColumn<GiftRuleOut>[]>(() => {
    const given = (row: GiftRuleOut) => (row.parameters.limit_total === null ? t('gifts.given', { count: row.given }) : t('gifts.of', { given: row.given, limit: row.parameters.limit_total }))
    const shops = (row: GiftRuleOut) => (row.parameters.shops.length > 0 ? row.parameters.shops.map(nameOf).join(', ') : t('allShops'))
    return [
      { id: 'code', header: t('gifts.code'), width: 130, always: true, pinned: 'start', cell: (row) => <strong className="dz-mono">{row.code}</strong>, copy: (row) => row.code },
      { id: 'name', header: t('gifts.name'), width: 160, cell: (row) => row.parameters.name, copy: (row) => row.parameters.name },
      { id: 'state', header: t('state'), width: 100, cell: (row) => <State row={row} /> },
      { id: 'rule', header: t('gifts.threshold'), width: 320, grow: true, cell: (row) => say(row.parameters), copy: (row) => say(row.parameters) },
      { id: 'shops', header: t('gifts.shops'), width: 160, cell: shops, copy: shops },
      { id: 'given', header: t('gifts.limits'), width: 130, cell: given, copy: given },
      { id: 'version', header: t('gifts.from_'), width: 190, cell: (row) => <>{t('version', { version: row.version })} <DateTime at={row.effective_from} /></>, copy: (row) => row.effective_from },
      {
        id: 'actions', header: t('actions'), pinned: 'end', width: 250, always: true,
        cell: (row) => (
          <span className="dz-row">
            <Button size="small" onClick={() => setOpen({ kind: 'try', rule: row })}>{t('gifts.try')}</Button>
            {mayPublish && <Button size="small" onClick={() => setOpen({ kind: 'edit', rule: row })}>{t('gifts.change')}</Button>}
            {mayPublish && !row.stopped && <Button size="small" kind="danger" onClick={() => setOpen({ kind: 'stop', rule: row })}>{t('gifts.stop')}</Button>}
          </span>
        ),
      },
    ]
  }, [t, say, nameOf, mayPublish])
  return (
    <Page title={t('gifts.title')} lead={t('gifts.lead')} width="full" actions={mayPublish && <Button kind="primary" icon={AddIcon} onClick={() => setOpen({ kind: 'edit', rule: null })}>{t('gifts.publish')}</Button>}>
      <DataGrid id="gift-rules" label={t('gifts.title')} columns={columns} source={source} rowId={rowId} onOpen={(row) => setOpen({ kind: 'try', rule: row })} empty={<EmptyState title={t('gifts.empty')}>{t('gifts.emptyText')}</EmptyState>} />
      {open?.kind === 'edit' && <EditRule rule={open.rule} onClose={() => setOpen(null)} />}
      {open?.kind === 'try' && <TryRule rule={open.rule} onClose={() => setOpen(null)} />}
      <ConfirmAction
        open={open?.kind === 'stop'}
        title={t('gifts.stopTitle', { code: open?.rule?.code ?? '' })}
        verb={t('gifts.stop')}
        danger
        reason="required"
        onConfirm={async (reason) => {
          if (open?.kind === 'stop') await publish.mutateAsync({ code: open.rule.code, parameters: open.rule.parameters, stopped: true, note: reason })
        }}
        onClose={() => setOpen(null)}
      >
        {t('gifts.stopText')}
      </ConfirmAction>
    </Page>
  )
}

interface Values {
  code: string
  name: string
  shops: string[] | null
  buy: string | null
  kind: string
  leastQuantity: number | null
  leastPaid: string | null
  giftSku: string
  pieces: number
  per: string
  mostTimes: number
  limitTotal: number | null
  limitBuyer: number | null
  whileStock: boolean | null
  exclusive: boolean | null
  priority: number | null
  effective: string | null
  ends: string | null
  note: string | null
}

/** The last day is included: it ends when the next begins. */
const lastDay = (ends: string | null) => (ends === null ? null : companyDay(new Date(Date.parse(ends) - 1)))

function EditRule({ rule, onClose }: { rule: GiftRuleOut | null; onClose: () => void }) {
  const t = texts.use()
  const publish = usePublishGift()
  const { all } = useShops()
  const from = rule?.parameters ?? NOTHING
  const fields: FormField<Values>[] = [
    { kind: 'text', name: 'code', label: t('gifts.code'), help: t('gifts.codeHelp'), required: true, maxLength: 40, pattern: /^[A-Za-z0-9][\w-]*$/, disabled: rule !== null },
    { kind: 'text', name: 'name', label: t('gifts.name'), required: true, maxLength: 100 },
    { kind: 'multi', name: 'shops', label: t('gifts.shops'), help: t('gifts.shopsHelp'), options: all.map((shop) => ({ value: shop.id, label: shop.name })) },
    { kind: 'textarea', name: 'buy', label: t('gifts.buy'), help: t('gifts.buyHelp'), rows: 3, heading: t('gifts.threshold') },
    { kind: 'select', name: 'kind', label: t('gifts.threshold'), required: true, options: (['quantity', 'paid'] as const).map((kind) => ({ value: kind, label: t(`gifts.kinds.${kind}`) })) },
    { kind: 'number', name: 'leastQuantity', label: t('gifts.leastQuantity'), required: true, min: 1, max: 1000, when: (values) => values.kind !== 'paid' },
    { kind: 'money', name: 'leastPaid', label: t('gifts.leastPaid'), required: true, currency: 'CNY', when: (values) => values.kind === 'paid' },
    { kind: 'text', name: 'giftSku', label: t('gifts.giftSku'), required: true, maxLength: 64, heading: t('gifts.gift') },
    { kind: 'number', name: 'pieces', label: t('gifts.pieces'), required: true, min: 1, max: 100 },
    { kind: 'select', name: 'per', label: t('gifts.per'), required: true, options: (['order', 'step'] as const).map((per) => ({ value: per, label: t(`gifts.pers.${per}`) })) },
    { kind: 'number', name: 'mostTimes', label: t('gifts.mostTimes'), required: true, min: 1, max: 100, when: (values) => values.per === 'step' },
    { kind: 'number', name: 'limitTotal', label: t('gifts.limitTotal'), help: t('gifts.noLimit'), min: 1, heading: t('gifts.limits') },
    { kind: 'number', name: 'limitBuyer', label: t('gifts.limitBuyer'), help: t('gifts.noLimit'), min: 1, max: 10_000 },
    { kind: 'switch', name: 'whileStock', label: t('gifts.whileStock') },
    { kind: 'switch', name: 'exclusive', label: t('gifts.exclusive') },
    { kind: 'number', name: 'priority', label: t('gifts.priority'), help: t('gifts.priorityHelp'), min: 0, max: 1000 },
    { kind: 'date', name: 'effective', label: t('gifts.effective'), help: t('gifts.effectiveHelp'), heading: t('gifts.from_') },
    { kind: 'date', name: 'ends', label: t('gifts.ends'), help: t('gifts.endsHelp') },
    { kind: 'textarea', name: 'note', label: t('note'), rows: 2, maxLength: 500 },
  ]
  return (
    <FormModal<Values>
      open
      width={640}
      title={rule ? `${t('gifts.change')} ${rule.code}` : t('gifts.publish')}
      verb={t('gifts.change')}
      fields={fields}
      initial={{
        ...(rule ? { code: rule.code } : {}), name: from.name, shops: from.shops, buy: from.buy_skus.join('\n'), kind: from.least_paid === null ? 'quantity' : 'paid', leastQuantity: from.least_quantity,
        leastPaid: from.least_paid === null ? null : String(from.least_paid), giftSku: from.gift_sku, pieces: from.pieces, per: from.per, mostTimes: from.most_times, limitTotal: from.limit_total,
        limitBuyer: from.limit_per_buyer, whileStock: from.while_stocks_last, exclusive: from.exclusive, priority: from.priority, ends: lastDay(from.ends_at),
      }}
      onSubmit={async (values) => {
        const made = await publish.mutateAsync({
          code: values.code,
          parameters: {
            name: values.name, shops: values.shops ?? [], buy_skus: [...new Set(asText(values.buy).split(/[\s,，]+/).filter(Boolean))], least_quantity: values.kind === 'paid' ? null : values.leastQuantity,
            least_paid: values.kind === 'paid' ? values.leastPaid : null, currency: 'CNY', gift_sku: values.giftSku.trim(), pieces: values.pieces, per: values.per, most_times: values.per === 'step' ? values.mostTimes : 1,
            limit_total: values.limitTotal ?? null, limit_per_buyer: values.limitBuyer ?? null, while_stocks_last: values.whileStock === true, exclusive: values.exclusive === true, priority: values.priority ?? 0,
            ends_at: values.ends ? dayStart(dayAfter(values.ends)) : null,
          },
          note: values.note ?? '',
          ...(values.effective && values.effective > companyDay() ? { effective_from: dayStart(values.effective) } : {}),
        })
        toast.success(t('gifts.saved', { code: made.code, version: made.version }))
      }}
      onClose={onClose}
    />
  )
}

const DAYS_BACK = 30
const DAY_MS = 86_400_000

function TryRule({ rule, onClose }: { rule: GiftRuleOut; onClose: () => void }) {
  const t = texts.use()
  const tried = useTryGift()
  const [trial, setTrial] = useState<GiftTrial | null>(null)
  const [month] = useState(() => companyDay(new Date(Date.now() - DAYS_BACK * DAY_MS)))
  // The form closes itself when it was answered: then the answer is shown in its place.
  const answered = useRef(false)
  if (trial) return <Tried trial={trial} onClose={onClose} />
  return (
    <FormModal<{ from: string; to: string }>
      open
      title={`${t('gifts.tryTitle')} · ${rule.code}`}
      lead={t('gifts.tryLead')}
      verb={t('gifts.tryVerb')}
      fields={[
        { kind: 'date', name: 'from', label: t('gifts.from'), required: true },
        { kind: 'date', name: 'to', label: t('gifts.to'), required: true },
      ]}
      initial={{ from: month, to: companyDay() }}
      onSubmit={async (values) => {
        const found = await tried.mutateAsync({ parameters: rule.parameters, start: dayStart(values.from), end: dayStart(dayAfter(values.to)) })
        answered.current = true
        setTrial(found)
      }}
      onClose={() => {
        if (!answered.current) onClose()
      }}
    />
  )
}

function Tried({ trial, onClose }: { trial: GiftTrial; onClose: () => void }) {
  const t = texts.use()
  const missed = trial.fitting - trial.given
  return (
    <Dialog open title={t('gifts.tryTitle')} width={640} onClose={onClose} foot={<Button kind="primary" data-focus onClick={onClose}>{t('invoices.close')}</Button>}>
      <div className="dz-stack">
        <p>{t('gifts.tried', { looked: trial.looked_at, fitting: trial.fitting, given: trial.given, pieces: trial.pieces })}</p>
        {missed > 0 && <p>{t('gifts.missed', { count: missed })}</p>}
        {!trial.complete && <p className="dz-soft">{t('gifts.incomplete')}</p>}
        {trial.orders.length > 0 && (
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by keyboard
          <div className="dz-table-wrap" style={{ maxHeight: '50vh', overflow: 'auto' }} tabIndex={0} role="region" aria-label={t('gifts.tryTitle')}>
            <table className="dz-table">
              <thead>
                <tr>
                  <th scope="col">{t('order')}</th>
                  <th scope="col" className="dz-num">{t('gifts.triedHave')}</th>
                  <th scope="col" className="dz-num">{t('gifts.triedQuantity')}</th>
                </tr>
              </thead>
              <tbody>
                {trial.orders.map((order) => (
                  <tr key={order.id}>
                    <td><Link className="dz-mono" to="/orders/$id" params={{ id: order.id }}>{order.number}</Link></td>
                    <td className="dz-num">{order.have}</td>
                    <td className="dz-num">{order.quantity}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </div>
    </Dialog>
  )
}
