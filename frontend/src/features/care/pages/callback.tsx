import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useKeys } from '@/shared/lib/keys'
import { Banner, Button, Card, Chip, Columns, ConfirmAction, DateTime, ErrorPanel, Facts, Kbd, Loaded, Page, toast } from '@/shared/ui'
import { useCallWords } from '../components/call-words'
import { useCareWords } from '../components/words'
import { callbackPage, callbackQuery, type CallbackOut, type ComplaintKind, KINDS, type NoteCall, useCallResult, useRevealPhone } from '../queries'
import { texts } from '../texts'

const SCORES = ['one', 'two', 'three', 'four', 'five'] as const

export function CallbackPage() {
  const t = texts.use()
  const words = useCallWords()
  const { id } = useParams({ from: '/shell/callbacks/$id' })
  const query = useQuery(callbackQuery(id))
  const found = query.data
  return (
    <Page title={found?.receiver_name || t('calls.one')} mark={found && <Chip tone={found.state === 'open' ? 'info' : 'neutral'}>{words.state(found)}</Chip>} lead={found && `${found.plan_name ?? ''} · ${words.trigger(found.trigger)} · ${found.shop_name ?? found.shop_id}`}>
      <Loaded query={query} lines={8}>
        {(one) => (
          <Columns min={320}>
            <Whom key={one.id} found={one} />
            {one.actions.includes('note_call') ? <Result key={one.id} found={one} /> : <Ended found={one} />}
          </Columns>
        )}
      </Loaded>
    </Page>
  )
}

function Whom({ found }: { found: CallbackOut }) {
  const t = texts.use()
  const reveal = useRevealPhone()
  const [phone, setPhone] = useState<string | null>(null)
  const [asking, setAsking] = useState(false)
  return (
    <Card
      title={t('calls.customer')}
      extra={
        found.order_id &&
        phone === null && (
          <Button size="small" onClick={() => setAsking(true)}>
            {t('calls.showPhone')}
          </Button>
        )
      }
    >
      <Facts
        items={[
          [t('calls.phone'), <span key="phone" className="dz-mono">{phone ?? found.receiver_phone ?? '–'}</span>],
          [t('order'), found.order_id ? <Link key="order" className="dz-mono" to="/orders/$id" params={{ id: found.order_id }}>{found.order_number}</Link> : '–'],
          [t('calls.goods'), found.goods ?? '–'],
          ...(found.customer_id ? [[t('one.customer'), <Link key="customer" to="/customers/$id" params={{ id: found.customer_id }}>{found.receiver_name ?? t('one.customer')}</Link>] as const] : []),
          ...(found.case_id ? [[t('one.case'), <Link key="case" className="dz-mono" to="/aftersales/$id" params={{ id: found.case_id }}>{found.case_number}</Link>] as const] : []),
          [t('due'), <DateTime key="due" at={found.due_at} />],
          [t('calls.attempts'), t('calls.tries', { number: found.attempts, most: found.most_attempts })],
          ...(found.note ? [[t('note'), found.note] as const] : []),
        ]}
      />
      <ConfirmAction
        open={asking}
        title={t('calls.showPhone')}
        verb={t('calls.showPhone')}
        reason="required"
        reasons={[t('calls.showReason')]}
        onConfirm={async (reason) => setPhone((await reveal.mutateAsync({ id: found.order_id ?? '', reason })).phone)}
        onClose={() => setAsking(false)}
      >
        {t('calls.showText')} <span className="dz-rule">ORD-5</span>
      </ConfirmAction>
    </Card>
  )
}

/** A digit is the satisfaction, Enter saves and goes on: the list is worked through without the mouse. */
function Result({ found }: { found: CallbackOut }) {
  const t = texts.use()
  const words = useCareWords()
  const navigate = useNavigate()
  const save = useCallResult()
  const [score, setScore] = useState<number | null>(null)
  const [kind, setKind] = useState<ComplaintKind>('service')
  const [note, setNote] = useState('')
  const [forbidding, setForbidding] = useState(false)
  const unhappy = score !== null && score <= found.unhappy_up_to
  const next = async () => {
    const rows = (await callbackPage({ view: 'open' })(undefined, new AbortController().signal)).data
    const other = rows.find((row) => row.id !== found.id && Date.parse(row.next_at) <= Date.now())
    if (other) void navigate({ to: '/callbacks/$id', params: { id: other.id } })
    else {
      toast.success(t('calls.last'))
      void navigate({ to: '/callbacks' })
    }
  }
  const keep = async (result: NoteCall) => {
    try {
      await save.mutateAsync({ id: found.id, ...result })
      toast.success(t('calls.saved'))
      await next()
    } catch {
      // Said below the buttons.
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (score !== null) void keep({ outcome: 'reached', satisfaction: score, note, ...(unhappy ? { complaint_kind: kind } : {}) })
  }
  useKeys({ ...Object.fromEntries([1, 2, 3, 4, 5].map((digit) => [String(digit), () => setScore(digit)])), n: (event) => void (event.repeat || keep({ outcome: 'not_reached', note })) }, !save.isPending)
  return (
    <Card title={t('calls.one')}>
      <form className="dz-stack" onSubmit={submit}>
        <fieldset className="dz-stack" style={{ border: 0, padding: 0, margin: 0, gap: 4 }}>
          <legend>{t('calls.score')}</legend>
          {SCORES.map((name, place) => (
            <label key={name}>
              {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- the result is what this page is for */}
              <input type="radio" name="score" autoFocus={place === 0} checked={score === place + 1} onChange={() => setScore(place + 1)} /> <Kbd>{String(place + 1)}</Kbd> {t(`calls.scores.${name}`)}
            </label>
          ))}
        </fieldset>
        {unhappy && (
          <>
            <Banner tone="warning">
              {t('calls.unhappy')} <span className="dz-rule">CARE-5</span>
            </Banner>
            <label>
              {t('calls.complaintKind')}{' '}
              <select className="dz-input" value={kind} onChange={(event) => setKind(KINDS.find((one) => one === event.target.value) ?? 'other')}>
                {KINDS.map((one) => (
                  <option key={one} value={one}>
                    {words.kind(one)}
                  </option>
                ))}
              </select>
            </label>
          </>
        )}
        <label>
          {t('note')}
          <textarea className="dz-input" rows={3} maxLength={2000} value={note} onChange={(event) => setNote(event.target.value)} style={{ width: '100%' }} />
        </label>
        <div className="dz-row">
          <Button kind="primary" type="submit" busy={save.isPending} disabled={score === null}>
            {t('calls.reached')}
          </Button>
          <Button onClick={() => void keep({ outcome: 'not_reached', note })}>
            {t('calls.notReached')} <Kbd>n</Kbd>
          </Button>
          <Button kind="danger" onClick={() => setForbidding(true)}>
            {t('calls.forbid')}
          </Button>
          <Button onClick={() => void next()}>{t('calls.nextOne')}</Button>
        </div>
      </form>
      {save.isError && <ErrorPanel error={save.error} />}
      <ConfirmAction open={forbidding} title={t('calls.forbid')} verb={t('calls.forbid')} danger reason="required" onConfirm={(reason) => keep({ outcome: 'do_not_call', note: reason })} onClose={() => setForbidding(false)}>
        {t('calls.forbidText')}
      </ConfirmAction>
    </Card>
  )
}

function Ended({ found }: { found: CallbackOut }) {
  const t = texts.use()
  return (
    <Card title={t('calls.one')}>
      <Facts
        items={[
          [t('calls.satisfaction'), found.satisfaction ?? '–'],
          [t('note'), found.note || '–'],
          [t('calls.doneBy'), found.done_by || '–'],
          [t('done'), found.done_at ? <DateTime key="done" at={found.done_at} /> : '–'],
          ...(found.complaint_id ? [[t('calls.openedComplaint'), <Link key="complaint" className="dz-mono" to="/complaints/$id" params={{ id: found.complaint_id }}>{found.complaint_number}</Link>] as const] : []),
          ...(found.opened_case_id ? [[t('calls.openedCase'), <Link key="case" className="dz-mono" to="/aftersales/$id" params={{ id: found.opened_case_id }}>{found.opened_case_number}</Link>] as const] : []),
        ]}
      />
    </Card>
  )
}
