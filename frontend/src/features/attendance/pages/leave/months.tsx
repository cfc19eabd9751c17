import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { Button, Card, Chip, ConfirmAction, DateTime, EmptyState, Loaded, Page, ProgressBar, toast } from '@/shared/ui'
import { DownloadIcon, PickListIcon, RefreshIcon } from '@/shared/ui/icons'
import { monthAfter, thisMonth } from '../../components/months'
import { CloseMany } from './close-many'
import { choosable } from './closing'
import { MonthChoice } from './month-choice'
import { boardQuery, type BoardUnit, exportMonth, useClose, useCompile, useSign, useTakeOver } from './queries'
import { texts } from './texts'

const STATES = ['none', 'compiled', 'signed', 'taken_over', 'closed'] as const
const TONES = { none: 'neutral', compiled: 'warning', signed: 'info', taken_over: 'special', closed: 'success' } as const
type Step = 'sign' | 'takeOver' | 'close'
export const asSheetState = (state: string | null) => STATES.find((one) => one === state) ?? 'none'

/** Every unit that somebody leads, or all of them for HR, and what is to be done next with each. */
export function MonthsPage() {
  const t = texts.use()
  const can = useCan()
  const search = useSearch({ from: '/shell/attendance-months' })
  const navigate = useNavigate({ from: '/attendance-months' })
  const month = search.month ?? monthAfter(thisMonth(), -1)
  const board = useQuery(boardQuery(month))
  const compile = useCompile()
  const [acting, setActing] = useState<{ unit: BoardUnit; step: Step } | null>(null)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const keeps = can('people.months.keep')
  const choose = (units: readonly BoardUnit[]) => setChosen(new Set(units.map((unit) => unit.unit_id)))
  const toggle = (id: string) => setChosen((old) => new Set(old.has(id) ? [...old].filter((one) => one !== id) : [...old, id]))
  const running = board.data?.run && board.data.run.state !== 'done' ? board.data.run : null
  // Closed sheets change by correction entries only.
  const over = board.data !== undefined && board.data.units.length > 0 && board.data.units.every((unit) => unit.state === 'closed')
  // After a refusal because it changed meanwhile, the next attempt is about what is shown now.
  const now = (unit: BoardUnit) => board.data?.units.find((one) => one.unit_id === unit.unit_id) ?? unit
  const start = () => compile.mutate({ month, units: [] }, { onError: (error) => toast.error(error) })
  return (
    <Page
      title={t('month.title')}
      lead={t('month.lead')}
      actions={
        <>
          {keeps && (
            <Button icon={DownloadIcon} onClick={() => void exportMonth(month).catch((error: unknown) => toast.error(error))}>
              {t('month.export')}
            </Button>
          )}
          {can('people.months.sign') && (
            <Button kind="primary" icon={RefreshIcon} busy={compile.isPending || running !== null} disabled={over} title={over ? t('month.over') : undefined} onClick={start}>
              {t('month.compile')}
            </Button>
          )}
        </>
      }
    >
      <MonthChoice month={month} onChange={(next) => {
          choose([])
          void navigate({ search: { month: next }, replace: true })
        }} />
      {running && <ProgressBar value={running.total > 0 ? running.done / running.total : 0} label={t('month.compiling', { done: String(running.done), total: String(running.total) })} />}
      <Loaded query={board} lines={6}>
        {(data) =>
          data.units.length === 0 ? (
            <EmptyState icon={PickListIcon} title={t('month.nobody')} />
          ) : (
            <div className="dz-stack">
              <p className="dz-soft">{t('month.signBy', { sign: data.sign_by, object: data.object_until })}</p>
              {data.run?.finished_at && (
                <p className="dz-soft">
                  {t('month.lastRun', { total: data.run.total, changed: data.run.changed })} <DateTime at={data.run.finished_at} />
                </p>
              )}
              {keeps && choosable(data.units).length > 1 && <CloseMany month={month} units={choosable(data.units)} chosen={chosen} onChoose={choose} />}
              {data.units.map((unit) => (
                <Unit key={unit.unit_id} unit={unit} {...(keeps && choosable([unit]).length > 0 ? { chosen: chosen.has(unit.unit_id), onToggle: () => toggle(unit.unit_id) } : {})} onAct={(step) => setActing({ unit, step })} />
              ))}
            </div>
          )
        }
      </Loaded>
      {acting && <Act {...acting} unit={now(acting.unit)} onClose={() => setActing(null)} />}
    </Page>
  )
}

interface UnitProps {
  unit: BoardUnit
  chosen?: boolean
  /** Left out where it cannot be closed together with others. */
  onToggle?: () => void
  onAct: (step: Step) => void
}

function Unit({ unit, chosen, onToggle, onAct }: UnitProps) {
  const t = texts.use()
  const can = useCan()
  const chinese = useLanguage() === 'zh-CN'
  const state = asSheetState(unit.state)
  const keeps = can('people.months.keep')
  return (
    <Card
      title={
        onToggle ? (
          <label className="dz-row">
            <input type="checkbox" checked={chosen === true} onChange={onToggle} /> {chinese ? unit.name_zh : unit.name_en}
          </label>
        ) : chinese ? (
          unit.name_zh
        ) : (
          unit.name_en
        )
      }
      extra={
        <span className="dz-row">
          {unit.overdue && <Chip tone="danger">{t('month.overdue')}</Chip>}
          <Chip tone={TONES[state]}>{t(`sheetStates.${state}`)}</Chip>
        </span>
      }
    >
      <div className="dz-row" style={{ flexWrap: 'wrap' }}>
        <span>
          {t('month.people')} {unit.members}
        </span>
        {unit.head_name && <span className="dz-soft">{t('month.head', { name: unit.head_name })}</span>}
        {unit.open_objections > 0 && (
          <Link to="/objections" search={{ state: 'open' }}>
            <Chip tone="warning">
              {t('month.objections')} {unit.open_objections}
            </Chip>
          </Link>
        )}
        {unit.decided_objections > 0 && (
          <Link to="/objections" search={{}}>
            {t('month.decided')} {unit.decided_objections}
          </Link>
        )}
        {state !== 'compiled' && unit.accepted_by_silence > 0 && (
          <span className="dz-soft">
            {t('month.silent')} {unit.accepted_by_silence}
          </span>
        )}
        <span className="dz-grow" />
        {unit.sheet_id && (
          <Link className="dz-button" data-size="small" to="/attendance-months/$sheet" params={{ sheet: unit.sheet_id }}>
            {t('month.open')}
          </Link>
        )}
        {state === 'compiled' && unit.may_sign && can('people.months.sign') && (
          <Button size="small" kind="primary" onClick={() => onAct('sign')}>
            {t('month.sign')}
          </Button>
        )}
        {keeps && (state === 'signed' || (state === 'compiled' && unit.overdue)) && (
          <Button size="small" onClick={() => onAct('takeOver')}>
            {t('month.takeOver')}
          </Button>
        )}
        {keeps && state === 'taken_over' && (
          <Button size="small" onClick={() => onAct('close')}>
            {t('month.close')}
          </Button>
        )}
      </div>
    </Card>
  )
}

function Act({ unit, step, onClose }: { unit: BoardUnit; step: Step; onClose: () => void }) {
  const t = texts.use()
  const chinese = useLanguage() === 'zh-CN'
  const [sign, takeOver, close] = [useSign(), useTakeOver(), useClose()]
  const place = { id: unit.sheet_id ?? '', version: unit.version ?? 0 }
  const act = (reason: string) => (step === 'sign' ? sign.mutateAsync(place) : step === 'close' ? close.mutateAsync(place) : takeOver.mutateAsync({ ...place, reason }))
  return (
    <ConfirmAction
      open
      title={`${t(`month.${step}`)}: ${chinese ? unit.name_zh : unit.name_en}`}
      verb={t(`month.${step}`)}
      danger={step === 'close'}
      {...(step === 'takeOver' ? { reason: unit.overdue ? ('required' as const) : ('optional' as const) } : {})}
      onConfirm={async (reason) => {
        await act(reason)
        toast.success(t('month.done'))
      }}
      onClose={onClose}
    >
      {t(`month.${step}Text`)}
    </ConfirmAction>
  )
}
