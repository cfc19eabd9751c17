import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { companyDay, dayAfter } from '@/shared/lib/time'
import { Card, Count, EmptyState, Loaded, Page, Tabs } from '@/shared/ui'
import { Chart } from '@/shared/ui/chart'
import { inWords } from '../components/duration'
import { useWords } from '../components/words'
import { timesQuery } from '../queries'
import { texts } from '../texts'

const PERIODS = ['7', '30', '90'] as const

export function Figures() {
  const t = texts.use()
  const words = useWords()
  const { by = 'kind', days = '30' } = useSearch({ from: '/shell/approval-figures' })
  const navigate = useNavigate({ from: '/approval-figures' })
  const query = useQuery(timesQuery(by, dayAfter(companyDay(), 1 - Number(days))))
  const told = (seconds: number) => {
    const { unit, value } = inWords(seconds)
    return t(`figures.${unit}`, { value })
  }
  return (
    <Page
      title={t('figures.title')}
      lead={t('figures.lead')}
      actions={
        <select className="dz-input" style={{ width: 'auto' }} aria-label={t('figures.days', { days })} value={days} onChange={(event) => void navigate({ search: (old) => ({ ...old, days: event.target.value as '30' }), replace: true })}>
          {PERIODS.map((period) => (
            <option key={period} value={period}>
              {t('figures.days', { days: period })}
            </option>
          ))}
        </select>
      }
    >
      <Tabs
        label={t('figures.title')}
        value={by}
        tabs={[
          { id: 'kind', label: t('figures.byKind') },
          { id: 'decider', label: t('figures.byDecider') },
        ]}
        onChange={(id) => void navigate({ search: (old) => ({ ...old, by: id }), replace: true })}
      />
      <Loaded query={query}>
        {({ rows }) =>
          rows.length === 0 ? (
            <EmptyState title={t('figures.none')}>{t('figures.noneText')}</EmptyState>
          ) : (
            <>
              <Card title={t('figures.title')}>
                <Chart
                  title={t('figures.title')}
                  kind="bar"
                  height={240}
                  categories={rows.map(words.name)}
                  series={[
                    { name: t('figures.median'), values: rows.map((row) => row.median_seconds) },
                    { name: t('figures.p90'), values: rows.map((row) => row.p90_seconds) },
                  ]}
                  format={told}
                />
              </Card>
              <Card flush>
                <div className="dz-table-wrap">
                  <table className="dz-table">
                    <thead>
                      <tr>
                        <th>{t('figures.name')}</th>
                        <th className="dz-num">{t('figures.decided')}</th>
                        <th className="dz-num">{t('figures.refused')}</th>
                        <th className="dz-num">{t('figures.median')}</th>
                        <th className="dz-num">{t('figures.p90')}</th>
                      </tr>
                    </thead>
                    <tbody>
                      {rows.map((row) => (
                        <tr key={row.key}>
                          <td>{words.name(row)}</td>
                          <td className="dz-num">
                            <Count value={row.decided} />
                          </td>
                          <td className="dz-num">
                            <Count value={row.refused} />
                          </td>
                          <td className="dz-num">{told(row.median_seconds)}</td>
                          <td className="dz-num">{told(row.p90_seconds)}</td>
                        </tr>
                      ))}
                    </tbody>
                  </table>
                </div>
              </Card>
            </>
          )
        }
      </Loaded>
    </Page>
  )
}
