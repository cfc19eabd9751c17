import { useState } from 'react'
import { companyDay } from '@/shared/lib/time'
import { Button, ConfirmAction, ErrorPanel, toast } from '@/shared/ui'
import { freshKey, unfinished } from '../parts'
import { type Decision, type MeetingPage, type MinutesOut, useCloseMinutes, useWriteMinutes } from '../queries'
import { texts } from '../texts'
import { PersonChoice } from './person-choice'

/** The draft: words, and decisions with owner and day. */
export function MinutesEditor({ meeting, draft }: { meeting: MeetingPage; draft: MinutesOut | undefined }) {
  const t = texts.use()
  const [text, setText] = useState(draft?.text ?? '')
  const [decisions, setDecisions] = useState<Decision[]>(draft?.decisions ?? [])
  const [closing, setClosing] = useState(false)
  const write = useWriteMinutes()
  const close = useCloseMinutes()
  const dirty = text !== (draft?.text ?? '') || JSON.stringify(decisions) !== JSON.stringify(draft?.decisions ?? [])
  const open = unfinished(decisions, companyDay())
  const names = new Map(meeting.invited.map((one) => [one.id, `${one.name} ${one.number}`]))
  const change = (id: string, part: Partial<Decision>) => setDecisions((before) => before.map((one) => (one.id === id ? { ...one, ...part } : one)))
  const worded = decisions.filter((one) => one.text.trim() !== '')
  const save = () => write.mutateAsync({ id: meeting.id, at: meeting.version, text, decisions: worded })
  return (
    <div className="dz-stack">
      <label className="dz-field">
        {t('meeting.text')}
        <textarea className="dz-input" rows={10} maxLength={50_000} value={text} onChange={(event) => setText(event.target.value)} />
      </label>
      <strong>{t('meeting.decisions')}</strong>
      {decisions.map((one, index) => (
        <fieldset key={one.id} className="dz-row" style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
          <legend className="dz-hidden">{`${t('meeting.decision')} ${index + 1}`}</legend>
          <input className="dz-input dz-grow" style={{ minWidth: 200 }} aria-label={t('meeting.decision')} placeholder={t('meeting.decision')} maxLength={500} value={one.text} onChange={(event) => change(one.id, { text: event.target.value })} />
          <PersonChoice label={t('meeting.owner')} value={one.owner_id} known={one.owner_id ? (names.get(one.owner_id) ?? '…') : undefined} onChange={(owner) => change(one.id, { owner_id: owner })} />
          <input className="dz-input" type="date" aria-label={t('meeting.due')} value={one.due_on ?? ''} onChange={(event) => change(one.id, { due_on: event.target.value || null })} />
          <Button size="small" onClick={() => setDecisions((before) => before.filter((other) => other.id !== one.id))} aria-label={`${t('meeting.remove')} ${index + 1}`}>
            {t('meeting.remove')}
          </Button>
        </fieldset>
      ))}
      <div>
        <Button size="small" onClick={() => setDecisions((before) => [...before, { id: freshKey(before), text: '', owner_id: null, due_on: null }])}>
          {t('meeting.addDecision')}
        </Button>
      </div>
      {write.error !== null && <ErrorPanel error={write.error} />}
      <div className="dz-row">
        <Button kind="primary" busy={write.isPending} disabled={!dirty && draft !== undefined} onClick={() => void save().then(() => toast.success(t('meeting.saved')), () => undefined)}>
          {t('meeting.save')}
        </Button>
        <Button disabled={dirty || draft === undefined || open.length > 0} onClick={() => setClosing(true)}>
          {t('meeting.close')}
        </Button>
        {dirty && <span className="dz-soft">{t('meeting.unsaved')}</span>}
        {open.length > 0 && <span className="dz-soft">{t('meeting.notReady', { numbers: open.join(', ') })}</span>}
      </div>
      <ConfirmAction
        open={closing}
        title={t('meeting.close')}
        verb={t('meeting.close')}
        onConfirm={async () => {
          await close.mutateAsync({ id: meeting.id, at: meeting.version })
          toast.success(t('meeting.closedDone'))
        }}
        onClose={() => setClosing(false)}
      >
        {t('meeting.closeText')}
      </ConfirmAction>
    </div>
  )
}
