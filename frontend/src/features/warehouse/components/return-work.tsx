import { type FormEvent, useEffect, useRef, useState } from 'react'
import { asApiError, useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { useKeys } from '@/shared/lib/keys'
import { play } from '@/shared/lib/sound'
import { useWedgeScanner } from '@/shared/lib/wedge'
import { Banner, Button, Card, ConfirmAction, Timeline, toast } from '@/shared/ui'
import { CheckIcon, RefreshIcon } from '@/shared/ui/icons'
import { type ReturnOut, useCloseReturn, useFindReturned, useForgetFindings, type Verdict, VERDICTS } from '../queries'
import { texts } from '../texts'
import { VerdictChip } from './chips'
import { ReturnMatching } from './return-matching'
import { ReturnPictures } from './return-pictures'

interface ReturnWorkProps {
  found: ReturnOut
  onClosed?: () => void
}

/** Whatever is to be done with a returned parcel in its state. */
export function ReturnWork({ found, onClosed }: ReturnWorkProps) {
  const t = texts.use()
  const can = useCan()
  const { parcel } = found
  const left = found.matches.reduce((sum, match) => sum + match.lines.reduce((lines, line) => lines + line.quantity - line.found, 0), 0)
  const mayReceive = can('warehouse.returns.receive')
  return (
    <div className="dz-stack">
      <Card title={<span className="dz-mono">{parcel.tracking_number}</span>}>
        <div className="dz-stack">
          {parcel.closed_reason && <Banner tone="info">{parcel.closed_reason}</Banner>}
          {parcel.state === 'unknown' && <Banner tone="warning">{t('desk.unknown')}</Banner>}
          {found.matches.map((match) => (
            <Expected key={match.reference} match={match} />
          ))}
          {parcel.state === 'waiting' && can('warehouse.returns.inspect') && <Inspecting found={found} left={left} onClosed={onClosed} />}
        </div>
      </Card>
      {mayReceive && (parcel.state === 'unknown' || parcel.state === 'waiting') && <ReturnMatching key={parcel.version} parcel={parcel} />}
      <ReturnPictures found={found} mayAdd={mayReceive && (parcel.state === 'unknown' || parcel.state === 'waiting')} />
      {found.findings.length > 0 && (
        <Card title={t('desk.findings')}>
          <Timeline
            label={t('desk.findings')}
            items={found.findings.map((one, index) => ({
              id: String(index),
              at: one.found_at,
              by: one.found_by,
              title: (
                <span className="dz-row">
                  <VerdictChip verdict={one.verdict} />
                  <span className="dz-mono">
                    {one.sku} × {one.quantity} · {one.case_number}
                  </span>
                </span>
              ),
              detail: one.note,
            }))}
          />
        </Card>
      )}
    </div>
  )
}

function Expected({ match }: { match: ReturnOut['matches'][number] }) {
  const zh = useLanguage() === 'zh-CN'
  return (
    <div className="station-lines" aria-live="polite">
      <div className="dz-soft">
        <span className="dz-mono">{match.number}</span> · <span className="dz-mono">{match.order_number}</span> · {match.shop_name} {match.note && `· ${match.note}`}
      </div>
      {match.lines.map((line) => (
        <div key={line.sku} className="station-line" data-done={line.found >= line.quantity}>
          <span>
            <strong>{(zh ? line.name_zh : line.name_en || line.name_zh) || line.sku}</strong>
            <br />
            <span className="dz-mono dz-soft">
              {line.sku} {line.barcode ? `· ${line.barcode}` : ''}
            </span>
          </span>
          <span className="station-count">
            {line.found} / {line.quantity}
          </span>
        </div>
      ))}
    </div>
  )
}

/** The verdict is chosen by its key and stays for the next scan; scans are sent one after the other, in the order they came. */
function Inspecting({ found, left, onClosed }: { found: ReturnOut; left: number; onClosed: (() => void) | undefined }) {
  const t = texts.use()
  const find = useFindReturned()
  const forget = useForgetFindings()
  const close = useCloseReturn()
  const field = useRef<HTMLInputElement>(null)
  const line = useRef<Promise<unknown>>(Promise.resolve())
  const [verdict, setVerdict] = useState<Verdict>('good')
  const [note, setNote] = useState('')
  const [typed, setTyped] = useState('')
  const [refusal, setRefusal] = useState<string | null>(null)
  const [closing, setClosing] = useState<'missing' | 'awaited' | null>(null)
  const { number } = found.parcel
  useEffect(() => field.current?.focus(), [])
  useKeys({ '1': () => setVerdict('good'), '2': () => setVerdict('damaged'), '3': () => setVerdict('wrong'), '4': () => setVerdict('missing') }, closing === null)

  const take = (code: string) => {
    if (!code) return
    // Typed or printed as a code of its own: the hand stays at the scanner.
    const chosen = VERDICTS[Number(code) - 1]
    if (chosen) {
      setVerdict(chosen)
      return
    }
    const said = { number, code, quantity: 1, verdict, note }
    line.current = line.current
      .then(() => find.mutateAsync(said))
      .then(
        () => {
          setRefusal(null)
          setNote('')
          play('good')
        },
        (error: unknown) => {
          setRefusal(asApiError(error).detail)
          play('bad')
        },
      )
  }
  useWedgeScanner((code) => take(code.trim()), { enabled: closing === null })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    take(typed.trim())
    setTyped('')
  }
  return (
    <>
      {refusal && (
        <div role="alert" className="station-refusal">
          {refusal}
        </div>
      )}
      <fieldset className="dz-row return-verdicts">
        <legend>{t('desk.verdict')}</legend>
        {VERDICTS.map((one, index) => (
          <Button key={one} kind={verdict === one ? 'primary' : 'default'} aria-pressed={verdict === one} onClick={() => setVerdict(one)}>
            {index + 1} {t(`verdicts.${one}`)}
          </Button>
        ))}
      </fieldset>
      <div className="dz-field">
        <label htmlFor="return-note">{t('desk.noteNeeded')}</label>
        <input id="return-note" className="dz-input" maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
      </div>
      <form onSubmit={submit} className="dz-field">
        <label htmlFor="return-goods">
          {t('desk.scanGoods')} · {left > 0 ? t('desk.left', { number: left }) : t('desk.allFound')}
        </label>
        <input ref={field} id="return-goods" data-scan className="dz-input station-input dz-mono" autoComplete="off" spellCheck={false} value={typed} onChange={(event) => setTyped(event.target.value)} />
      </form>
      <div className="dz-row">
        <Button kind="primary" icon={CheckIcon} onClick={() => setClosing('missing')}>
          {left > 0 ? t('desk.closeMissing') : t('desk.close')}
        </Button>
        {left > 0 && found.findings.length > 0 && <Button onClick={() => setClosing('awaited')}>{t('desk.closeAwaited')}</Button>}
        {found.findings.length > 0 && (
          <Button icon={RefreshIcon} busy={forget.isPending} onClick={() => forget.mutate(number, { onError: toast.error })}>
            {t('desk.forget')}
          </Button>
        )}
      </div>
      <ConfirmAction
        open={closing !== null}
        title={t('desk.closeTitle')}
        verb={closing === 'awaited' ? t('desk.closeAwaited') : left > 0 ? t('desk.closeMissing') : t('desk.close')}
        onConfirm={async () => {
          if (closing === null) return
          await close.mutateAsync({ number, rest: closing })
          onClosed?.()
        }}
        onClose={() => setClosing(null)}
      >
        {t('desk.closeText')}
      </ConfirmAction>
    </>
  )
}
