import { type FormEvent, useState } from 'react'
import { useCursorList } from '@/shared/ui/grid'
import { Button, Card, ConfirmAction, toast } from '@/shared/ui'
import { expectedReturnKeys, expectedReturnPage, type ReturnRow, useDescribeReturn, useDismissReturn, useMatchReturn } from '../queries'
import { texts } from '../texts'

const MOST_OFFERED = 10

/** What a person does about a parcel in the pool, or with goods of one more case in it. */
export function ReturnMatching({ parcel }: { parcel: ReturnRow }) {
  const t = texts.use()
  const [open, setOpen] = useState(parcel.state === 'unknown')
  if (!open) {
    return (
      <div>
        <Button onClick={() => setOpen(true)}>{t('desk.matchMore')}</Button>
      </div>
    )
  }
  return (
    <>
      {parcel.state === 'unknown' && <Description parcel={parcel} />}
      <Candidates parcel={parcel} />
    </>
  )
}

function Candidates({ parcel }: { parcel: ReturnRow }) {
  const t = texts.use()
  const match = useMatchReturn()
  const [typed, setTyped] = useState('')
  const search = { q: typed.trim() || undefined }
  const source = useCursorList({ queryKey: expectedReturnKeys.list(search), page: expectedReturnPage(search) })
  const offered = source.rows.filter((row) => (row.state === 'expected' || row.state === 'arrived') && !parcel.cases.includes(row.number)).slice(0, MOST_OFFERED)
  return (
    <Card title={t('desk.matchTitle')}>
      <div className="dz-stack">
        <div className="dz-field">
          <label htmlFor="return-match">{t('desk.matchSearch')}</label>
          <input id="return-match" className="dz-input dz-mono" autoComplete="off" value={typed} onChange={(event) => setTyped(event.target.value)} />
        </div>
        {offered.length === 0 && <p className="dz-soft">{t('desk.noMatch')}</p>}
        {offered.map((row) => (
          <div key={row.reference} className="station-line">
            <span>
              <strong className="dz-mono">{row.number}</strong> <span className="dz-mono dz-soft">{row.order_number}</span> {row.shop_name}
              <br />
              <span className="dz-mono dz-soft">{row.lines.map((line) => `${line.sku} × ${line.quantity - line.found}`).join(' · ')}</span>
            </span>
            <Button busy={match.isPending} onClick={() => match.mutate({ number: parcel.number, reference: row.reference }, { onError: toast.error })}>
              {t('desk.match')}
            </Button>
          </div>
        ))}
      </div>
    </Card>
  )
}

function Description({ parcel }: { parcel: ReturnRow }) {
  const t = texts.use()
  const describe = useDescribeReturn()
  const dismiss = useDismissReturn()
  const [sender, setSender] = useState(parcel.sender)
  const [note, setNote] = useState(parcel.note)
  const [asking, setAsking] = useState(false)
  const save = (event: FormEvent) => {
    event.preventDefault()
    describe.mutate({ number: parcel.number, version: parcel.version, sender, note }, { onError: toast.error, onSuccess: () => toast.success(t('desk.described')) })
  }
  return (
    <Card title={t('returns.sender')}>
      <form className="dz-stack" onSubmit={save}>
        <div className="dz-field">
          <label htmlFor="return-sender">{t('returns.sender')}</label>
          <input id="return-sender" className="dz-input" maxLength={500} value={sender} onChange={(event) => setSender(event.target.value)} />
        </div>
        <div className="dz-field">
          <label htmlFor="return-description">{t('note')}</label>
          <input id="return-description" className="dz-input" maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
        </div>
        <div className="dz-row">
          <Button type="submit" kind="primary" busy={describe.isPending}>
            {t('desk.describe')}
          </Button>
          <Button onClick={() => setAsking(true)}>{t('desk.dismiss')}</Button>
        </div>
      </form>
      <ConfirmAction open={asking} title={t('desk.dismissTitle')} verb={t('desk.dismiss')} reason="required" onConfirm={(reason) => dismiss.mutateAsync({ number: parcel.number, reason })} onClose={() => setAsking(false)}>
        {t('desk.dismissText')}
      </ConfirmAction>
    </Card>
  )
}
