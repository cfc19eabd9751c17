import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useCan } from '@/shared/api'
import { Banner, Button, Card, ConfirmAction, Count, ErrorPanel, Loaded, Money, toast } from '@/shared/ui'
import { CheckIcon } from '@/shared/ui/icons'
import { type OrderLineOut, type OrderOut, orderQuery, type SkuOut, useExplain, useSettleOtherGoods } from '../queries'
import { texts } from '../texts'
import { useWording } from './chips'
import { SkuChoice } from './sku-choice'

const SHOP_DOUBTS = new Set(['unknown_shop', 'inactive_shop'])

export function ExplainOrder({ id, onSolved }: { id: string; onSolved: () => void }) {
  const query = useQuery(orderQuery(id))
  return <Loaded query={query}>{(order) => <Doubts key={doubtsOf(order)} order={order} onSolved={onSolved} />}</Loaded>
}

/** What was chosen stands for these doubts about these lines: when the platform changes them, somebody looks again. */
const doubtsOf = (order: OrderOut) => JSON.stringify([order.id, order.attention.map((one) => one.code), order.lines.map((line) => [line.line_no, line.merchant_code, line.platform_sku, line.title])])

function Doubts({ order, onSolved }: { order: OrderOut; onSolved: () => void }) {
  const t = texts.use()
  const words = useWording()
  const can = useCan()
  const explain = useExplain()
  const [chosen, setChosen] = useState<Record<number, SkuOut>>({})
  const [remember, setRemember] = useState(true)
  const [unitsArePieces, setUnitsArePieces] = useState(false)
  const codes = order.attention.map((one) => one.code)
  const open = order.lines.filter((line) => line.sku === null)
  const needsUnits = codes.includes('unknown_unit')
  const needsSkus = codes.includes('unknown_sku')
  const explainable = order.actions.includes('explain') && (needsUnits || needsSkus)
  const ready = (!needsSkus || open.every((line) => chosen[line.line_no])) && (!needsUnits || unitsArePieces || needsSkus)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!ready || explain.isPending) return
    const lines = open.flatMap((line) => {
      const sku = chosen[line.line_no]?.sku
      return sku ? [{ line_no: line.line_no, sku }] : []
    })
    try {
      const after = await explain.mutateAsync({ id: order.id, lines, remember: remember && lines.length > 0, units_are_pieces: unitsArePieces })
      if (after.attention_reasons.length > 0) {
        toast.warning(t('attention.partly', { number: order.number, reasons: after.attention_reasons.map(words.doubt).join(', ') }))
      } else {
        toast.success(t('attention.solved', { number: order.number }))
        onSolved()
      }
    } catch {
      // Shown above the button, from explain.error.
    }
  }
  return (
    <Card
      title={<span className="dz-mono">{order.number}</span>}
      extra={
        <Link to="/orders/$id" params={{ id: order.id }}>
          {t('attention.toOrder')}
        </Link>
      }
    >
      <form className="dz-stack" onSubmit={(event) => void submit(event)}>
        <div className="dz-soft">
          {order.shop_name ?? order.shop_id} · <span className="dz-mono">{order.platform_order_no}</span> · <Money value={order.paid} />
        </div>
        {codes.length === 0 && <Banner tone="success">{t('attention.solved', { number: order.number })}</Banner>}
        {codes.map((code) => (
          <Doubt key={code} code={code} />
        ))}
        {codes.length > 0 && !can('orders.attention.resolve') && <Banner tone="info">{t('attention.notYours')}</Banner>}
        {order.lines.map((line) => (
          <LineDoubt key={line.line_no} line={line} chosen={chosen[line.line_no] ?? null} onChoose={explainable ? (sku) => setChosen((old) => (sku ? { ...old, [line.line_no]: sku } : without(old, line.line_no))) : undefined} />
        ))}
        {explainable && needsSkus && (
          <label className="dz-row">
            <input type="checkbox" checked={remember} onChange={(event) => setRemember(event.target.checked)} />
            {t('attention.remember')}
          </label>
        )}
        {explainable && needsUnits && (
          <label className="dz-row">
            <input type="checkbox" checked={unitsArePieces} onChange={(event) => setUnitsArePieces(event.target.checked)} />
            {t('attention.unitsArePieces', { unit: [...new Set(order.lines.map((line) => line.unit).filter(Boolean))].join(' / ') || t('attention.noUnit') })}
          </label>
        )}
        {explain.error && <ErrorPanel error={explain.error} />}
        {explainable && (
          <div className="dz-row" style={{ justifyContent: 'flex-end' }}>
            {!ready && <span className="dz-soft">{needsSkus ? t('attention.mustChoose') : null}</span>}
            <Button type="submit" kind="primary" icon={CheckIcon} disabled={!ready} busy={explain.isPending}>
              {t('attention.confirm')}
            </Button>
          </div>
        )}
      </form>
      {order.actions.includes('settle_other_goods') && <Settle order={order} onSolved={onSolved} />}
    </Card>
  )
}

/** The parcel has left: nothing of the order is explained, somebody says what was done about it. */
function Settle({ order, onSolved }: { order: OrderOut; onSolved: () => void }) {
  const t = texts.use()
  const settle = useSettleOtherGoods()
  const [asking, setAsking] = useState(false)
  const confirm = async (note: string) => {
    await settle.mutateAsync({ id: order.id, note })
    toast.success(t('attention.settled', { number: order.number }))
    onSolved()
  }
  return (
    <div className="dz-row" style={{ justifyContent: 'flex-end' }}>
      <Button kind="primary" icon={CheckIcon} onClick={() => setAsking(true)}>
        {t('attention.settle')}
      </Button>
      <ConfirmAction
        open={asking}
        title={t('attention.settleTitle', { number: order.number })}
        verb={t('attention.settle')}
        reason="required"
        reasons={[t('attention.settleReasons.told'), t('attention.settleReasons.back'), t('attention.settleReasons.sent')]}
        onConfirm={confirm}
        onClose={() => setAsking(false)}
      >
        {t('attention.settleText')}
      </ConfirmAction>
    </div>
  )
}

function without(chosen: Record<number, SkuOut>, lineNo: number): Record<number, SkuOut> {
  return Object.fromEntries(Object.entries(chosen).filter(([key]) => Number(key) !== lineNo))
}

const ADVISED = ['unknown_sku', 'unknown_shop', 'inactive_shop', 'unknown_unit', 'other_goods_left'] as const

/** The doubt by its name, and what to do about it. */
function Doubt({ code }: { code: string }) {
  const t = texts.use()
  const words = useWording()
  const known = ADVISED.find((one) => one === code)
  return (
    <Banner tone="danger" action={SHOP_DOUBTS.has(code) ? <Link to={'/shops' as '/'}>{t('attention.toShops')}</Link> : undefined}>
      <strong>{words.doubt(code)}</strong> <span className="dz-rule">{code === 'other_goods_left' ? 'ORD-4' : 'ORD-1'}</span>
      {known && <div>{t(`advice.${known}`)}</div>}
    </Banner>
  )
}

function LineDoubt({ line, chosen, onChoose }: { line: OrderLineOut; chosen: SkuOut | null; onChoose: ((sku: SkuOut | null) => void) | undefined }) {
  const t = texts.use()
  return (
    <div className="attention-line">
      <div className="attention-line-head">
        <span>
          <strong>{line.title}</strong>
          <br />
          <span className="dz-soft">
            {t('order.code')} <span className="dz-mono">{line.merchant_code || '–'}</span>
            {line.platform_sku && (
              <>
                {' '}
                · <span className="dz-mono">{line.platform_sku}</span>
              </>
            )}
          </span>
        </span>
        <span className="dz-num">
          <Count value={line.quantity} /> {line.unit ?? ''} × <Money value={line.unit_price} />
        </span>
      </div>
      {line.sku ? (
        <div className="dz-soft">
          {t('attention.known')}: <span className="dz-mono">{line.sku}</span>
        </div>
      ) : (
        onChoose && <SkuChoice label={`${t('attention.line', { line: line.line_no })}: ${t('attention.choose')}`} hint={line.title.slice(0, 60)} chosen={chosen} onChoose={onChoose} />
      )}
    </div>
  )
}
