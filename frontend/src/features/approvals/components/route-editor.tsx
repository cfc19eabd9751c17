import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { Button, Dialog, ErrorPanel, IconButton, toast } from '@/shared/ui'
import { AddIcon, RemoveIcon } from '@/shared/ui/icons'
import { type ApprovalRoute, namedRolesQuery, type RouteStep, type RouteWho, useChangeRoute, useDraftRoute } from '../queries'
import { texts } from '../texts'
import { PositionChoice } from './position-choice'
import { MODES, newStep, newWho, readAmount, replaced, WHO_KINDS, withKind, without, withMode } from './route-steps'
import { useWords } from './words'

interface EditorProps {
  /** A draft to edit, a published route to write the next version of, or nothing for a new kind. */
  route: ApprovalRoute | null
  onClose: () => void
}

export function RouteEditor({ route, onClose }: EditorProps) {
  const t = texts.use()
  const words = useWords()
  const draft = useDraftRoute()
  const change = useChangeRoute()
  const id = useId()
  const [kind, setKind] = useState(route?.kind ?? '')
  const [nameZh, setNameZh] = useState(route?.name_zh ?? '')
  const [nameEn, setNameEn] = useState(route?.name_en ?? '')
  const [reason, setReason] = useState(route && route.effective_from === null ? route.reason : '')
  const [steps, setSteps] = useState<RouteStep[]>(route?.steps ?? [newStep()])
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)

  const save = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    const text = { name_zh: nameZh, name_en: nameEn, reason, steps }
    try {
      await (route && route.effective_from === null ? change.mutateAsync({ route, text }) : draft.mutateAsync({ ...text, kind }))
      toast.success(t('routes.saved'))
      onClose()
    } catch (refused) {
      setError(refused)
    } finally {
      setBusy(false)
    }
  }
  const field = (name: string, label: string, value: string, set: (value: string) => void, more: { pattern?: string; title?: string; maxLength?: number } = {}) => (
    <div className="dz-field">
      <label htmlFor={`${id}-${name}`}>{label}</label>
      <input id={`${id}-${name}`} className="dz-input" required value={value} onChange={(event) => set(event.target.value)} {...more} />
    </div>
  )
  return (
    <Dialog open title={route ? `${t('routes.steps')}: ${words.name(route)}` : t('routes.create')} width={760} onClose={() => busy || onClose()}>
      <form className="dz-stack" onSubmit={save}>
        <div className="approvals-fields">
          {!route && field('kind', t('routes.code'), kind, setKind, { pattern: '[a-z][a-z0-9_]{1,59}', title: t('routes.codeHelp') })}
          {field('zh', t('routes.nameZh'), nameZh, setNameZh, { maxLength: 80 })}
          {field('en', t('routes.nameEn'), nameEn, setNameEn, { maxLength: 80 })}
          {field('reason', t('routes.reason'), reason, setReason, { maxLength: 500 })}
        </div>
        {steps.map((step, place) => (
          // Steps have no names: their place is what they are.
          // oxlint-disable-next-line react/no-array-index-key
          <StepEditor key={place} place={place} step={step} onChange={(next) => setSteps(replaced(steps, place, next))} onRemove={steps.length > 1 ? () => setSteps(without(steps, place)) : undefined} />
        ))}
        <div>
          <Button icon={AddIcon} disabled={steps.length >= 10} onClick={() => setSteps([...steps, newStep()])}>
            {t('routes.addStep')}
          </Button>
        </div>
        {error !== null && <ErrorPanel error={error} />}
        <div className="dz-row" style={{ justifyContent: 'flex-end' }}>
          <Button type="submit" kind="primary" busy={busy}>
            {t('routes.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

interface StepProps {
  place: number
  step: RouteStep
  onChange: (step: RouteStep) => void
  onRemove: (() => void) | undefined
}

function StepEditor({ place, step, onChange, onRemove }: StepProps) {
  const t = texts.use()
  const id = useId()
  const [above, setAbove] = useState(step.above ?? '')
  const hours = (name: 'remind_after_hours' | 'within_hours', label: string) => (
    <div className="dz-field">
      <label htmlFor={`${id}-${name}`}>{label}</label>
      <input id={`${id}-${name}`} className="dz-input" type="number" min={1} max={1000} required value={step[name]} onChange={(event) => onChange({ ...step, [name]: Number(event.target.value) })} />
    </div>
  )
  return (
    <fieldset className="approvals-step">
      <legend className="dz-row">
        <strong>{t('routes.step', { number: place + 1 })}</strong>
        {onRemove && <IconButton size="small" icon={RemoveIcon} label={t('routes.removeStep', { number: place + 1 })} onClick={onRemove} />}
      </legend>
      <div className="approvals-fields">
        <div className="dz-field">
          <label htmlFor={`${id}-mode`}>{t('routes.mode')}</label>
          <select id={`${id}-mode`} className="dz-input" value={step.mode} onChange={(event) => onChange(withMode(step, event.target.value as RouteStep['mode']))}>
            {MODES.map((mode) => (
              <option key={mode} value={mode}>
                {t(`routes.${mode}`)}
              </option>
            ))}
          </select>
        </div>
        <div className="dz-field">
          <label htmlFor={`${id}-above`}>{t('routes.above')}</label>
          <input
            id={`${id}-above`}
            className="dz-input dz-num"
            inputMode="decimal"
            pattern="\d{1,12}(\.\d{1,2})?"
            value={above}
            onChange={(event) => {
              setAbove(event.target.value)
              const amount = readAmount(event.target.value)
              if (amount !== undefined) onChange({ ...step, above: amount })
            }}
          />
        </div>
        {hours('remind_after_hours', t('routes.remind'))}
        {hours('within_hours', t('routes.within'))}
      </div>
      {step.who.map((who, party) => (
        <WhoEditor
          // Nor have those who decide: each is a place of the step.
          // oxlint-disable-next-line react/no-array-index-key
          key={party}
          who={who}
          onChange={(next) => onChange({ ...step, who: replaced(step.who, party, next) })}
          onRemove={step.mode !== 'one' && step.who.length > 2 ? () => onChange({ ...step, who: without(step.who, party) }) : undefined}
        />
      ))}
      {step.mode !== 'one' && (
        <div>
          <Button size="small" icon={AddIcon} disabled={step.who.length >= 5} onClick={() => onChange({ ...step, who: [...step.who, newWho()] })}>
            {t('routes.addWho')}
          </Button>
        </div>
      )}
    </fieldset>
  )
}

interface WhoProps {
  who: RouteWho
  onChange: (who: RouteWho) => void
  onRemove: (() => void) | undefined
}

function WhoEditor({ who, onChange, onRemove }: WhoProps) {
  const t = texts.use()
  const words = useWords()
  const id = useId()
  const roles = useQuery(namedRolesQuery).data ?? []
  return (
    <div className="approvals-party">
      <div className="dz-field">
        <label htmlFor={`${id}-kind`}>{t('routes.who')}</label>
        <select id={`${id}-kind`} className="dz-input" value={who.kind} onChange={(event) => onChange(withKind(who, event.target.value as RouteWho['kind']))}>
          {WHO_KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {t(`routes.${kind}`)}
            </option>
          ))}
        </select>
      </div>
      {(who.kind === 'superior' || who.kind === 'unit_head') && (
        <div className="dz-field">
          <label htmlFor={`${id}-levels`}>{t('routes.levels')}</label>
          <input id={`${id}-levels`} className="dz-input" type="number" min={1} max={10} required value={who.levels} onChange={(event) => onChange({ ...who, levels: Number(event.target.value) })} />
        </div>
      )}
      {who.kind === 'unit_head' && (
        <div className="dz-field">
          <label htmlFor={`${id}-of`}>{t('routes.of')}</label>
          <select id={`${id}-of`} className="dz-input" value={who.of} onChange={(event) => onChange({ ...who, of: event.target.value as RouteWho['of'] })}>
            <option value="requester">{t('routes.ofRequester')}</option>
            <option value="named">{t('routes.ofNamed')}</option>
          </select>
        </div>
      )}
      {who.kind === 'role' && (
        <div className="dz-field">
          <label htmlFor={`${id}-role`}>{t('routes.role')}</label>
          <select id={`${id}-role`} className="dz-input" required value={who.role ?? ''} onChange={(event) => onChange({ ...who, role: event.target.value })}>
            <option value="" disabled>
              {t('routes.roleChoose')}
            </option>
            {who.role !== null && !roles.some((role) => role.code === who.role) && <option value={who.role}>{who.role}</option>}
            {roles.map((role) => (
              <option key={role.code} value={role.code}>
                {words.name(role)}
              </option>
            ))}
          </select>
        </div>
      )}
      {who.kind === 'position' && <PositionChoice value={who.position_id} onChange={(position_id) => onChange({ ...who, position_id })} />}
      {onRemove && <IconButton icon={RemoveIcon} label={t('routes.removeWho')} onClick={onRemove} />}
    </div>
  )
}
