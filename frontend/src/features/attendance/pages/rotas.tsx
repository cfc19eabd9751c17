import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useLanguage } from '@/shared/i18n'
import { companyDay } from '@/shared/lib/time'
import { Banner, Button, Card, Chip, DateTime, EmptyState, ErrorPanel, IconButton, Loaded, Page, toast } from '@/shared/ui'
import { FormModal } from '@/shared/ui/form'
import { FilterBar } from '@/shared/ui/grid'
import { BackIcon, ChevronRightIcon, PickListIcon } from '@/shared/ui/icons'
import '../attendance.css'
import { monthAfter, thisMonth } from '../components/months'
import { type Rests, restsOf, sameRests, sent, toggled, type WarningGroup, warningGroups } from '../components/rota-days'
import { RotaGrid } from '../components/rota-grid'
import { monthQuery, type Rota, rotaQuery, unitsQuery, usePlanRota, usePublishRota } from '../queries'
import { texts } from '../texts'

/** A unit's month: who rests when, with what should make one think twice. */
export function Rotas() {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  const search = useSearch({ from: '/shell/rotas' })
  const navigate = useNavigate({ from: '/rotas' })
  const month = search.month ?? thisMonth()
  const units = useQuery(unitsQuery)
  const mine = useQuery({ ...monthQuery(thisMonth()), enabled: search.unit === undefined }).data?.days.find((day) => day.on === companyDay())?.unit_id
  const unit = search.unit ?? mine ?? undefined
  const move = (months: number) => void navigate({ search: (old) => ({ ...old, month: monthAfter(month, months) }) })
  const options = (units.data ?? []).map((unit) => ({ value: unit.id, label: zh ? unit.name_zh : unit.name_en }))
  return (
    <Page
      title={t('rota.title')}
      lead={t('rota.lead')}
      width="full"
      actions={
        <>
          <IconButton label={t('month.before')} icon={BackIcon} onClick={() => move(-1)} />
          <strong className="dz-mono">{month}</strong>
          <IconButton label={t('month.after')} icon={ChevronRightIcon} onClick={() => move(1)} />
        </>
      }
    >
      <FilterBar fields={[{ kind: 'choice', name: 'unit', label: t('board.unit'), options }]} value={{ unit }} onChange={(patch) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true })} />
      {unit ? (
        <UnitRota key={`${unit} ${month}`} unit={unit} month={month} />
      ) : (
        <EmptyState icon={PickListIcon} title={t('rota.choose')}>
          {t('rota.chooseAdvice')}
        </EmptyState>
      )}
    </Page>
  )
}

function UnitRota({ unit, month }: { unit: string; month: string }) {
  const query = useQuery(rotaQuery(unit, month))
  return <Loaded query={query}>{(rota) => <Planner key={rota.version} rota={rota} />}</Loaded>
}

function Planner({ rota }: { rota: Rota }) {
  const t = texts.use()
  const plan = usePlanRota()
  const publish = usePublishRota()
  const [rests, setRests] = useState<Rests>(() => restsOf(rota))
  const [least, setLeast] = useState(rota.least_on_duty)
  const [publishing, setPublishing] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const place = { unit: rota.unit_id, month: rota.month, version: rota.version }
  const changed = !sameRests(rests, restsOf(rota)) || least !== rota.least_on_duty
  const save = async () => {
    setError(null)
    try {
      await plan.mutateAsync({ ...place, plan: { rests: sent(rests), least_on_duty: least } })
      toast.success(t('rota.saved'))
    } catch (refused) {
      setError(refused)
    }
  }
  if (rota.people.length === 0)
    return (
      <EmptyState icon={PickListIcon} title={t('rota.nobody')}>
        {t('rota.nobodyAdvice')}
      </EmptyState>
    )
  return (
    <>
      <div className="dz-row" style={{ flexWrap: 'wrap' }}>
        <Chip tone={rota.published ? 'success' : 'warning'}>{rota.published ? t('rota.published', { number: rota.published_number }) : t(rota.version === 0 ? 'rota.none' : 'rota.draft')}</Chip>
        <label>
          {t('rota.least')}{' '}
          <input className="dz-input" type="number" min={0} max={1000} value={least} disabled={!rota.may_plan} onChange={(event) => setLeast(Math.max(0, event.target.valueAsNumber || 0))} style={{ width: 70 }} />
        </label>
        <span className="dz-grow" />
        {rota.may_plan && (
          <>
            <Button disabled={!changed} busy={plan.isPending} onClick={() => void save()}>
              {t('rota.save')}
            </Button>
            <Button kind="primary" disabled={changed || rota.published || rota.version === 0} onClick={() => setPublishing(true)}>
              {t('rota.publish')}
            </Button>
          </>
        )}
      </div>
      {changed && <Banner tone="info">{t('rota.unsaved')}</Banner>}
      {error !== null && <ErrorPanel error={error} />}
      <RotaGrid rota={rota} rests={rests} onToggle={(employee, day) => rota.may_plan && setRests(toggled(rests, employee, day))} />
      <Warnings rota={rota} />
      <History rota={rota} />
      {publishing && (
        <FormModal<{ reason: string | null }>
          open
          title={t('rota.publish')}
          lead={rota.warnings.length > 0 ? t('rota.withWarnings', { count: rota.warnings.length, number: rota.warnings.length }) : undefined}
          verb={t('rota.publish')}
          fields={[{ kind: 'text', name: 'reason', label: t('reason'), required: rota.published_number > 0, maxLength: 500 }]}
          onSubmit={({ reason }) => publish.mutateAsync({ ...place, reason: reason ?? '' })}
          onClose={() => setPublishing(false)}
        />
      )}
    </>
  )
}

const WARNINGS = ['weekly_limit', 'too_few_rests', 'too_many_rests', 'understaffed', 'rest_on_holiday'] as const

const isDaily = (code: (typeof WARNINGS)[number]) => code === 'weekly_limit' || code === 'understaffed' || code === 'rest_on_holiday'

function Warnings({ rota }: { rota: Rota }) {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  if (rota.warnings.length === 0) return null
  const names = new Map(rota.people.map((person) => [person.employee_id, `${person.name} ${person.number}`]))
  const sentence = ({ code: raw, employee, ones }: WarningGroup) => {
    const code = WARNINGS.find((one) => one === raw)
    const [first] = ones
    if (code === undefined || first === undefined) return raw
    const hours = code === 'weekly_limit' ? 60 : 1
    const words = { name: names.get(employee ?? '') ?? '', limit: first.limit / hours }
    if (ones.length === 1 || !isDaily(code)) return t(`warnings.${code}`, { ...words, on: first.on ?? '', planned: first.planned / hours })
    const list = ones.map((one) => (code === 'rest_on_holiday' ? (one.on ?? '') : t(`warnings.ofDay.${code}`, { on: one.on?.slice(5) ?? '', planned: one.planned / hours })))
    return t(`warnings.several.${code}`, { ...words, number: ones.length, list: list.join(zh ? '、' : ', ') })
  }
  return (
    <Card title={t('rota.warnings')}>
      <ul>
        {warningGroups(rota.warnings).map((group) => (
          <li key={`${group.code} ${group.employee} ${group.ones[0]?.limit}`}>
            {sentence(group)} {group.code === 'weekly_limit' && <span className="dz-rule">ATT-12</span>}
          </li>
        ))}
      </ul>
    </Card>
  )
}

function History({ rota }: { rota: Rota }) {
  const t = texts.use()
  if (rota.history.length === 0) return null
  return (
    <Card title={t('rota.history')}>
      <ul>
        {rota.history.map((version) => (
          <li key={version.number}>
            {t('rota.version', { number: version.number })} <DateTime at={version.published_at} /> {version.published_by} {version.reason && `· ${version.reason}`}
          </li>
        ))}
      </ul>
    </Card>
  )
}
