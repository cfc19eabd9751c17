import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useLanguage } from '@/shared/i18n'
import { companyDay } from '@/shared/lib/time'
import { Button, Card, DateTime, Dialog, EmptyState, Loaded, Page, Tabs, toast } from '@/shared/ui'
import { Chart } from '@/shared/ui/chart'
import { DownloadIcon } from '@/shared/ui/icons'
import { exportFigures, factsQuery, type Figure, figuresQuery, type FigureSearch, GROUPS, type ServiceFactRow, type ServiceFigures, useShopChoices } from '../feedback/queries'
import { texts } from '../feedback-texts'

type Definition = ServiceFigures['definitions'][number]
type Value = ServiceFigures['total'][number]
interface Opened {
  row: string | null
  figure: Figure
}
const MONTHS_BACK = 24
const MOST_IN_CHART = 20
const KINDS = ['contact', 'complaint', 'call_back', 'case'] as const

function lastMonths(): string[] {
  const [year = 0, month = 1] = companyDay().split('-').map(Number)
  return Array.from({ length: MONTHS_BACK }, (_, back) => {
    const place = year * 12 + month - 1 - back
    return `${Math.floor(place / 12)}-${String((place % 12) + 1).padStart(2, '0')}`
  })
}

/** `beside`: the largest value that is shown with it, so that an axis has one unit. */
function useTold(): (value: number, unit: string, beside?: number) => string {
  const t = texts.use()
  return (value, unit, beside = value) => {
    if (unit === 'share') return `${(value * 100).toFixed(1)}%`
    if (unit === 'score') return value.toFixed(2)
    if (unit !== 'seconds') return String(value)
    if (beside < 120) return t('figures.seconds', { value: value.toFixed(0) })
    return beside < 7200 ? t('figures.minutes', { value: (value / 60).toFixed(1) }) : t('figures.hours', { value: (value / 3600).toFixed(1) })
  }
}

export function ServiceFiguresPage() {
  const t = texts.use()
  const search = useSearch({ from: '/shell/service-figures' })
  const navigate = useNavigate({ from: '/service-figures' })
  const shops = useShopChoices()
  const [months] = useState(lastMonths)
  const asked: FigureSearch = { ...search, month: search.month ?? months[0] }
  const query = useQuery(figuresQuery(asked))
  const [opened, setOpened] = useState<Opened | null>(null)
  const go = (patch: FigureSearch) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true })
  return (
    <Page
      title={t('figures.title')}
      lead={t('figures.lead')}
      actions={
        <>
          <select className="dz-input" style={{ width: 'auto' }} aria-label={t('figures.month')} value={asked.month} onChange={(event) => go({ month: event.target.value })}>
            {months.map((month) => (
              <option key={month}>{month}</option>
            ))}
          </select>
          <select className="dz-input" style={{ width: 'auto' }} aria-label={t('reviews.shop')} value={search.shop ?? ''} onChange={(event) => go({ shop: event.target.value || undefined })}>
            <option value="">{t('figures.allShops')}</option>
            {shops.map((shop) => (
              <option key={shop.value} value={shop.value}>
                {shop.label}
              </option>
            ))}
          </select>
          <Button icon={DownloadIcon} onClick={() => void exportFigures(asked).catch(toast.error)}>
            {t('figures.export')}
          </Button>
        </>
      }
    >
      <Tabs label={t('figures.title')} value={search.by ?? 'person'} onChange={(by) => go({ by })} tabs={GROUPS.map((id) => ({ id, label: t(`figures.by.${id}`) }))} />
      <Loaded query={query} lines={8}>
        {(found) =>
          found.rows.length === 0 ? (
            <EmptyState title={t('figures.none')}>{t('figures.noneText')}</EmptyState>
          ) : (
            <div className="dz-stack">
              <Picture found={found} />
              <FigureTable found={found} onOpen={setOpened} />
              {!found.complete && <p className="dz-soft">{t('figures.incomplete')}</p>}
            </div>
          )
        }
      </Loaded>
      {query.data && <Definitions found={query.data} />}
      {query.data && opened && <Rows search={asked} opened={opened} definitions={query.data.definitions} onClose={() => setOpened(null)} />}
    </Page>
  )
}

function Picture({ found }: { found: ServiceFigures }) {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  const told = useTold()
  const [figure, setFigure] = useState<Figure>('first_answer')
  const chosen = found.definitions.find((one) => one.figure === figure)
  if (!chosen) return null
  const rows = found.rows.slice(0, MOST_IN_CHART)
  const values = rows.map((row) => row.figures.find((one) => one.figure === figure)?.value ?? null)
  const largest = Math.max(...values.map((value) => value ?? 0))
  const name = zh ? chosen.zh : chosen.en
  return (
    <Card
      title={name}
      extra={
        <select className="dz-input" style={{ width: 'auto' }} aria-label={t('figures.choose')} value={figure} onChange={(event) => setFigure(event.target.value as Figure)}>
          {found.definitions.map((one) => (
            <option key={one.figure} value={one.figure}>
              {zh ? one.zh : one.en}
            </option>
          ))}
        </select>
      }
    >
      <Chart
        title={name}
        kind={found.by === 'month' ? 'line' : 'bar'}
        categories={rows.map((row) => row.name || row.key || t('figures.nobody'))}
        series={[{ name, values }]}
        format={(value) => told(value, chosen.unit, largest)}
      />
    </Card>
  )
}

function FigureTable({ found, onOpen }: { found: ServiceFigures; onOpen: (opened: Opened) => void }) {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  const line = (key: string | null, name: string, values: readonly Value[]) => (
    <tr key={key ?? '*'}>
      <td>{name}</td>
      {found.definitions.map((one) => (
        <FigureCell key={one.figure} definition={one} value={values.find((value) => value.figure === one.figure)} name={name} onOpen={() => onOpen({ row: key, figure: one.figure })} />
      ))}
    </tr>
  )
  return (
    <Card flush>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by keyboard */}
      <div className="dz-table-wrap" tabIndex={0} role="region" aria-label={t('figures.title')}>
        <table className="dz-table">
          <thead>
            <tr>
              <th>{t(`figures.names.${found.by}`)}</th>
              {found.definitions.map((one) => (
                <th key={one.figure} className="dz-num" title={zh ? one.definition_zh : one.definition_en}>
                  {zh ? one.zh : one.en}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {found.rows.map((row) => line(row.key, row.name || row.key || t('figures.nobody'), row.figures))}
            {line(null, t('figures.total'), found.total)}
          </tbody>
        </table>
      </div>
    </Card>
  )
}

function FigureCell({ definition, value, name, onOpen }: { definition: Definition; value: Value | undefined; name: string; onOpen: () => void }) {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  const told = useTold()
  if (value === undefined || value.value === null) return <td className="dz-num dz-soft">–</td>
  const shown = told(value.value, definition.unit)
  return (
    <td className="dz-num">
      <Button kind="link" size="small" title={t('figures.counted', { count: value.counted })} aria-label={`${name} ${zh ? definition.zh : definition.en} ${shown}`} onClick={onOpen}>
        {shown}
      </Button>
    </td>
  )
}

function Definitions({ found }: { found: ServiceFigures }) {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  return (
    <Card title={t('figures.definitions')}>
      <dl>
        {found.definitions.map((one) => (
          <div key={one.figure}>
            <dt>
              <strong>{zh ? one.zh : one.en}</strong>
            </dt>
            <dd style={{ marginInlineStart: 0, marginBlockEnd: 8 }}>{zh ? one.definition_zh : one.definition_en}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}

function Rows({ search, opened, definitions, onClose }: { search: FigureSearch; opened: Opened; definitions: readonly Definition[]; onClose: () => void }) {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  const told = useTold()
  const query = useQuery(factsQuery(search, opened.row, opened.figure))
  const definition = definitions.find((one) => one.figure === opened.figure)
  const yes = (value: boolean | null) => t(value ? 'figures.yes' : 'figures.no')
  const valueOf = (row: ServiceFactRow): string => {
    const values: Record<string, () => string> = {
      handled: () => '1',
      first_answer: () => told(row.first_answer_s ?? 0, 'seconds'),
      solution: () => told(row.solution_s ?? 0, 'seconds'),
      satisfaction: () => String(row.satisfaction ?? ''),
      repeat: () => yes(row.repeated),
      in_time: () => yes(row.in_time),
    }
    return values[opened.figure]?.() ?? ''
  }
  const name = definition ? (zh ? definition.zh : definition.en) : ''
  return (
    <Dialog open title={t('figures.rows', { figure: name })} width={760} onClose={onClose} foot={<Button kind="primary" onClick={onClose} data-focus>{t('act.close')}</Button>}>
      <p className="dz-soft">{definition && (zh ? definition.definition_zh : definition.definition_en)}</p>
      <Loaded query={query}>
        {(found) => (
          <>
            {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by keyboard */}
            <div className="dz-table-wrap" style={{ maxHeight: '50vh', overflow: 'auto' }} tabIndex={0} role="region" aria-label={t('figures.rows', { figure: name })}>
              <table className="dz-table">
                <thead>
                  <tr>
                    <th>{t('figures.at')}</th>
                    <th>{t('figures.number')}</th>
                    <th>{t('figures.names.person')}</th>
                    <th className="dz-num">{t('figures.value')}</th>
                  </tr>
                </thead>
                <tbody>
                  {found.data.map((row) => {
                    const kind = KINDS.find((one) => one === row.kind) ?? 'contact'
                    return (
                      <tr key={row.id}>
                        <td>
                          <DateTime at={row.at} />
                        </td>
                        <td>
                          {t(`figures.kind.${kind}`)} <span className="dz-mono">{row.number}</span>
                        </td>
                        <td>{row.person || t('figures.nobody')}</td>
                        <td className="dz-num">{valueOf(row)}</td>
                      </tr>
                    )
                  })}
                </tbody>
              </table>
            </div>
            {found.has_more && <p className="dz-soft">{t('improve.more')}</p>}
          </>
        )}
      </Loaded>
    </Dialog>
  )
}
