import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { common } from '@/shared/i18n/basics'
import { Button } from './button'
import { Dialog } from './dialog'
import { ErrorPanel } from './states'

export interface ConfirmActionProps {
  open: boolean
  title: string
  children?: ReactNode
  /** What the button says: the verb, never "OK". */
  verb: string
  danger?: boolean
  /** Asks for a reason that goes into the audit trail; `reasons` are offered as a start. */
  reason?: 'required' | 'optional'
  reasons?: readonly string[]
  onConfirm: (reason: string) => Promise<unknown>
  onClose: () => void
}

const NO_REASONS: readonly string[] = []

/** Asks before something that cannot simply be undone. Stays open and says why when the server refuses. */
export function ConfirmAction(props: ConfirmActionProps) {
  return props.open ? <OpenConfirm {...props} /> : null
}

function OpenConfirm({ title, children, verb, danger = false, reason, reasons = NO_REASONS, onConfirm, onClose }: ConfirmActionProps) {
  const t = common.use()
  const id = useId()
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const missing = reason === 'required' && text.trim() === ''

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (missing || busy) return
    setBusy(true)
    setError(null)
    try {
      await onConfirm(text.trim())
      onClose()
    } catch (refused) {
      setError(refused)
    } finally {
      setBusy(false)
    }
  }

  return (
    <Dialog open title={title} onClose={() => busy || onClose()}>
      <form onSubmit={submit} className="dz-stack">
        {children && <div>{children}</div>}
        {reason && (
          <div className="dz-field">
            <label htmlFor={id}>{reason === 'required' ? t('reason') : t('reasonOptional')}</label>
            <textarea id={id} className="dz-input" rows={3} maxLength={500} value={text} onChange={(event) => setText(event.target.value)} required={reason === 'required'} data-focus />
            {reasons.length > 0 && (
              <div className="dz-row">
                {reasons.map((one) => (
                  <Button key={one} size="small" onClick={() => setText(one)}>
                    {one}
                  </Button>
                ))}
              </div>
            )}
          </div>
        )}
        {error !== null && <ErrorPanel error={error} />}
        <div className="dz-row" style={{ justifyContent: 'flex-end' }}>
          <Button disabled={busy} onClick={onClose} data-focus={danger && !reason ? '' : undefined}>
            {t('cancel')}
          </Button>
          <Button type="submit" kind={danger ? 'danger' : 'primary'} busy={busy} disabled={missing} data-focus={!danger && !reason ? '' : undefined}>
            {verb}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
