import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useCan } from '@/shared/api'
import { Button, Card, Chip, DateTime, EmptyState, Facts, Loaded, Page, Tabs } from '@/shared/ui'
import { DescriptionTab, StateChip } from '../../components/organisation/description-tab'
import { useNames } from '../../components/organisation/names'
import { ClosePositionForm, PlanForm } from '../../components/organisation/position-forms'
import { descriptionsQuery, type PositionFile, positionQuery } from '../../components/organisation/queries'
import { texts } from '../../organisation-texts'

const TABS = ['description', 'versions', 'headcount', 'holders'] as const

export function PositionPage() {
  const t = texts.use()
  const names = useNames()
  const can = useCan()
  const { id } = useParams({ from: '/shell/positions/$id' })
  const { tab = 'description', version } = useSearch({ from: '/shell/positions/$id' })
  const navigate = useNavigate({ from: '/positions/$id' })
  const query = useQuery(positionQuery(id))
  const [closing, setClosing] = useState(false)
  const position = query.data
  return (
    <Page
      title={position ? names.title(position) : t('position')}
      mark={position && <span className="dz-mono dz-soft">{position.code}</span>}
      actions={
        position &&
        position.closed_on === null &&
        can('people.organisation.change') && (
          <Button kind="danger" onClick={() => setClosing(true)}>
            {t('positions.close')}
          </Button>
        )
      }
    >
      <Loaded query={query}>
        {(found) => (
          <>
            <Card>
              <Facts
                items={[
                  [t('unit'), <Link key="unit" to="/positions" search={{ unit_id: found.unit_id }}>{names.of(found.unit_zh, found.unit_en)}</Link>],
                  [t('positions.superior'), found.superior_id ? <Link key="superior" to="/positions/$id" params={{ id: found.superior_id }}>{names.of(found.superior_zh, found.superior_en)}</Link> : null],
                  [t('positions.planned'), found.planned ?? t('positions.notPlanned')],
                  [t('positions.staff'), found.staff],
                  [t('positions.vacancies'), found.vacancies],
                  ...(found.over > 0 ? ([[t('positions.over'), found.over]] as const) : []),
                  ...(found.closed_on ? ([[t('positions.close'), t('positions.closed', { day: found.closed_on })]] as const) : []),
                ]}
              />
            </Card>
            <Tabs label={t('position')} value={tab} onChange={(next) => void navigate({ search: { tab: next }, replace: true })} tabs={TABS.map((one) => ({ id: one, label: t(`positions.tabs.${one}`) }))} />
            {tab === 'description' && <DescriptionTab position={found} number={version === undefined ? undefined : Number(version)} />}
            {tab === 'versions' && <Versions position={found} />}
            {tab === 'headcount' && <Headcount position={found} />}
            {tab === 'holders' && <Holders position={found} />}
          </>
        )}
      </Loaded>
      {closing && position && <ClosePositionForm position={position} onClose={() => setClosing(false)} />}
    </Page>
  )
}

function Versions({ position }: { position: PositionFile }) {
  const t = texts.use()
  const versions = useQuery(descriptionsQuery(position.id))
  return (
    <Card>
      <Loaded query={versions}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState title={t('description.none')} />
          ) : (
            <ul className="org-lines">
              {list.map((one) => (
                <li key={one.number} className="org-line">
                  <Link to="/positions/$id" params={{ id: position.id }} search={{ version: String(one.number) }}>
                    {t('description.version', { number: one.number })}
                  </Link>
                  <StateChip one={one} />
                  <span className="dz-soft dz-grow">
                    {one.effective_from && t('description.from', { day: one.effective_from })} {t('description.writtenBy', { name: one.written_by })}
                  </span>
                  {one.published_at && <DateTime at={one.published_at} />}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  )
}

function Headcount({ position }: { position: PositionFile }) {
  const t = texts.use()
  const can = useCan()
  const [planning, setPlanning] = useState(false)
  return (
    <Card
      title={t('positions.plans')}
      extra={
        can('people.headcounts.plan') && (
          <Button kind="primary" size="small" onClick={() => setPlanning(true)}>
            {t('positions.plan')}
          </Button>
        )
      }
    >
      {position.plans.length === 0 && <EmptyState title={t('positions.noPlans')} />}
      <ul className="org-lines">
        {position.plans.map((plan) => (
          <li key={`${plan.valid_from} ${plan.set_at}`} className="org-line">
            <strong className="dz-num">{plan.planned}</strong>
            <span>{t('description.from', { day: plan.valid_from })}</span>
            {plan.approval_id && <Chip tone="success">{t('positions.approved')}</Chip>}
            <span className="dz-soft dz-grow">{[plan.reason, `${t('positions.setBy')} ${plan.set_by}`].filter(Boolean).join(' · ')}</span>
            <DateTime at={plan.set_at} />
          </li>
        ))}
      </ul>
      {planning && <PlanForm position={position} onClose={() => setPlanning(false)} />}
    </Card>
  )
}

function Holders({ position }: { position: PositionFile }) {
  const t = texts.use()
  return (
    <Card>
      {position.holders.length === 0 && <EmptyState title={t('positions.noHolders')} />}
      <ul className="org-lines">
        {position.holders.map((one) => (
          <li key={one.id} className="org-line">
            <Link to="/employees/$id" params={{ id: one.employee_id }}>
              {one.name}
            </Link>
            <span className="dz-mono dz-soft">{one.number}</span>
            <Chip tone={one.main ? 'info' : 'neutral'}>{t(one.main ? 'positions.main' : 'positions.further')}</Chip>
            <span className="dz-soft">{one.valid_until ? t('chart.until', { from: one.valid_from, until: one.valid_until }) : t('chart.since', { from: one.valid_from })}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
