import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useRef, useState } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { Button, Chip, DateTime, EmptyState, Page, Tabs } from '@/shared/ui'
import { FormModal } from '@/shared/ui/form'
import { DataGrid, FilterBar, type FilterField, type FilterValues, type GridColumn, SavedViews, useCursorList, usePriorityField, useServiceColumn } from '@/shared/ui/grid'
import { StarIcon, UploadIcon } from '@/shared/ui/icons'
import { ImportDialog } from '@/shared/ui/import-dialog'
import { type OnReviews, ReviewAction } from '../components/review-actions'
import { ReviewChips, Stars } from '../components/review-words'
import { type BuyerReviewDeskRow, reviewKeys, reviewPage, type ReviewSearch, treeQuery, useClassName, useImportReviews, useShopChoices, VIEWS } from '../feedback/queries'
import { texts } from '../feedback-texts'

const rowId = (row: BuyerReviewDeskRow) => row.id
const MOST_AT_ONCE = 100
const FOLLOW_UPS = ['needed', 'complaint', 'noted', 'none'] as const

function useColumns(): readonly GridColumn<BuyerReviewDeskRow>[] {
  const t = texts.use()
  const className = useClassName(useLanguage() === 'zh-CN')
  const [now] = useState(() => Date.now())
  const service = useServiceColumn<BuyerReviewDeskRow>()
  return useMemo<GridColumn<BuyerReviewDeskRow>[]>(() => {
    const followUp = (code: string) => t(`follow.${FOLLOW_UPS.find((one) => one === code) ?? 'none'}`)
    return [
      { id: 'number', header: t('reviews.number'), width: 150, always: true, pinned: 'start', cell: (row) => <Link className="dz-mono" to="/reviews/$id" params={{ id: row.id }}>{row.platform_review_no}</Link>, copy: (row) => row.platform_review_no },
      { id: 'stars', header: t('reviews.stars'), width: 110, cell: (row) => <Stars stars={row.stars} />, copy: (row) => String(row.stars) },
      { id: 'text', header: t('reviews.text'), width: 280, grow: true, cell: (row) => row.text, copy: (row) => row.text },
      { id: 'standing', header: t('reviews.standing'), width: 220, cell: (row) => <ReviewChips row={row} />, copy: (row) => followUp(row.follow_up) },
      service,
      { id: 'class', header: t('reviews.class'), width: 120, cell: (row) => className(row.class_code), copy: (row) => className(row.class_code) },
      { id: 'product', header: t('reviews.product'), width: 170, cell: (row) => row.product || row.sku, copy: (row) => row.sku },
      {
        id: 'due',
        header: t('reviews.due'),
        width: 170,
        cell: (row) => (
          <span className="dz-row" style={{ flexWrap: 'nowrap' }}>
            <DateTime at={row.answer_due_at} />
            {row.answered_at === null && Date.parse(row.answer_due_at) < now && <Chip tone="danger">{t('reviews.late')}</Chip>}
          </span>
        ),
        copy: (row) => row.answer_due_at,
      },
      { id: 'order', header: t('reviews.order'), width: 176, cell: (row) => (row.order_id ? <Link className="dz-mono" to="/orders/$id" params={{ id: row.order_id }}>{row.order_number}</Link> : row.platform_order_no), copy: (row) => row.order_number ?? row.platform_order_no },
      { id: 'written', header: t('reviews.written'), width: 146, cell: (row) => <DateTime at={row.written_at} />, copy: (row) => row.written_at },
    ]
  }, [t, className, now, service])
}

function useFields(waits: boolean): readonly FilterField[] {
  const t = texts.use()
  const priority = usePriorityField(waits)
  const zh = useLanguage() === 'zh-CN'
  const shops = useShopChoices()
  const { data } = useQuery(treeQuery)
  return useMemo<FilterField[]>(
    () => [
      { kind: 'search', name: 'q', label: t('reviews.search') },
      { kind: 'choice', name: 'stars', label: t('reviews.stars'), options: [1, 2, 3, 4, 5].map((stars) => ({ value: String(stars), label: t('reviews.star', { count: stars }) })) },
      { kind: 'choice', name: 'class_code', label: t('reviews.class'), options: (data?.classes ?? []).map((one) => ({ value: one.code, label: zh ? one.zh : one.en })) },
      { kind: 'choice', name: 'shop', label: t('reviews.shop'), options: shops },
      ...priority,
    ],
    [t, zh, shops, data, priority],
  )
}

export function ReviewDesk() {
  const t = texts.use()
  const can = useCan()
  const search = useSearch({ from: '/shell/reviews' })
  const navigate = useNavigate({ from: '/reviews' })
  const source = useCursorList({ queryKey: reviewKeys.list(search), page: reviewPage(search) })
  const change = useCallback((patch: FilterValues) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true }), [navigate])
  const [asking, setAsking] = useState<OnReviews | null>(null)
  const [importing, setImporting] = useState(false)
  const ask = (verb: OnReviews['verb'], rows: readonly BuyerReviewDeskRow[], clear: () => void) => setAsking({ verb, ids: rows.map(rowId), done: clear })
  return (
    <Page
      title={t('reviews.title')}
      lead={t('reviews.lead')}
      width="full"
      actions={
        can('orders.buyer_reviews.tell') && (
          <Button icon={UploadIcon} onClick={() => setImporting(true)}>
            {t('reviews.import')}
          </Button>
        )
      }
    >
      <Tabs label={t('reviews.views')} value={search.view ?? 'unanswered'} onChange={(view) => change({ view: view === 'unanswered' ? undefined : view })} tabs={VIEWS.map((id) => ({ id, label: t(`reviews.view.${id}`) }))} />
      <DataGrid
        id="buyer-reviews"
        label={t('reviews.title')}
        columns={useColumns()}
        source={source}
        rowId={rowId}
        onOpen={(row) => void navigate({ to: '/reviews/$id', params: { id: row.id } })}
        {...(can('orders.buyer_reviews.answer')
          ? {
              bulk: (rows: readonly BuyerReviewDeskRow[], clear: () => void) => (
                <>
                  <Button kind="primary" onClick={() => ask('answer', rows, clear)}>
                    {t('act.answer')}
                  </Button>
                  <Button onClick={() => ask('classify', rows, clear)}>{t('act.classify')}</Button>
                </>
              ),
              bulkMost: MOST_AT_ONCE,
            }
          : {})}
        toolbar={<FilterBar fields={useFields(search.view !== 'all')} value={search} onChange={change} />}
        actions={<SavedViews id="buyer-reviews" search={search} onPick={(view) => void navigate({ search: view as ReviewSearch })} />}
        empty={
          <EmptyState icon={StarIcon} title={t('reviews.empty')}>
            {t('reviews.emptyText')}
          </EmptyState>
        }
      />
      <ReviewAction asking={asking} onClose={() => setAsking(null)} />
      {importing && <Import onClose={() => setImporting(false)} />}
    </Page>
  )
}

/** First the shop, for the file does not say whose reviews it holds. */
function Import({ onClose }: { onClose: () => void }) {
  const t = texts.use()
  const language = useLanguage()
  const shops = useShopChoices()
  const send = useImportReviews()
  const [shop, setShop] = useState<string | null>(null)
  // The form closes itself when it was answered: then the file is asked for in its place.
  const answered = useRef(false)
  if (shop === null) {
    return (
      <FormModal<{ shop: string }>
        open
        title={t('reviews.import')}
        verb={t('reviews.next')}
        fields={[{ kind: 'select', name: 'shop', label: t('reviews.chooseShop'), required: true, options: shops }]}
        initial={{}}
        onSubmit={async (values) => {
          answered.current = true
          setShop(values.shop)
        }}
        onClose={() => {
          if (!answered.current) onClose()
        }}
      />
    )
  }
  return (
    <ImportDialog
      title={t('reviews.import')}
      hint={t('reviews.importHint')}
      template={`/api/orders/v1/care/review-imports/template?lang=${language}`}
      send={(file, check) => send.mutateAsync({ file, shop, check })}
      onClose={onClose}
    />
  )
}
