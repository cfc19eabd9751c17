import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useLanguage } from '@/shared/i18n'
import { Button, Card, EmptyState, Loaded, Page } from '@/shared/ui'
import { Chart } from '@/shared/ui/chart'
import { QualityList } from '../components/quality-list'
import { improvementKeys, productMonthsQuery, productPage } from '../feedback/queries'
import { texts } from '../feedback-texts'

const KINDS = ['review', 'case', 'complaint', 'call_back'] as const

export function ProductQuality() {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  const { sku } = useParams({ from: '/shell/quality/$sku' })
  const months = useQuery(productMonthsQuery(sku))
  const page = productPage(sku)
  const record = useInfiniteQuery({
    queryKey: improvementKeys.other('record', sku),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => page(pageParam, signal),
    getNextPageParam: (last) => (last.has_more ? (last.next_cursor ?? undefined) : undefined),
    meta: { nouns: ['buyer_review', 'case', 'complaint'] },
  })
  const name = months.data && (zh ? months.data.name_zh : months.data.name_en || months.data.name_zh)
  const picture = useMemo(() => {
    const rows = months.data?.months ?? []
    const categories = [...new Set(rows.map((row) => row.month))].toSorted()
    return { categories, series: KINDS.map((kind) => ({ name: t(`quality.kinds.${kind}`), values: categories.map((month) => rows.find((row) => row.kind === kind && row.month === month)?.told ?? 0) })) }
  }, [months.data, t])
  return (
    <Page title={`${t('quality.title')} ${sku}`} lead={name || t('quality.lead')}>
      <Loaded query={months}>
        {() => (
          <Card title={t('quality.chart')}>
            <Chart title={t('quality.chart')} kind="stacked" categories={picture.categories.map((month) => month.slice(0, 7))} series={picture.series} />
          </Card>
        )}
      </Loaded>
      <Card title={t('quality.record')}>
        <Loaded query={record}>
          {(found) => {
            const rows = found.pages.flatMap((one) => one.data)
            return rows.length === 0 ? <EmptyState title={t('quality.empty')} /> : <QualityList label={t('quality.record')} rows={rows} />
          }}
        </Loaded>
        {record.hasNextPage && (
          <Button busy={record.isFetchingNextPage} onClick={() => void record.fetchNextPage()}>
            {t('quality.more')}
          </Button>
        )}
      </Card>
    </Page>
  )
}
