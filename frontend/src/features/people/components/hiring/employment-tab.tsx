import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useCan } from '@/shared/api'
import { companyDay } from '@/shared/lib/time'
import { Button, Card, Chip, ConfirmAction, Loaded, toast } from '@/shared/ui'
import { FormModal } from '@/shared/ui/form'
import { usePositionChoices } from '../organisation/choices'
import { useNames } from '../organisation/names'
import type { EmployeeFile } from '../organisation/queries'
import { AnnounceLeaving } from './leaving-dialog'
import { type EmploymentHistory, historyQuery, useDecideProbation, useMove, useWithdrawMove } from './queries'
import { texts } from '../../hiring-texts'
import './hiring.css'

const KINDS = ['transfer', 'promotion', 'demotion'] as const
type Open = 'confirm' | 'extend' | 'move' | 'leave' | null

/** Spells of work, probation, moves and leaving of one person. */
export function EmploymentTab({ employee }: { employee: EmployeeFile }) {
  const query = useQuery(historyQuery(employee.id))
  return <Loaded query={query}>{(history) => <Shown employee={employee} history={history} />}</Loaded>
}

function Shown({ employee, history }: { employee: EmployeeFile; history: EmploymentHistory }) {
  const t = texts.use()
  const can = useCan()
  const [open, setOpen] = useState<Open>(null)
  const here = employee.stage !== 'left'
  const deciding = employee.stage === 'probation' && can('people.probations.decide')
  return (
    <div className="dz-stack">
      <div className="dz-row">
        {deciding && <Button onClick={() => setOpen('confirm')}>{t('employment.confirm')}</Button>}
        {deciding && <Button onClick={() => setOpen('extend')}>{t('employment.extend')}</Button>}
        {here && can('people.employees.move') && <Button onClick={() => setOpen('move')}>{t('employment.move')}</Button>}
        {here && can('people.leavings.handle') && (
          <Button kind="danger" onClick={() => setOpen('leave')}>
            {t('leaving.announce')}
          </Button>
        )}
      </div>
      <Spells history={history} />
      <Moves history={history} />
      {open === 'confirm' && <ConfirmProbation employee={employee} onClose={() => setOpen(null)} />}
      {open === 'extend' && <ExtendProbation employee={employee} onClose={() => setOpen(null)} />}
      {open === 'move' && <MoveForm employee={employee} onClose={() => setOpen(null)} />}
      {open === 'leave' && <AnnounceLeaving employee={employee} onClose={() => setOpen(null)} />}
    </div>
  )
}

function Spells({ history }: { history: EmploymentHistory }) {
  const t = texts.use()
  return (
    <Card title={t('employment.spells')}>
      <ul className="hire-list">
        {history.spells.map((spell) => (
          <li key={spell.hired_on}>{t('employment.spell', { from: spell.hired_on, until: spell.left_on ?? t('employment.now') })}</li>
        ))}
        {history.probation.map((one) => (
          <li key={`${one.decided_on} ${one.outcome}`}>
            <span className="dz-row">
              <Chip>{t('employment.probation')}</Chip>
              {t(`employment.outcomes.${one.outcome as 'confirmed'}`)} {one.until_after}
              <span className="dz-soft">
                {one.decided_on} · {one.decided_by} · {one.reason}
              </span>
            </span>
          </li>
        ))}
        {history.leavings.map((one) => (
          <li key={one.id}>
            <span className="dz-row">
              <Chip tone="warning">{t('employment.leaving')}</Chip>
              <Link to="/leavings/$id" params={{ id: one.id }}>
                {one.last_day} · {t(`leaving.states.${one.state as 'planned'}`)}
              </Link>
              {one.open_items > 0 && <span className="dz-soft">{t('leaving.open', { count: one.open_items })}</span>}
            </span>
          </li>
        ))}
        {history.spells.length + history.probation.length + history.leavings.length === 0 && <li className="dz-soft">{t('employment.nothing')}</li>}
      </ul>
    </Card>
  )
}

function Moves({ history }: { history: EmploymentHistory }) {
  const t = texts.use()
  const names = useNames()
  const may = useCan()('people.employees.move')
  const withdraw = useWithdrawMove()
  const [gone, setGone] = useState<EmploymentHistory['moves'][number] | null>(null)
  return (
    <Card title={t('employment.moves')}>
      <ul className="hire-list">
        {history.moves.map((move) => (
          <li key={move.id}>
            <span className="dz-row">
              <Chip tone={move.state === 'done' ? 'success' : move.state === 'planned' ? 'info' : 'neutral'}>{t(`employment.states.${move.state as 'planned'}`)}</Chip>
              <span className="dz-grow">
                {t(`employment.kinds.${move.kind as 'transfer'}`)} · {names.of(move.from_zh, move.from_en) ?? '–'} → {names.of(move.to_zh, move.to_en)} · {move.takes_effect_on}
              </span>
              {may && move.state === 'planned' && (
                <Button size="small" onClick={() => setGone(move)}>
                  {t('employment.withdraw')}
                </Button>
              )}
            </span>
            <span className="dz-soft">{move.reason}</span>
          </li>
        ))}
        {history.moves.length === 0 && <li className="dz-soft">{t('employment.nothing')}</li>}
      </ul>
      {gone && <ConfirmAction open title={t('employment.withdrawTitle')} verb={t('employment.withdraw')} reason="required" onConfirm={(reason) => withdraw.mutateAsync({ id: gone.id, version: gone.version, reason })} onClose={() => setGone(null)} />}
    </Card>
  )
}

function ConfirmProbation({ employee, onClose }: { employee: EmployeeFile; onClose: () => void }) {
  const t = texts.use()
  const decide = useDecideProbation()
  return (
    <ConfirmAction
      open
      title={`${t('employment.confirm')}: ${employee.name}`}
      verb={t('employment.confirm')}
      reason="required"
      onConfirm={(reason) => decide.mutateAsync({ id: employee.id, version: employee.version, decision: { outcome: 'confirmed', reason } })}
      onClose={onClose}
    />
  )
}

function ExtendProbation({ employee, onClose }: { employee: EmployeeFile; onClose: () => void }) {
  const t = texts.use()
  const decide = useDecideProbation()
  return (
    <FormModal<{ until: string; reason: string }>
      open
      title={`${t('employment.extend')}: ${employee.name}`}
      verb={t('employment.extendVerb')}
      initial={{}}
      fields={[
        { kind: 'date', name: 'until', label: t('employment.until'), required: true },
        { kind: 'textarea', name: 'reason', label: t('reason'), required: true, maxLength: 500 },
      ]}
      onSubmit={async (values) => {
        await decide.mutateAsync({ id: employee.id, version: employee.version, decision: { outcome: 'extended', ...values } })
        toast.success(t('saved'))
      }}
      onClose={onClose}
    />
  )
}

function MoveForm({ employee, onClose }: { employee: EmployeeFile; onClose: () => void }) {
  const t = texts.use()
  const move = useMove()
  const positions = usePositionChoices()
  return (
    <FormModal<{ position_id: string; kind: (typeof KINDS)[number]; on: string; reason: string }>
      open
      title={`${t('employment.move')}: ${employee.name}`}
      lead={t('employment.moveLead')}
      verb={t('employment.moveVerb')}
      initial={{ kind: 'transfer', on: companyDay() }}
      fields={[
        { kind: 'select', name: 'position_id', label: t('position'), required: true, options: positions },
        { kind: 'select', name: 'kind', label: t('employment.kind'), required: true, options: KINDS.map((one) => ({ value: one, label: t(`employment.kinds.${one}`) })) },
        { kind: 'date', name: 'on', label: t('employment.on'), required: true },
        { kind: 'textarea', name: 'reason', label: t('reason'), required: true, maxLength: 500 },
      ]}
      onSubmit={async (values) => {
        await move.mutateAsync({ id: employee.id, move: values })
        toast.success(t('saved'))
      }}
      onClose={onClose}
    />
  )
}
