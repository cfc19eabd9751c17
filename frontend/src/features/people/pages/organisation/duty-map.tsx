import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Card, Chip, EmptyState, Loaded, Page, Stat, Stats } from '@/shared/ui'
import { FilterBar } from '@/shared/ui/grid'
import { DayChoice } from '../../components/organisation/day-choice'
import { Carriers } from '../../components/organisation/description-view'
import { useNames } from '../../components/organisation/names'
import { PermissionChip } from '../../components/permission'
import { type DutyLine, dutyMapQuery } from '../../components/organisation/queries'
import { texts } from '../../organisation-texts'
import '../../components/organisation/organisation.css'

export function DutyMapPage() {
  const t = texts.use()
  const search = useSearch({ from: '/shell/duty-map' })
  const navigate = useNavigate({ from: '/duty-map' })
  const map = useQuery(dutyMapQuery(search.on))
  const fits = (line: DutyLine) => (search.only === 'nobody' ? !line.held : search.only === 'nothing' ? !line.carried : true)
  const options = [
    { value: 'nobody', label: t('duties.nobody') },
    { value: 'nothing', label: t('duties.nothing') },
  ]
  return (
    <Page title={t('duties.title')} lead={t('duties.lead')}>
      <div className="dz-row">
        <DayChoice day={search.on} onChange={(on) => void navigate({ search: (old) => ({ ...old, on }), replace: true })} />
        <FilterBar fields={[{ kind: 'choice', name: 'only', label: t('duties.filter'), options }]} value={search} onChange={(patch) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true })} />
      </div>
      <Loaded query={map}>
        {(found) => (
          <>
            <Stats>
              <Stat label={t('duties.nobody')} value={found.nobody_holds} to="/duty-map" search={{ on: search.on, only: 'nobody' }} {...(found.nobody_holds > 0 ? { tone: 'danger' as const } : {})} />
              <Stat label={t('duties.nothing')} value={found.point_at_nothing} to="/duty-map" search={{ on: search.on, only: 'nothing' }} {...(found.point_at_nothing > 0 ? { tone: 'warning' as const } : {})} />
              <Stat label={t('duties.withoutDuty')} value={found.without_duty.length} />
            </Stats>
            <Card title={t('description.duties')} flush>
              <Lines lines={found.data.filter(fits)} />
            </Card>
            <Card title={t('duties.withoutDuty')}>
              <span className="dz-row" style={{ gap: 4 }}>
                {found.without_duty.length === 0 ? t('duties.allCovered') : found.without_duty.map((code) => <PermissionChip key={code} code={code} />)}
              </span>
            </Card>
          </>
        )}
      </Loaded>
    </Page>
  )
}

function Lines({ lines }: { lines: readonly DutyLine[] }) {
  const t = texts.use()
  const names = useNames()
  if (lines.length === 0) return <EmptyState title={t('duties.empty')} />
  return (
    <div className="dz-table-wrap">
      <table className="dz-table org-duties">
        <thead>
          <tr>
            <th scope="col">{t('position')}</th>
            <th scope="col">{t('description.duty')}</th>
            <th scope="col">{t('duties.carriedBy')}</th>
            <th scope="col">{t('positions.staff')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={`${line.position_id} ${line.number}`}>
              <td>
                <Link to="/positions/$id" params={{ id: line.position_id }}>
                  {names.title(line)}
                </Link>
                <div className="dz-soft">{names.of(line.unit_zh, line.unit_en)}</div>
              </td>
              <td>
                {line.number}. {line.text}
              </td>
              <td>
                {line.carried ? <Carriers duty={line} /> : <Chip tone="warning">{t('duties.nothing')}</Chip>}
                {line.unknown.length > 0 && <Chip tone="danger">{t('duties.unknown', { codes: line.unknown.join(', ') })}</Chip>}
              </td>
              <td className="org-held">{line.held ? t('duties.held', { count: line.holders }) : <Chip tone="danger">{t('duties.nobody')}</Chip>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
