import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useLanguage } from '@/shared/i18n'
import { platformName } from '@/shared/lib/platform-names'
import { Button, Card, Chip, ConfirmAction, DateTime, EmptyState, Facts, IconButton, Loaded, Money, Page, Timeline, type TimelineItem, toast, type Tone } from '@/shared/ui'
import { FormModal } from '@/shared/ui/form'
import { AddIcon, CloseIcon, RemoveIcon } from '@/shared/ui/icons'
import { CareCard } from '../components/care-card'
import { QualityCard } from '../components/quality-card'
import { Sums } from '../components/money'
import { CasesCard, CreditCard, LevelCard } from '../components/panels'
import {
  type CustomerContact,
  type CustomerHappening,
  customerKeys,
  type CustomerMergeOut,
  type CustomerOut,
  customerQuery,
  type FullReceiver,
  timelinePage,
  useAskErasure,
  useLevels,
  useNote,
  useRevealContact,
  useShops,
  useTag,
  useTakeApart,
  useUntag,
} from '../queries'
import { texts } from '../texts'
import './file.css'

const WROTE = ['note', 'tagged', 'untagged', 'merged', 'taken_apart', 'contact_revealed', 'level_changed'] as const
const STATUSES = ['placed', 'reviewed', 'allocated', 'picked', 'packed', 'shipped', 'delivered', 'completed', 'cancelled', 'closed', 'split', 'merged'] as const
const TONES: Record<string, Tone> = { note: 'info', contact_revealed: 'special', merged: 'warning', taken_apart: 'warning', cancelled: 'danger', closed: 'danger', completed: 'success', delivered: 'success' }

export function CustomerFile() {
  const t = texts.use()
  const { id } = useParams({ from: '/shell/customers/$id' })
  const query = useQuery(customerQuery(id))
  const note = useNote()
  const tag = useTag()
  const erase = useAskErasure()
  const [writing, setWriting] = useState<'note' | 'tag' | 'erase' | null>(null)
  const customer = query.data
  const edits = customer?.actions.includes('edit') ?? false
  return (
    <Page
      title={customer ? customer.name || t('nameless') : t('customer')}
      lead={customer && <span className="dz-mono">{customer.phone}</span>}
      actions={
        edits && (
          <>
            <Button icon={RemoveIcon} onClick={() => setWriting('erase')}>
              {t('erase.verb')}
            </Button>
            <Button icon={AddIcon} onClick={() => setWriting('tag')}>
              {t('file.tag')}
            </Button>
            <Button kind="primary" icon={AddIcon} onClick={() => setWriting('note')}>
              {t('file.note')}
            </Button>
          </>
        )
      }
    >
      <Loaded query={query} lines={8}>
        {(found) => <Shown customer={found} />}
      </Loaded>
      <FormModal<{ text: string }>
        open={writing === 'note'}
        title={t('file.note')}
        verb={t('file.save')}
        fields={[{ kind: 'textarea', name: 'text', label: t('file.noteText'), required: true, maxLength: 2000 }]}
        onSubmit={async ({ text }) => {
          await note.mutateAsync({ id, text })
          toast.success(t('file.noted'))
        }}
        onClose={() => setWriting(null)}
      />
      <FormModal<{ tag: string }>
        open={writing === 'tag'}
        title={t('file.tag')}
        verb={t('file.save')}
        fields={[{ kind: 'text', name: 'tag', label: t('tags'), required: true, maxLength: 40 }]}
        onSubmit={async (values) => {
          await tag.mutateAsync({ id, tag: values.tag.trim() })
          toast.success(t('file.tagged'))
        }}
        onClose={() => setWriting(null)}
      />
      <FormModal<{ ground: 'buyer' | 'law' | 'other'; reason: string }>
        open={writing === 'erase'}
        title={t('erase.title')}
        verb={t('erase.ask')}
        lead={t('erase.lead')}
        fields={[
          {
            kind: 'select',
            name: 'ground',
            label: t('erasures.ground'),
            required: true,
            options: (['buyer', 'law', 'other'] as const).map((value) => ({ value, label: t(`erasures.grounds.${value}`) })),
          },
          { kind: 'textarea', name: 'reason', label: t('erasures.reason'), required: true, maxLength: 500, rows: 3 },
        ]}
        initial={{ ground: 'buyer' }}
        onSubmit={async (asked) => {
          await erase.mutateAsync({ customer_id: id, ...asked })
          toast.success(t('erase.asked'))
        }}
        onClose={() => setWriting(null)}
      />
    </Page>
  )
}

function Shown({ customer }: { customer: CustomerOut }) {
  return (
    <div className="customer-columns">
      <Happenings key={customer.id} customer={customer} />
      <div className="dz-stack">
        <FactsCard customer={customer} />
        <LevelCard customer={customer} />
        <TagsCard customer={customer} />
        <CareCard id={customer.id} />
        <QualityCard id={customer.id} />
        <ContactsCard key={customer.id} customer={customer} />
        <CasesCard customer={customer} />
        <CreditCard customer={customer} />
        <MergesCard customer={customer} />
      </div>
    </div>
  )
}

function FactsCard({ customer }: { customer: CustomerOut }) {
  const t = texts.use()
  const { nameOf } = useShops()
  const language = useLanguage()
  const keys = customer.keys.map((key) => (key.kind === 'phone' ? t('file.phoneKeys', { count: key.keys }) : t('file.openIds', { platform: platformName(key.platform, language), count: key.keys })))
  return (
    <Card title={t('file.facts')}>
      <Facts
        items={[
          [t('orders'), customer.orders],
          [t('file.open'), customer.open_orders],
          [t('paid'), customer.sums.length > 0 ? <Sums key="paid" customer={customer} what="paid" /> : '–'],
          [t('refunded'), customer.sums.length > 0 ? <Sums key="refunded" customer={customer} what="refunded" /> : '–'],
          [t('first'), customer.first_order_at && <DateTime key="first" at={customer.first_order_at} />],
          [t('last'), customer.last_order_at && <DateTime key="last" at={customer.last_order_at} />],
          [t('shops'), customer.shops.map(nameOf).join(', ') || '–'],
          [t('file.keys'), keys.join(', ') || t('file.noKeys')],
        ]}
      />
      <p className="dz-soft">
        <span className="dz-rule">CARE-4</span> {t('file.counted')}
      </p>
    </Card>
  )
}

function TagsCard({ customer }: { customer: CustomerOut }) {
  const t = texts.use()
  const untag = useUntag()
  const take = async (tag: string) => {
    try {
      await untag.mutateAsync({ id: customer.id, tag })
      toast.success(t('file.untagged'))
    } catch (error) {
      toast.error(error)
    }
  }
  if (customer.tags.length + customer.rule_tags.length === 0) return null
  return (
    <Card title={t('tags')}>
      <div className="customer-tags">
        {customer.tags.map((tag) => (
          <span key={tag} className="customer-line">
            <Chip>{tag}</Chip>
            {customer.actions.includes('edit') && <IconButton icon={CloseIcon} label={t('file.untag', { tag })} onClick={() => void take(tag)} />}
          </span>
        ))}
        {customer.rule_tags.map((tag) => (
          <Chip key={tag} tone="info" title={t('file.byRule')}>
            {tag}
          </Chip>
        ))}
      </div>
    </Card>
  )
}

/** Masked; in full only after a reason, and only as long as this page is open (rule ORD-5). */
function ContactsCard({ customer }: { customer: CustomerOut }) {
  const t = texts.use()
  const reveal = useRevealContact()
  const [asking, setAsking] = useState<CustomerContact | null>(null)
  const [full, setFull] = useState<Record<string, FullReceiver>>({})
  return (
    <Card title={t('file.contacts')}>
      <ul className="customer-list">
        {customer.contacts.map((contact) => {
          const shown = full[contact.order_id]
          return (
            <li key={contact.order_id}>
              <div className="customer-line">
                <span>{shown ? shown.name : contact.name}</span>
                <span className="dz-mono">{shown ? shown.phone : contact.phone}</span>
                {!shown && customer.actions.includes('reveal') && (
                  <Button size="small" onClick={() => setAsking(contact)}>
                    {t('reveal.verb')}
                  </Button>
                )}
              </div>
              <div className="dz-soft">{shown ? [shown.country, shown.province, shown.city, shown.district, shown.town, shown.street].filter(Boolean).join(' ') : contact.region}</div>
              <div className="dz-soft">
                {t('file.used', { count: contact.used })} · <DateTime at={contact.last_used_at} form="day" />
              </div>
            </li>
          )
        })}
      </ul>
      <ConfirmAction
        open={asking !== null}
        title={t('reveal.title')}
        verb={t('reveal.verb')}
        reason="required"
        reasons={[t('reveal.reasons.call'), t('reveal.reasons.back')]}
        onConfirm={async (reason) => {
          if (!asking) return
          const found = await reveal.mutateAsync({ id: customer.id, orderId: asking.order_id, reason })
          setFull((old) => ({ ...old, [asking.order_id]: found }))
        }}
        onClose={() => setAsking(null)}
      >
        {t('reveal.text')}
      </ConfirmAction>
    </Card>
  )
}

function MergesCard({ customer }: { customer: CustomerOut }) {
  const t = texts.use()
  const apart = useTakeApart()
  const [asking, setAsking] = useState<CustomerMergeOut | null>(null)
  if (customer.merges.length === 0) return null
  return (
    <Card title={t('file.merges')}>
      <ul className="customer-list">
        {customer.merges.map((merge) => (
          <li key={merge.id}>
            <div className="customer-line">
              <span>{merge.how === 'key' ? t('file.byKey') : t('file.byPerson', { name: merge.by_name })}</span>
              <DateTime at={merge.at} />
              {customer.actions.includes('merge') && (
                <Button size="small" onClick={() => setAsking(merge)}>
                  {t('apart.verb')}
                </Button>
              )}
            </div>
            {merge.how === 'person' && <div className="dz-soft">{merge.reason}</div>}
          </li>
        ))}
      </ul>
      <ConfirmAction
        open={asking !== null}
        title={t('apart.title')}
        verb={t('apart.verb')}
        danger
        reason="required"
        reasons={[t('apart.reasons.two'), t('apart.reasons.mistake')]}
        onConfirm={async (reason) => {
          if (!asking) return
          await apart.mutateAsync({ id: asking.id, reason })
          toast.success(t('apart.done'))
        }}
        onClose={() => setAsking(null)}
      >
        {t('apart.text')}
      </ConfirmAction>
    </Card>
  )
}

/** Everything in one column, newest first. */
function Happenings({ customer }: { customer: CustomerOut }) {
  const t = texts.use()
  const page = timelinePage(customer.id)
  const query = useInfiniteQuery({
    queryKey: customerKeys.one(customer.id, 'timeline'),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => page(pageParam, signal),
    getNextPageParam: (last) => (last.has_more ? (last.next_cursor ?? undefined) : undefined),
    meta: { nouns: ['order'] },
  })
  const item = useItem()
  return (
    <Card title={t('file.timeline')}>
      <Loaded query={query}>
        {(found) => {
          const rows = found.pages.flatMap((one) => one.data)
          return rows.length === 0 ? <EmptyState title={t('file.nothing')}>{t('file.nothingText')}</EmptyState> : <Timeline label={t('file.timeline')} items={rows.map(item)} />
        }}
      </Loaded>
      {query.hasNextPage && (
        <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('file.more')}
        </Button>
      )}
    </Card>
  )
}

function useItem(): (row: CustomerHappening) => TimelineItem {
  const t = texts.use()
  const { nameOf } = useShops()
  const { nameOf: levelName } = useLevels()
  const titleOf = (row: CustomerHappening): ReactNode => {
    if (row.kind !== 'order') {
      const known = WROTE.find((one) => one === row.what)
      return known ? t(`wrote.${known}`) : row.what
    }
    const status = STATUSES.find((one) => one === row.what)
    return (
      <span className="customer-line">
        <Link className="dz-mono" to={`/orders/${row.id}` as '/'}>
          {row.order_number}
        </Link>
        <Chip>{status ? t(`statuses.${status}`) : row.what}</Chip>
        {row.paid && <Money value={row.paid} />}
        {row.refund === 'done' && <Chip tone="warning">{t('file.refundDone')}</Chip>}
        {row.counted === false && <Chip tone="neutral">{t('file.notCounted')}</Chip>}
      </span>
    )
  }
  return (row) => {
    const detail = row.kind === 'order' ? `${nameOf(row.shop_id ?? '')} · ${row.platform_order_no ?? ''}` : row.what === 'level_changed' ? levelName(row.text) : row.text
    const tone = TONES[row.what]
    const by = row.by_kind === 'system' ? t('file.system') : row.by_name
    return { id: row.id, at: row.at, title: titleOf(row), ...(by ? { by } : {}), ...(detail ? { detail } : {}), ...(tone ? { tone } : {}) }
  }
}
