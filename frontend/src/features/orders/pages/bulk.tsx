import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useLanguage } from '@/shared/i18n'
import { Button, Card, Chip, ConfirmAction, Count, DateTime, EmptyState, Facts, Loaded, Page, ProgressBar } from '@/shared/ui'
import { DataGrid, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { SuccessIcon } from '@/shared/ui/icons'
import { bulkListKey, bulkPage, bulkQuery, type BulkRefusal, type BulkReviewOut, refusalKey, refusalPage, useStopBulk } from '../queries'
import { texts } from '../texts'

const reviewId = (row: BulkReviewOut) => row.id
const refusalId = (row: BulkRefusal) => String(row.place)

function useVerb() {
  const t = texts.use()
  return (verb: string) => (verb === 'release' ? t('release') : verb === 'hold' ? t('holdVerb') : t('cancelVerb'))
}

function State({ review }: { review: BulkReviewOut }) {
  const t = texts.use()
  if (review.ended_at === null) return <Chip tone="info">{t('bulk.going')}</Chip>
  if (review.stopped) return <Chip tone="warning">{t('bulk.stopped')}</Chip>
  return <Chip tone={review.refused > 0 ? 'warning' : 'success'}>{t('bulk.ended')}</Chip>
}

export function BulkReviews() {
  const t = texts.use()
  const verb = useVerb()
  const navigate = useNavigate()
  const source = useCursorList({ queryKey: bulkListKey, page: bulkPage })
  const columns: GridColumn<BulkReviewOut>[] = [
    { id: 'at', header: t('bulk.asked'), width: 170, always: true, cell: (row) => <Link to="/bulk-reviews/$id" params={{ id: row.id }}><DateTime at={row.asked_at} /></Link>, copy: (row) => row.asked_at },
    { id: 'verb', header: t('bulk.verb'), width: 110, cell: (row) => verb(row.verb), copy: (row) => verb(row.verb) },
    { id: 'state', header: t('status'), width: 110, cell: (row) => <State review={row} />, copy: (row) => (row.ended_at === null ? t('bulk.going') : row.stopped ? t('bulk.stopped') : t('bulk.ended')) },
    { id: 'total', header: t('bulk.total'), width: 90, numeric: true, cell: (row) => <Count value={row.total} />, copy: (row) => String(row.total) },
    { id: 'done', header: t('bulk.done'), width: 90, numeric: true, cell: (row) => <Count value={row.done} />, copy: (row) => String(row.done) },
    { id: 'refused', header: t('bulk.refused'), width: 90, numeric: true, cell: (row) => <Count value={row.refused} />, copy: (row) => String(row.refused) },
    { id: 'reason', header: t('bulk.reason'), width: 240, grow: true, cell: (row) => row.reason, copy: (row) => row.reason },
  ]
  return (
    <Page title={t('bulk.list')} lead={t('bulk.lead')} width="full">
      <DataGrid id="bulk-reviews" label={t('bulk.list')} columns={columns} source={source} rowId={reviewId} onOpen={(row) => void navigate({ to: '/bulk-reviews/$id', params: { id: row.id } })} empty={<EmptyState title={t('bulk.none')}>{t('bulk.noneAdvice')}</EmptyState>} />
    </Page>
  )
}

export function BulkReviewPage() {
  const t = texts.use()
  const verb = useVerb()
  const { id } = useParams({ from: '/shell/bulk-reviews/$id' })
  const query = useQuery(bulkQuery(id))
  const stop = useStopBulk()
  const [stopping, setStopping] = useState(false)
  const review = query.data
  return (
    <Page
      title={review ? verb(review.verb) : t('bulk.list')}
      lead={t('bulk.mayLeave')}
      mark={review && <State review={review} />}
      actions={review?.ended_at === null && <Button onClick={() => setStopping(true)}>{t('bulk.stop')}</Button>}
    >
      <Loaded query={query}>{(found) => <Progress review={found} />}</Loaded>
      <Refusals id={id} />
      <ConfirmAction open={stopping} title={t('bulk.stopTitle')} verb={t('bulk.stop')} onConfirm={async () => void (await stop.mutateAsync(id))} onClose={() => setStopping(false)}>
        {t('bulk.stopText')}
      </ConfirmAction>
    </Page>
  )
}

function Progress({ review }: { review: BulkReviewOut }) {
  const t = texts.use()
  const settled = review.done + review.refused
  return (
    <Card title={t('bulk.progress')}>
      <div className="dz-stack">
        <ProgressBar label={t('bulk.progress')} value={settled / review.total} />
        <Facts
          items={[
            [t('bulk.total'), <Count key="total" value={review.total} />],
            [t('bulk.done'), <Count key="done" value={review.done} />],
            [t('bulk.refused'), <Count key="refused" value={review.refused} />],
            [t('bulk.left'), <Count key="left" value={review.total - settled} />],
            [t('bulk.asked'), <DateTime key="asked" at={review.asked_at} />],
            [t('bulk.endedAt'), review.ended_at && <DateTime key="ended" at={review.ended_at} />],
            [t('bulk.reason'), review.reason || null],
          ]}
        />
      </div>
    </Card>
  )
}

function Refusals({ id }: { id: string }) {
  const t = texts.use()
  const language = useLanguage()
  const source = useCursorList({ queryKey: refusalKey(id), page: refusalPage(id) })
  const columns = useMemo<GridColumn<BulkRefusal>[]>(() => {
    const why = (row: BulkRefusal) => (language === 'zh-CN' ? row.text_zh : row.text_en)
    return [
      { id: 'number', header: t('number'), width: 176, always: true, cell: (row) => <Link className="dz-mono" to="/orders/$id" params={{ id: row.order_id }}>{row.number ?? row.order_id}</Link>, copy: (row) => row.number ?? row.order_id },
      { id: 'rule', header: t('bulk.rule'), width: 90, cell: (row) => row.rule && <span className="dz-rule">{row.rule}</span>, copy: (row) => row.rule ?? '' },
      { id: 'why', header: t('bulk.why'), width: 320, grow: true, cell: why, copy: why },
    ]
  }, [t, language])
  return <DataGrid id="bulk-refusals" label={t('bulk.refusals')} columns={columns} source={source} rowId={refusalId} empty={<EmptyState icon={SuccessIcon} title={t('bulk.noRefusals')} />} />
}
