import { useQuery } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { useLanguage } from '@/shared/i18n'
import { companyDay } from '@/shared/lib/time'
import { Banner, Button, Dialog, ErrorPanel, toast } from '@/shared/ui'
import { kindsQuery, previewQuery, useFileLeave } from './queries'
import { texts } from './texts'
import { emptyWish, leaveOf, previewOf, type Wish } from './wish'

/** Says what the wish costs while it is being written; nothing is filed before it is sent. */
export function RequestForm({ day, onClose }: { day?: string | undefined; onClose: () => void }) {
  const t = texts.use()
  const chinese = useLanguage() === 'zh-CN'
  const kinds = (useQuery(kindsQuery).data ?? []).filter((kind) => kind.active)
  const [wish, setWish] = useState<Wish>(() => emptyWish(day ?? companyDay()))
  const file = useFileLeave()
  const kind = kinds.find((one) => one.code === wish.kind)
  const set = (patch: Partial<Wish>) => setWish((old) => ({ ...old, ...patch }))
  const leave = leaveOf(wish)
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (!leave) return
    file.mutate(leave, {
      onSuccess: () => {
        toast.success(t('leave.sent'))
        onClose()
      },
    })
  }
  const sessions = [1, 2, 3, 4].map((number) => ({ value: String(number), label: t('leave.session', { number: String(number) }) }))
  return (
    <Dialog open title={t('leave.ask')} onClose={onClose} width={460}>
      <form className="dz-stack" onSubmit={send}>
        <Choice label={t('leave.kind')} value={wish.kind} options={kinds.map((one) => ({ value: one.code, label: chinese ? one.name_zh : one.name_en }))} onChange={(code) => set({ kind: code, inHours: kinds.find((one) => one.code === code)?.unit === 'hour' && wish.inHours })} />
        {kind?.unit === 'hour' && (
          <label className="dz-row">
            <input type="checkbox" checked={wish.inHours} onChange={(event) => set({ inHours: event.target.checked })} /> {t('leave.inHours')}
          </label>
        )}
        <Field label={t(wish.inHours ? 'leave.day' : 'leave.first')}>{(id) => <input id={id} className="dz-input" type="date" required value={wish.first} onChange={(event) => set({ first: event.target.value, ...(wish.last < event.target.value ? { last: event.target.value } : {}) })} />}</Field>
        {wish.inHours ? (
          <>
            <Field label={t('leave.fromTime')}>{(id) => <input id={id} className="dz-input" type="time" required value={wish.fromTime} onChange={(event) => set({ fromTime: event.target.value })} />}</Field>
            <Field label={t('leave.untilTime')}>{(id) => <input id={id} className="dz-input" type="time" required value={wish.untilTime} onChange={(event) => set({ untilTime: event.target.value })} />}</Field>
          </>
        ) : (
          <>
            <Field label={t('leave.last')}>{(id) => <input id={id} className="dz-input" type="date" required min={wish.first} value={wish.last} onChange={(event) => set({ last: event.target.value })} />}</Field>
            <Choice label={t('leave.fromSession')} value={wish.fromSession} none={t('leave.allDay')} options={sessions} onChange={(fromSession) => set({ fromSession })} />
            <Choice label={t('leave.untilSession')} value={wish.untilSession} none={t('leave.allDay')} options={sessions} onChange={(untilSession) => set({ untilSession })} />
          </>
        )}
        <Field label={t('leave.reason')}>{(id) => <textarea id={id} className="dz-input" rows={2} required minLength={2} maxLength={500} value={wish.reason} onChange={(event) => set({ reason: event.target.value })} />}</Field>
        {kind?.evidence && <Field label={t('leave.evidence')}>{(id) => <input id={id} className="dz-input" required maxLength={200} value={wish.evidence} onChange={(event) => set({ evidence: event.target.value })} />}</Field>}
        <Cost wish={wish} />
        {file.error && <ErrorPanel error={file.error} />}
        <Button kind="primary" type="submit" busy={file.isPending} disabled={!leave}>
          {t('leave.send')}
        </Button>
      </form>
    </Dialog>
  )
}

/** The days and sessions that a wish covers, or why it covers none. */
function Cost({ wish }: { wish: Wish }) {
  const t = texts.use()
  const asked = previewOf(wish)
  const preview = useQuery(previewQuery(asked))
  if (!asked) return null
  if (preview.error) return <ErrorPanel error={preview.error} />
  if (!preview.data) return null
  const unit = t(`units.${preview.data.unit === 'hour' ? 'hour' : 'half_day'}`)
  return (
    <Banner tone="info">
      <strong>{t('leave.costs', { amount: preview.data.amount, unit })}</strong>
      <details>
        <summary>{t('leave.days')}</summary>
        <ul>
          {preview.data.days.map((day) => (
            <li key={day.on}>
              {day.on} {day.sessions.map((number) => t('leave.session', { number: String(number) })).join('、')} · {day.hours} {t('units.hour')}
            </li>
          ))}
        </ul>
      </details>
    </Banner>
  )
}

export function Field({ label, children }: { label: string; children: (id: string) => ReactNode }) {
  const id = useId()
  return (
    <div className="dz-field">
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  )
}

interface ChoiceProps {
  label: string
  value: string
  none?: string
  options: readonly { value: string; label: string }[]
  onChange: (value: string) => void
}

function Choice({ label, value, none, options, onChange }: ChoiceProps) {
  return (
    <Field label={label}>
      {(id) => (
        <select id={id} className="dz-input" required={none === undefined} value={value} onChange={(event) => onChange(event.target.value)}>
          <option value="">{none ?? '—'}</option>
          {options.map((one) => (
            <option key={one.value} value={one.value}>
              {one.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
