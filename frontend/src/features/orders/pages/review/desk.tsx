import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { useKeys } from '@/shared/lib/keys'
import { afterDeciding, neighbour, stillThere, toggled } from '@/shared/lib/picking'
import { Ago, Button, Card, Chip, EmptyState, ErrorPanel, Facts, Kbd, Loaded, Money, Page, Skeleton, Tabs } from '@/shared/ui'
import { FilterBar } from '@/shared/ui/grid'
import { useCursorList } from '@/shared/ui/grid/use-cursor-list'
import { BackIcon, CheckIcon, SuccessIcon } from '@/shared/ui/icons'
import { type Asking, OrderAction, type Verb } from '../../components/actions'
import { Deadline } from '../../components/deadline'
import { useShops } from '../../components/shops'
import { texts as orderTexts } from '../../texts'
import { orderKeys, type OrderOut, orderPage, orderQuery, type OrderRow, type OrderSearch, reasonsQuery } from '../../queries'
import { buyerQuery } from './queries'
import { nameOf, stageName } from './rule-words'
import { texts } from './texts'
import './review.css'

const NONE: ReadonlySet<string> = new Set()
const STAGES = { service: 'orders.orders.review', finance: 'orders.orders.review_finance' } as const
type Stage = keyof typeof STAGES

function useReason() {
  const language = useLanguage()
  const { data } = useQuery(reasonsQuery)
  return (code: string) => {
    const known = data?.find((one) => one.code === code)
    return known ? nameOf({ zh: known.text_zh, en: known.text_en }, language) : code
  }
}

/** What waits for a stage at the left, one order's facts beside it. r, h and c decide the open one, or those that are selected. */
export function ReviewDesk() {
  const t = texts.use()
  const can = useCan()
  const search = useSearch({ from: '/shell/review-desk' })
  const navigate = useNavigate({ from: '/review-desk' })
  const reason = useReason()
  const { data: reasons } = useQuery(reasonsQuery)
  const { all } = useShops()
  const mine = (Object.keys(STAGES) as Stage[]).find((one) => can(STAGES[one]))
  const stage: Stage = search.stage ?? mine ?? 'service'
  const wanted: OrderSearch = { held: true, stage, shop: search.shop, hold: search.hold, sort: 'placed_at' }
  const fields = [
    { kind: 'choice' as const, name: 'shop', label: t('desk.shop'), multiple: true, options: all.map((shop) => ({ value: shop.id, label: shop.name })) },
    { kind: 'choice' as const, name: 'hold', label: t('desk.hold'), options: (reasons ?? []).filter((one) => one.stage === stage).map((one) => ({ value: one.code, label: reason(one.code) })) },
  ]
  return (
    <Page title={t('desk.title')} lead={t('desk.lead')} width="full">
      <Tabs label={t('desk.stage')} value={stage} tabs={(Object.keys(STAGES) as Stage[]).map((id) => ({ id, label: t(`desk.${id}`) }))} onChange={(id) => void navigate({ search: { stage: id, shop: search.shop } })} />
      <FilterBar fields={fields} value={{ shop: search.shop, hold: search.hold }} onChange={(patch) => void navigate({ search: (old) => ({ ...old, ...patch, id: undefined }), replace: true })} />
      <Panes key={stage} stage={stage} wanted={wanted} open={search.id} onOpen={(id, replace) => void navigate({ search: (old) => ({ ...old, id }), replace })} />
    </Page>
  )
}

interface PanesProps {
  stage: Stage
  wanted: OrderSearch
  open: string | undefined
  onOpen: (id: string | undefined, replace: boolean) => void
}

function Panes({ stage, wanted, open, onOpen }: PanesProps) {
  const t = texts.use()
  const can = useCan()
  const navigate = useNavigate()
  const source = useCursorList({ queryKey: orderKeys.list(wanted), page: orderPage(wanted) })
  const { rows } = source
  const [chosen, setChosen] = useState(NONE)
  const [asking, setAsking] = useState<Asking | null>(null)
  const current = useMemo(() => rows.find((row) => row.id === open), [rows, open])
  const selected = stillThere(rows, chosen)
  const may: Record<Verb, boolean> = { release: can(STAGES[stage]), hold: can(STAGES[stage]), cancel: can('orders.orders.cancel') }

  const done = (ids: readonly string[]) => {
    const gone = new Set(ids)
    setChosen((old) => new Set([...old].filter((id) => !gone.has(id))))
    if (open && gone.has(open)) onOpen(afterDeciding(rows, gone, open)?.id, true)
  }
  const ask = (verb: Verb, event?: KeyboardEvent) => {
    // The dialog takes the focus at once, and the letter would be typed into its reason.
    event?.preventDefault()
    const asked = selected.length > 0 ? selected : current ? [current] : []
    const ids = asked.map((row) => row.id)
    if (may[verb] && ids.length > 0) setAsking({ verb, ids, ...(verb === 'cancel' ? {} : { stage }), done: () => done(ids) })
  }
  const move = (step: 1 | -1) => {
    const next = neighbour(rows, open, step)
    if (next) onOpen(next.id, true)
  }
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    x: () => current && setChosen((old) => toggled(old, current.id)),
    r: (event) => ask('release', event),
    h: (event) => ask('hold', event),
    c: (event) => ask('cancel', event),
    o: () => current && void navigate({ to: '/orders/$id', params: { id: current.id } }),
    Escape: () => (selected.length > 0 ? setChosen(NONE) : open && onOpen(undefined, true)),
  })
  useEffect(() => {
    if (open) document.querySelector(`[data-order="${open}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [open])

  if (source.status === 'loading') return <Skeleton lines={6} />
  if (source.status === 'error') return <ErrorPanel error={source.error} onRetry={source.refresh} />
  return (
    <div className="dz-stack">
      {source.error ? <ErrorPanel error={source.error} onRetry={source.refresh} /> : null}
      {selected.length > 0 && (
        <div className="dz-desk-bulk dz-row dz-spread">
          <strong>{t('desk.selected', { count: selected.length })}</strong>
          <span className="dz-row">
            <Button size="small" onClick={() => setChosen(NONE)}>
              {t('desk.clear')}
            </Button>
            <Verbs stage={stage} may={may} onAsk={ask} />
          </span>
        </div>
      )}
      {rows.length === 0 ? (
        <EmptyState icon={SuccessIcon} title={t('desk.empty')}>
          {t('desk.emptyText')}
        </EmptyState>
      ) : (
        <div className="dz-desk-panes" data-open={current !== undefined}>
          <div className="dz-stack">
            <OrderList rows={rows} open={open} chosen={chosen} onOpen={(id) => onOpen(id, open !== undefined)} onChoose={(id) => setChosen((old) => toggled(old, id))} />
            {source.moreError ? <ErrorPanel error={source.moreError} onRetry={source.loadMore} /> : null}
            {source.hasMore && (
              <Button busy={source.loadingMore} onClick={source.loadMore}>
                {t('desk.more')}
              </Button>
            )}
          </div>
          <Side key={current?.id} row={current} stage={stage} may={may} onBack={() => onOpen(undefined, true)} onAsk={ask} />
        </div>
      )}
      <OrderAction asking={asking} onClose={() => setAsking(null)} />
    </div>
  )
}

function Verbs({ stage, may, onAsk, keys }: { stage: Stage; may: Record<Verb, boolean>; onAsk: (verb: Verb) => void; keys?: boolean }) {
  const t = texts.use()
  const o = orderTexts.use()
  const size = keys ? {} : { size: 'small' as const }
  return (
    <>
      {may.cancel && (
        <Button kind="danger" {...size} onClick={() => onAsk('cancel')}>
          {o('cancelShort')} {keys && <Kbd>c</Kbd>}
        </Button>
      )}
      {may.hold && (
        <Button {...size} onClick={() => onAsk('hold')}>
          {o('holdVerb')} {keys && <Kbd>h</Kbd>}
        </Button>
      )}
      {may.release && (
        <Button kind="primary" icon={CheckIcon} {...size} onClick={() => onAsk('release')}>
          {t('desk.releaseFor', { stage: stageName(stage, t) })} {keys && <Kbd>r</Kbd>}
        </Button>
      )}
    </>
  )
}

interface ListProps {
  rows: readonly OrderRow[]
  open: string | undefined
  chosen: ReadonlySet<string>
  onOpen: (id: string) => void
  onChoose: (id: string) => void
}

function OrderList({ rows, open, chosen, onOpen, onChoose }: ListProps) {
  const t = texts.use()
  const reason = useReason()
  const { nameOf: shopName } = useShops()
  return (
    <ul className="dz-desk-list" aria-label={t('desk.list')}>
      {rows.map((row) => (
        <li key={row.id} className="dz-desk-row" data-current={row.id === open}>
          <input type="checkbox" checked={chosen.has(row.id)} aria-label={t('desk.select', { number: row.number })} onChange={() => onChoose(row.id)} />
          <button type="button" aria-current={row.id === open || undefined} data-order={row.id} onClick={() => onOpen(row.id)}>
            <span className="dz-row dz-spread">
              <strong className="dz-mono">{row.number}</strong>
              <Money value={row.paid} />
            </span>
            <span className="dz-row" style={{ gap: 6 }}>
              {row.hold_reasons.map((code) => (
                <Chip key={code} tone="warning" dot={false}>
                  {reason(code)}
                </Chip>
              ))}
            </span>
            <span className="dz-soft">
              {shopName(row.shop_id)} · {row.receiver_province} {row.receiver_city} · <Ago at={row.placed_at} />
              {row.buyer_remark && <> · “{row.buyer_remark}”</>}
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}

interface SideProps {
  row: OrderRow | undefined
  stage: Stage
  may: Record<Verb, boolean>
  onBack: () => void
  onAsk: (verb: Verb) => void
}

function Side({ row, stage, may, onBack, onAsk }: SideProps) {
  const t = texts.use()
  const query = useQuery({ ...orderQuery(row?.id ?? ''), enabled: row !== undefined })
  if (!row) {
    return (
      <div className="dz-desk-side">
        <Card>
          <p>{t('desk.choose')}</p>
          <p className="dz-soft">{t('desk.keys')}</p>
        </Card>
      </div>
    )
  }
  return (
    <div className="dz-desk-side">
      <Card
        title={row.number}
        extra={
          <Button size="small" icon={BackIcon} onClick={onBack}>
            {t('desk.back')}
          </Button>
        }
      >
        <div className="dz-stack">
          <Loaded query={query} lines={6}>
            {(order) => <Facets order={order} row={row} stage={stage} />}
          </Loaded>
          <Link to="/orders/$id" params={{ id: row.id }}>
            {t('desk.open')}
          </Link>
          <div className="dz-desk-foot">
            <Verbs stage={stage} may={may} onAsk={onAsk} keys />
          </div>
        </div>
      </Card>
    </div>
  )
}

/** All that a reviewer looks at, by stage what is still missing. */
function Facets({ order, row, stage }: { order: OrderOut; row: OrderRow; stage: Stage }) {
  const t = texts.use()
  const o = orderTexts.use()
  const language = useLanguage()
  const others = order.waits_for.filter((one) => one !== stage)
  const byStage = order.waits_for.map((one) => [stageName(one, t), order.holds.filter((hold) => hold.stage === one).map((hold) => nameOf({ zh: hold.text_zh, en: hold.text_en }, language)).join(language === 'zh-CN' ? '；' : '; ')] as const)
  return (
    <>
      <div>
        <h3>{t('desk.reasons')}</h3>
        <Facts items={byStage} />
        <p className="dz-soft">{others.length > 0 ? t('desk.waitsOther', { stages: others.map((one) => stageName(one, t)).join(language === 'zh-CN' ? '、' : ', ') }) : t('desk.goes')}</p>
      </div>
      <div>
        <h3>{t('desk.remarks')}</h3>
        {order.buyer_remark && <p className="review-remark">{t('desk.buyer', { text: order.buyer_remark })}</p>}
        {order.seller_remark && <p className="review-remark">{t('desk.ours', { text: order.seller_remark })}</p>}
        {!order.buyer_remark && !order.seller_remark && <p className="dz-soft">{t('desk.noRemarks')}</p>}
      </div>
      <Facts
        items={[
          [t('desk.receiver'), [order.receiver.name, order.receiver.phone, order.receiver.province, order.receiver.city, order.receiver.district].filter(Boolean).join(' ')],
          [t('desk.paidOf'), <span key="paid"><Money value={order.paid} /> / <Money value={order.goods} /></span>],
          [t('desk.lines'), order.lines.map((line) => `${(language === 'zh-CN' ? line.sku_name_zh : line.sku_name_en) ?? line.title} × ${line.quantity}`).join(language === 'zh-CN' ? '；' : '; ')],
          ...(row.ship_by ? [[o('shipBy'), <Deadline key="by" row={row} />] as const] : []),
          [t('desk.history'), <Buyer key={order.number} number={order.number} />],
        ]}
      />
    </>
  )
}

function Buyer({ number }: { number: string }) {
  const t = texts.use()
  const can = useCan()
  const { data } = useQuery({ ...buyerQuery(number), enabled: can('orders.customers.read') })
  if (!data) return <>{t('desk.historyNone')}</>
  return (
    <span className="dz-row" style={{ gap: 6 }}>
      <Link to="/customers/$id" params={{ id: data.id }}>
        {t('desk.historyOrders', { count: data.orders })}
      </Link>
      {data.first_order_at && <span className="dz-soft">{t('desk.since')} <Ago at={data.first_order_at} /></span>}
      {data.tags.map((tag) => (
        <Chip key={tag} dot={false}>
          {tag}
        </Chip>
      ))}
    </span>
  )
}
