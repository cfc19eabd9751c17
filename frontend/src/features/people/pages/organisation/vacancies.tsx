import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Card, Chip, EmptyState, Loaded, Page } from '@/shared/ui'
import { Chart } from '@/shared/ui/chart'
import { FilterBar } from '@/shared/ui/grid'
import { useUnitChoices } from '../../components/organisation/choices'
import { DayChoice } from '../../components/organisation/day-choice'
import { useNames } from '../../components/organisation/names'
import { type Position, vacanciesQuery } from '../../components/organisation/queries'
import { unitsOf } from '../../components/organisation/units-of'
import { texts } from '../../organisation-texts'
import '../../components/organisation/organisation.css'

export function Vacancies() {
  const t = texts.use()
  const names = useNames()
  const search = useSearch({ from: '/shell/vacancies' })
  const navigate = useNavigate({ from: '/vacancies' })
  const units = useUnitChoices(search.on)
  const report = useQuery(vacanciesQuery(search.on, search.unit_id))
  return (
    <Page title={t('vacancies.title')} lead={t('vacancies.lead')}>
      <div className="dz-row">
        <DayChoice day={search.on} onChange={(on) => void navigate({ search: (old) => ({ ...old, on }), replace: true })} />
        <FilterBar fields={[{ kind: 'choice', name: 'unit_id', label: t('unit'), options: units }]} value={search} onChange={(patch) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true })} />
      </div>
      <Loaded query={report}>
        {(found) =>
          found.data.length === 0 ? (
            <EmptyState title={t('vacancies.empty')} />
          ) : (
            <>
              <Card title={t('vacancies.byUnit')}>
                <Picture rows={found.data} onPick={(unit_id) => void navigate({ search: (old) => ({ ...old, unit_id }), replace: true })} />
              </Card>
              <Card flush>
                <div className="dz-table-wrap">
                  <table className="dz-table">
                    <thead>
                      <tr>
                        <th scope="col">{t('position')}</th>
                        <th scope="col">{t('unit')}</th>
                        {(['planned', 'staff', 'vacancies', 'over'] as const).map((name) => (
                          <th key={name} scope="col" className="dz-num">
                            {t(`positions.${name}`)}
                          </th>
                        ))}
                      </tr>
                    </thead>
                    <tbody>
                      {found.data.map((row) => (
                        <tr key={row.id}>
                          <td>
                            <Link to="/positions/$id" params={{ id: row.id }} search={{ tab: 'headcount' }}>
                              {names.title(row)}
                            </Link>
                          </td>
                          <td>{names.of(row.unit_zh, row.unit_en)}</td>
                          <td className="dz-num">{row.planned ?? t('positions.notPlanned')}</td>
                          <td className="dz-num">{row.staff}</td>
                          <td className="dz-num">{row.vacancies > 0 ? <Chip tone="warning">{row.vacancies}</Chip> : 0}</td>
                          <td className="dz-num">{row.over > 0 ? <Chip tone="danger">{row.over}</Chip> : 0}</td>
                        </tr>
                      ))}
                    </tbody>
                    <tfoot>
                      <tr>
                        <th scope="row" colSpan={2}>
                          {t('vacancies.sum')}
                        </th>
                        <td className="dz-num">{found.planned}</td>
                        <td className="dz-num">{found.staff}</td>
                        <td className="dz-num">{found.vacancies}</td>
                        <td className="dz-num">{found.over}</td>
                      </tr>
                    </tfoot>
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

/** Each unit's people against its plan; a bar opens its unit. */
function Picture({ rows, onPick }: { rows: readonly Position[]; onPick: (unit: string) => void }) {
  const t = texts.use()
  const names = useNames()
  const units = unitsOf(rows)
  const name = (unit: (typeof units)[number]) => names.of(unit.unit_zh, unit.unit_en) ?? ''
  const series = (['within', 'vacancies', 'over'] as const).map((part) => ({ name: t(part === 'within' ? 'positions.staff' : `positions.${part}`), values: units.map((unit) => unit[part]) }))
  return (
    <Chart
      title={t('vacancies.byUnit')}
      kind="stacked"
      height={220}
      categories={units.map(name)}
      series={series.filter((one, at) => at === 0 || one.values.some((value) => value > 0))}
      onPick={(category) => {
        const picked = units.find((unit) => name(unit) === category)
        if (picked) onPick(picked.id)
      }}
    />
  )
}
