import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { common } from '@/shared/i18n/basics'
import { Button, Dialog, ErrorPanel } from '@/shared/ui'
import { texts } from './texts'

interface FormDialogProps {
  title: string
  lead: string
  verb: string
  width?: number
  /** Whether what is filled in can be sent. */
  ready: boolean
  /** Asks for a reason too: required, or offered. */
  reason: 'required' | 'optional'
  children: ReactNode
  onSubmit: (reason: string) => Promise<unknown>
  onClose: () => void
}

/** A change with its reason; stays open and says why when it is refused. */
export function FormDialog({ title, lead, verb, width = 640, ready, reason, children, onSubmit, onClose }: FormDialogProps) {
  const t = texts.use()
  const words = common.use()
  const id = useId()
  const [why, setWhy] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const complete = ready && (reason === 'optional' || why.trim() !== '')
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!complete || busy) return
    setBusy(true)
    setError(null)
    try {
      await onSubmit(why.trim())
      onClose()
    } catch (refused) {
      setError(refused)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog open title={title} width={width} onClose={() => busy || onClose()}>
      <form onSubmit={(event) => void submit(event)} className="dz-stack">
        <p className="dz-soft">{lead}</p>
        {children}
        <div className="dz-field">
          <label htmlFor={id}>{reason === 'required' ? t('reason') : words('reasonOptional')}</label>
          <input id={id} className="dz-input" maxLength={500} required={reason === 'required'} value={why} onChange={(event) => setWhy(event.target.value)} />
        </div>
        {error !== null && <ErrorPanel error={error} />}
        <div className="dz-row" style={{ justifyContent: 'flex-end' }}>
          <Button disabled={busy} onClick={onClose}>
            {words('cancel')}
          </Button>
          <Button type="submit" kind="primary" busy={busy} disabled={!complete}>
            {verb}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
