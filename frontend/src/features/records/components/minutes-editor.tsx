import { useState } from 'react'
import { companyDay } from '@/shared/lib/time'
import { Banner, Button, ConfirmAction, ErrorPanel, toast } from '@/shared/ui'
import { freshKey, meanwhile, unfinished } from '../parts'
import { type Decision, type MeetingPage, type MinutesOut, useCloseMinutes, useWriteMinutes } from '../queries'
import { texts } from '../texts'
import { PersonChoice } from './person-choice'

/** The draft: words, and decisions with owner and day. */
export function MinutesEditor({ meeting, draft }: { meeting: MeetingPage; draft: MinutesOut | undefined }) {
  const t = texts.use()
  const [text, setText] = useState(draft?.text ?? '')
  const [decisions, setDecisions] = useState<Decision[]>(draft?.decisions ?? [])
  /** The version that was on the page when closing was asked for: what comes after it was never seen. */
  const [closing, setClosing] = useState<number | null>(null)
  const write = useWriteMinutes()
  const close = useCloseMinutes()
  // What was read when the typing began: the page is read again while somebody types, and another may have saved meanwhile.
  const read = written(draft?.text ?? '', draft?.decisions ?? [])
  const [base, setBase] = useState(read)
  const typed = written(text, decisions)
  const state = write.isPending ? 'same' : meanwhile(base, typed, read)
  const [edition, setEdition] = useState(0)
  const takeOver = () => {
    setEdition((before) => before + 1)
    setBase(read)
    setText(draft?.text ?? '')
    setDecisions(draft?.decisions ?? [])
  }
  if (state === 'take') takeOver()
  else if (state === 'same' && base !== read && !write.isPending) setBase(read)
  const clash = state === 'clash'
  const dirty = typed !== read
  const open = unfinished(decisions, companyDay())
  const names = new Map(meeting.invited.map((one) => [one.id, `${one.name} ${one.number}`]))
  const change = (id: string, part: Partial<Decision>) => setDecisions((before) => before.map((one) => (one.id === id ? { ...one, ...part } : one)))
  const worded = decisions.filter((one) => one.text.trim() !== '')
  const save = async () => {
    const saved = await write.mutateAsync({ id: meeting.id, at: meeting.version, text, decisions: worded })
    const newest = saved.minutes[0]
    setBase(written(newest?.text ?? '', newest?.decisions ?? []))
    toast.success(t('meeting.saved'))
  }
  return (
    <div className="dz-stack">
      <label className="dz-field">
        {t('meeting.text')}
        <textarea className="dz-input" rows={10} maxLength={50_000} value={text} onChange={(event) => setText(event.target.value)} />
      </label>
      <strong>{t('meeting.decisions')}</strong>
      {decisions.map((one, index) => (
        <fieldset key={`${edition} ${one.id}`} className="dz-row" style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
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
        <Button size="small" onClick={() => setDecisions((before) => [...before, { id: freshKey(before, meeting.minutes), text: '', owner_id: null, due_on: null }])}>
          {t('meeting.addDecision')}
        </Button>
      </div>
      {write.error !== null && <ErrorPanel error={write.error} />}
      {clash && (
        <Banner tone="danger" action={<span className="dz-row"><Button size="small" onClick={takeOver}>{t('meeting.takeTheirs')}</Button><Button size="small" onClick={() => setBase(read)}>{t('meeting.keepMine')}</Button></span>}>
          {t('meeting.clash', { name: draft?.written_by ?? '' })}
        </Banner>
      )}
      <div className="dz-row">
        <Button kind="primary" busy={write.isPending} disabled={clash || (!dirty && draft !== undefined)} onClick={() => void save().catch(() => undefined)}>
          {t('meeting.save')}
        </Button>
        <Button disabled={dirty || draft === undefined || open.length > 0} onClick={() => setClosing(meeting.version)}>
          {t('meeting.close')}
        </Button>
        {dirty && <span className="dz-soft">{t('meeting.unsaved')}</span>}
        {open.length > 0 && <span className="dz-soft">{t('meeting.notReady', { numbers: open.join(', ') })}</span>}
      </div>
      <ConfirmAction
        open={closing !== null}
        title={t('meeting.close')}
        verb={t('meeting.close')}
        onConfirm={async () => {
          await close.mutateAsync({ id: meeting.id, at: closing ?? meeting.version })
          toast.success(t('meeting.closedDone'))
        }}
        onClose={() => setClosing(null)}
      >
        {t('meeting.closeText')}
      </ConfirmAction>
    </div>
  )
}

/** As it would be saved: lines without words are left out. */
function written(text: string, decisions: readonly Decision[]): string {
  const kept = decisions.map(({ id, text: words, owner_id, due_on }) => [id, words.trim(), owner_id, due_on]).filter(([, words]) => words !== '')
  return JSON.stringify([text, kept])
}
