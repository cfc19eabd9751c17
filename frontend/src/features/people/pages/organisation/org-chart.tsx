import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useCan } from '@/shared/api'
import { Banner, Button, EmptyState, Loaded, Page } from '@/shared/ui'
import { AddIcon } from '@/shared/ui/icons'
import { Chart, type UnitAct } from '../../components/organisation/chart'
import { DayChoice } from '../../components/organisation/day-choice'
import { NewPositionForm } from '../../components/organisation/position-forms'
import { Presets } from '../../components/organisation/presets'
import { unitsQuery } from '../../components/organisation/queries'
import { texts } from '../../organisation-texts'
import { ChangeUnitForm, CloseUnitForm, MoveUnitForm, NewUnitForm } from '../../components/organisation/unit-forms'
import { UnitHistory } from '../../components/organisation/unit-history'

export function OrgChart() {
  const t = texts.use()
  const can = useCan()
  const { on } = useSearch({ from: '/shell/organisation' })
  const navigate = useNavigate({ from: '/organisation' })
  const units = useQuery(unitsQuery(on))
  const [act, setAct] = useState<UnitAct | null>(null)
  const [adding, setAdding] = useState(false)
  const may = can('people.organisation.change')
  const create = may && (
    <Button kind="primary" icon={AddIcon} onClick={() => setAdding(true)}>
      {t('chart.create')}
    </Button>
  )
  return (
    <Page title={t('chart.title')} lead={t(may ? 'chart.lead' : 'chart.leadReading')} width="full" actions={create}>
      <Loaded query={units}>
        {({ data, days_of_change }) =>
          data.length === 0 && days_of_change.length === 0 ? (
            <>
              <EmptyState title={t('chart.empty')}>{t('chart.emptyAdvice')}</EmptyState>
              <Presets />
            </>
          ) : (
            <>
              <DayChoice day={on} days={days_of_change} onChange={(day) => void navigate({ search: { on: day } })} />
              {on && <Banner>{t('chart.asOf', { day: on })}</Banner>}
              {data.length === 0 ? <EmptyState title={t('chart.notThen')} /> : <Chart units={data} frozen={on !== undefined} onAct={setAct} />}
              {may && !on && data.length > 0 && <p className="dz-soft">{t('chart.keys')}</p>}
            </>
          )
        }
      </Loaded>
      {adding && <NewUnitForm above={units.data?.data.find((unit) => unit.parent_id === null) ?? null} onClose={() => setAdding(false)} />}
      {act && <Dialogue act={act} onClose={() => setAct(null)} />}
    </Page>
  )
}

function Dialogue({ act, onClose }: { act: UnitAct; onClose: () => void }) {
  if (act.kind === 'move') return <MoveUnitForm unit={act.unit} onto={act.onto} onClose={onClose} />
  if (act.kind === 'add') return <NewUnitForm above={act.unit} onClose={onClose} />
  if (act.kind === 'change') return <ChangeUnitForm unit={act.unit} onClose={onClose} />
  if (act.kind === 'close') return <CloseUnitForm unit={act.unit} onClose={onClose} />
  if (act.kind === 'position') return <NewPositionForm unit={act.unit} onClose={onClose} />
  return <UnitHistory unit={act.unit} onClose={onClose} />
}
