import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { Banner, Button, By, Card, Chip, Columns, DateTime, Facts, Loaded, Money, Page, Timeline } from '@/shared/ui'
import { type Asking, CaseAction } from '../components/actions'
import { Evidence } from '../components/evidence'
import { CaseForms, type Form } from '../components/forms'
import { Liability } from '../components/liability'
import { StateChip, useCaseWords } from '../components/words'
import { type CaseEntryOut, type CaseOut, caseQuery, timelineQuery } from '../queries'
import { texts } from '../texts'

const FORMS = ['pay', 'close_refunded', 'send', 'sent_back', 'tell_parcel', 'pay_by_hand', 'difference_paid', 'difference_given_back', 'withdraw', 'add_note'] as const

export function CasePage() {
  const t = texts.use()
  const words = useCaseWords()
  const { id } = useParams({ from: '/shell/aftersales/$id' })
  const query = useQuery(caseQuery(id))
  const [asking, setAsking] = useState<Asking | null>(null)
  const [form, setForm] = useState<Form | null>(null)
  const found = query.data
  const can = useCan()
  const may = (action: string) => found?.actions.includes(action) ?? false
  return (
    <Page
      title={found?.number ?? t('desk.title')}
      mark={found && <StateChip row={found} />}
      lead={
        found && (
          <>
            {words.kind(found.kind)} · {found.shop_name ?? found.shop_id} ·{' '}
            <Link className="dz-mono" to="/orders/$id" params={{ id: found.order_id }}>
              {found.order_number}
            </Link>
          </>
        )
      }
      actions={
        <>
          {found && can('orders.complaints.read') && (
            <Link className="dz-button" to="/complaints" search={{ view: 'all', order: found.order_id }}>
              {t('page.complaints')}
            </Link>
          )}
          {FORMS.filter(may).map((action) => (
            <Button key={action} onClick={() => setForm(action)}>
              {t(`verbs.${action}`)}
            </Button>
          ))}
          {may('refuse') && (
            <Button kind="danger" onClick={() => setAsking({ verb: 'refuse', ids: [id] })}>
              {t('verbs.refuse')}
            </Button>
          )}
          {may('agree') && (
            <Button kind="primary" onClick={() => setAsking({ verb: 'agree', ids: [id] })}>
              {t('verbs.agree')}
            </Button>
          )}
        </>
      }
    >
      <Loaded query={query} lines={8}>
        {(one) => (
          <>
            <Shown found={one} />
            <CaseForms found={one} form={form} onClose={() => setForm(null)} />
          </>
        )}
      </Loaded>
      <CaseAction asking={asking} onClose={() => setAsking(null)} />
    </Page>
  )
}

const ATTENTIONS = ['goods', 'refund_failed', 'replacement', 'platform', 'left_meanwhile', 'not_approved'] as const

/** Still waiting for the goods: a refund that is there was a trusted one. */
const AHEAD = new Set(['awaiting_goods', 'arrived', 'inspected'])

function Shown({ found }: { found: CaseOut }) {
  const t = texts.use()
  const attention = ATTENTIONS.find((one) => one === found.attention)
  return (
    <div className="dz-stack">
      {attention && <Banner tone="danger">{t(`attention.${attention}`)}</Banner>}
      {found.late && (
        <Banner tone="warning">
          {t('page.late')} <span className="dz-rule">CARE-1</span>
        </Banner>
      )}
      {found.refund && AHEAD.has(found.state) && <Banner tone="info">{t('page.refundedAhead')}</Banner>}
      <Chain found={found} />
      <Goods found={found} />
      <Columns min={300}>
        <FactsOf found={found} />
        <OtherCases found={found} />
      </Columns>
      <Columns min={300}>
        <Liability id={found.id} />
        <Evidence id={found.id} number={found.number} />
      </Columns>
      <MoneyOf found={found} />
      <TimelineOf id={found.id} />
    </div>
  )
}

/** What came in, what goes out, and the money between them, in one row. */
function Chain({ found }: { found: CaseOut }) {
  const t = texts.use()
  const refund = found.refund
  const known = (['decided', 'told', 'failed', 'by_hand'] as const).find((one) => one === refund?.state)
  return (
    <Card title={t('page.chain')}>
      <Columns min={220}>
        <div>
          <strong>{t('page.in')}</strong>
          {found.parcels.map((parcel) => (
            <p key={parcel.return_number}>
              <span className="dz-mono">{parcel.return_number}</span> <DateTime at={parcel.inspected_at ?? parcel.arrived_at} />
            </p>
          ))}
          {found.parcels.length === 0 && (
            <p className="dz-soft">
              {t(found.goods_back ? 'page.noneYet' : 'page.notExpected')} <span className="dz-mono">{found.tracking_number}</span>
            </p>
          )}
        </div>
        <div>
          <strong>{t('page.out')}</strong>
          {found.replacement ? (
            <p>
              <Link className="dz-mono" to="/orders/$id" params={{ id: found.replacement.order_id }}>
                {found.replacement.number}
              </Link>{' '}
              <span className="dz-mono">{found.replacement.tracking_number}</span> <DateTime at={found.replacement.shipped_at} />
            </p>
          ) : (
            <p className="dz-soft">{t('page.nothingOut')}</p>
          )}
        </div>
        <div>
          <strong>{t('page.refund')}</strong>
          <p>
            <Money value={refund ? refund.amount : found.amount} /> {known ? t(`page.refundStates.${known}`) : <span className="dz-soft">{t(found.amount.amount === '0.00' ? 'page.noMoney' : 'page.noRefund')}</span>}
          </p>
          {refund?.reference && <p className="dz-mono">{refund.reference}</p>}
          {refund?.detail && <p className="dz-soft">{refund.detail}</p>}
          <DifferenceOf found={found} />
          {found.freight.amount !== '0.00' && (
            <p className="dz-soft">
              {t('page.freight')} <Money value={found.freight} />
            </p>
          )}
        </div>
      </Columns>
    </Card>
  )
}

/** What the buyer pays more for other goods, beside what goes back. */
function DifferenceOf({ found: { difference } }: { found: CaseOut }) {
  const t = texts.use()
  if (!difference) return null
  return (
    <>
      <p>
        {t('page.difference')} <Money value={difference.amount} /> <Chip>{t(`page.differenceStates.${difference.state}`)}</Chip>
      </p>
      {difference.reference && (
        <p>
          <span className="dz-mono">{difference.reference}</span> <DateTime at={difference.paid_at} />
        </p>
      )}
      {difference.back_reference && (
        <p>
          <span className="dz-mono">{difference.back_reference}</span> <DateTime at={difference.back_at} />
        </p>
      )}
    </>
  )
}

function Goods({ found }: { found: CaseOut }) {
  const t = texts.use()
  return (
    <Card title={t('page.goods')} flush>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by keyboard */}
      <div className="dz-table-wrap" tabIndex={0} role="region" aria-label={t('page.goods')}>
        <table className="dz-table">
          <thead>
            <tr>
              <th scope="col">{t('page.line')}</th>
              <th scope="col">{t('goods')}</th>
              <th scope="col" className="dz-num">
                {t('page.quantity')}
              </th>
              <th scope="col" className="dz-num">
                {t('amount')}
              </th>
              <th scope="col">{t('page.came')}</th>
              <th scope="col">{t('page.out')}</th>
            </tr>
          </thead>
          <tbody>
            {found.lines.map(({ line_no, sku, title, quantity, amount, good, damaged, wrong, missing, send_sku }) => (
              <tr key={line_no}>
                <td>{line_no}</td>
                <td>
                  {title} <span className="dz-mono dz-soft">{sku}</span>
                </td>
                <td className="dz-num">{quantity}</td>
                <td className="dz-num">
                  <Money value={amount} />
                </td>
                <td>{good + damaged + wrong + missing > 0 ? t('page.verdicts', { good, damaged, wrong, missing }) : '–'}</td>
                <td className="dz-mono">{send_sku ?? '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}

function FactsOf({ found }: { found: CaseOut }) {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  const liable = (code: string) => {
    const known = (['buyer', 'seller', 'carrier', 'supplier', 'warehouse'] as const).find((one) => one === code)
    return known ? t(`page.liables.${known}`) : code
  }
  const source = (['person', 'client', 'platform'] as const).find((one) => one === found.source)
  return (
    <Card title={t('page.facts')}>
      <Facts
        items={[
          [t('reason'), zh ? found.reason_zh : found.reason_en],
          [t('page.liable'), liable(found.liable)],
          [t('page.freightBy'), liable(found.freight_by)],
          [t('page.buyer'), `${found.receiver_name} ${found.receiver_phone}`],
          [t('page.source'), source ? t(`page.sources.${source}`) : found.source],
          [t('page.openedBy'), <By key="by" name={found.opened_by} />],
          [t('opened'), <DateTime key="at" at={found.opened_at} />],
          [t('page.agreedBy'), found.agreed_by || '–'],
          [t('due'), <DateTime key="due" at={found.due_at} />],
          [t('page.policy'), String(found.policy_version)],
          [t('page.note'), found.note || '–'],
        ]}
      />
    </Card>
  )
}

function OtherCases({ found }: { found: CaseOut }) {
  const t = texts.use()
  const words = useCaseWords()
  return (
    <Card title={t('page.others')}>
      {found.others.map((one) => (
        <p key={one.id}>
          <Link className="dz-mono" to="/aftersales/$id" params={{ id: one.id }}>
            {one.number}
          </Link>{' '}
          {words.kind(one.kind)} <Chip>{words.state(one.state)}</Chip> <Money value={one.amount} />
        </p>
      ))}
      {found.others.length === 0 && <p className="dz-soft">–</p>}
    </Card>
  )
}

function MoneyOf({ found }: { found: CaseOut }) {
  const t = texts.use()
  const columns = ['paid', 'held', 'refunded', 'left'] as const
  return (
    <Card title={t('page.money')} flush>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by keyboard */}
      <div className="dz-table-wrap" tabIndex={0} role="region" aria-label={t('page.money')}>
        <table className="dz-table">
          <thead>
            <tr>
              <th scope="col">{t('page.line')}</th>
              {columns.map((name) => (
                <th key={name} scope="col" className="dz-num">
                  {t(`page.${name}`)}
                </th>
              ))}
              <th scope="col" className="dz-num">
                {t('page.pieces')}
              </th>
            </tr>
          </thead>
          <tbody>
            {found.money.map((row) => (
              <tr key={row.line_no}>
                <td>{row.line_no === 0 ? t('page.freightLine') : row.line_no}</td>
                {columns.map((name) => (
                  <td key={name} className="dz-num">
                    <Money value={row[name]} />
                  </td>
                ))}
                <td className="dz-num">{row.line_no === 0 ? '–' : `${row.pieces_in_cases} / ${row.quantity}`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}

const HAPPENED = [
  'opened', 'approval_asked', 'not_approved', 'agreed', 'refused', 'withdrawn', 'stop_asked', 'left_meanwhile', 'not_stopped', 'goods_expected', 'parcel_told', 'arrived', 'inspected', 'decided',
  'refunded_ahead', 'refund_decided', 'refund_told', 'refund_failed', 'paid_by_hand', 'payment_awaited', 'difference_paid', 'give_back_due', 'difference_given_back', 'replacement_made', 'replacement_left', 'replacement_cancelled', 'sent_back', 'platform_news', 'overdue', 'noted', 'closed', 'picture_kept', 'liability_asked', 'liability_not_approved', 'liability_fixed', 'claim_answered',
] as const
const SHOWN_FACTS = ['amount', 'buyer_pays', 'order', 'parcel', 'warehouse', 'carrier', 'tracking_number', 'reference', 'reason', 'comment', 'note', 'text', 'detail', 'by'] as const

function TimelineOf({ id }: { id: string }) {
  const t = texts.use()
  const query = useQuery(timelineQuery(id))
  const item = (entry: CaseEntryOut) => {
    const known = HAPPENED.find((one) => one === entry.what)
    const detail = SHOWN_FACTS.map((name) => entry.facts[name])
      .filter((value) => typeof value === 'string' && value !== '')
      .join(' · ')
    return { id: String(entry.id), at: entry.at, title: known ? t(`happened.${known}`) : entry.what, by: entry.by_kind === 'system' ? t('page.system') : entry.by_name, ...(detail ? { detail } : {}) }
  }
  return (
    <Card title={t('page.timeline')}>
      <Loaded query={query}>{(entries) => <Timeline label={t('page.timeline')} items={entries.map(item).toReversed()} />}</Loaded>
    </Card>
  )
}
