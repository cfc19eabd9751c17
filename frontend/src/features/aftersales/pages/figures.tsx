import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { useLanguage } from '@/shared/i18n'
import { companyDay, dayAfter } from '@/shared/lib/time'
import { Button, Card, Count, Loaded, Money, Page, Tabs, toast } from '@/shared/ui'
import { Chart } from '@/shared/ui/chart'
import { FilterBar, type FilterField, type FilterValues } from '@/shared/ui/grid'
import { DownloadIcon } from '@/shared/ui/icons'
import { type FigureGroup, figuresQuery, GROUPS, type ReasonFigure, saveFigures } from '../queries'
import { texts } from '../texts'

const SHOWN_IN_CHART = 12

function useAsked() {
  const search = useSearch({ from: '/shell/aftersales/figures' })
  const today = companyDay()
  return { by: search.by ?? 'reason', first: search.from ?? dayAfter(today, -29), last: search.to ?? today, reason: search.reason }
}

/** Why buyers come back, of what, where and when; each row opens to its cases. */
export function CaseFigures() {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  const asked = useAsked()
  const search = useSearch({ from: '/shell/aftersales/figures' })
  const navigate = useNavigate({ from: '/aftersales/figures' })
  const query = useQuery(figuresQuery(asked))
  const change = useCallback((patch: FilterValues) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true }), [navigate])
  const fields = useMemo<FilterField[]>(() => [{ kind: 'days', from: 'from', to: 'to', label: t('figures.days') }], [t])
  return (
    <Page
      title={t('figures.title')}
      lead={t('figures.lead')}
      actions={
        <Button icon={DownloadIcon} onClick={() => void saveFigures(asked).catch(toast.error)}>
          {t('figures.save')}
        </Button>
      }
    >
      <Tabs
        label={t('figures.by')}
        value={asked.by}
        onChange={(by) => change({ by: by === 'reason' ? undefined : by })}
        tabs={GROUPS.map((id) => ({ id, label: t(`figures.groups.${id}`) }))}
      />
      <FilterBar fields={fields} value={search} onChange={change} />
      <Loaded query={query} lines={8}>
        {(rows) => (
          <div className="dz-stack">
            <Card title={t(`figures.groups.${asked.by}`)}>
              <Chart
                title={t('figures.title')}
                kind="bar"
                categories={rows.slice(0, SHOWN_IN_CHART).map((row) => (zh ? row.zh : row.en))}
                series={[{ name: t('figures.cases'), values: rows.slice(0, SHOWN_IN_CHART).map((row) => row.cases) }]}
              />
            </Card>
            {rows.length > 0 && <Table rows={rows} by={asked.by} />}
          </div>
        )}
      </Loaded>
    </Page>
  )
}

function Table({ rows, by }: { rows: readonly ReasonFigure[]; by: FigureGroup }) {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  const caseSearch = (row: ReasonFigure) => ({ view: 'all' as const, ...(by === 'reason' ? { reason: row.key } : by === 'product' ? { sku: row.key } : by === 'shop' ? { shop: row.key } : {}) })
  return (
    <Card title={t('figures.table')} flush>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by keyboard */}
      <div className="dz-table-wrap" tabIndex={0} role="region" aria-label={t('figures.table')}>
        <table className="dz-table">
          <thead>
            <tr>
              <th scope="col">{t(`figures.groups.${by}`)}</th>
              {(['cases', 'closed', 'amount'] as const).map((name) => (
                <th key={name} scope="col" className="dz-num">
                  {t(`figures.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={`${row.key} ${row.amount.currency}`}>
                <td>
                  {by === 'month' ? (
                    row.key
                  ) : (
                    <Link to="/aftersales" search={caseSearch(row)}>
                      {zh ? row.zh : row.en} {by === 'product' && <span className="dz-mono dz-soft">{row.key}</span>}
                    </Link>
                  )}
                </td>
                <td className="dz-num">
                  <Count value={row.cases} />
                </td>
                <td className="dz-num">
                  <Count value={row.closed} />
                </td>
                <td className="dz-num">
                  <Money value={row.amount} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}
