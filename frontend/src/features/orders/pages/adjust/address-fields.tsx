import { type KeyboardEvent, useId, useState } from 'react'
import { Banner, Button, ErrorPanel } from '@/shared/ui'
import { type FullReceiverIn, parseAddress } from './queries'
import { texts } from './texts'
import './adjust.css'

export type Address = Required<FullReceiverIn>
export const NO_ADDRESS: Address = { name: '', phone: '', country: 'CN', province: '', city: '', district: '', town: '', street: '', postcode: '' }

const FIELDS = ['name', 'phone', 'province', 'city', 'district', 'town', 'street', 'postcode'] as const
const NEEDED = new Set<string>(['name', 'phone', 'city', 'street'])
const isField = (name: string): name is (typeof FIELDS)[number] => (FIELDS as readonly string[]).includes(name)

/** One pasted line becomes fields (Enter reads it); each can be put right by hand. */
export function AddressFields({ value, onChange }: { value: Address; onChange: (value: Address) => void }) {
  const t = texts.use()
  const id = useId()
  const [line, setLine] = useState('')
  const [missing, setMissing] = useState<readonly string[]>([])
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)

  const read = async () => {
    if (line.trim() === '' || busy) return
    setBusy(true)
    setError(null)
    try {
      const parsed = await parseAddress(line)
      onChange(parsed.receiver)
      setMissing(parsed.missing)
    } catch (refused) {
      setError(refused)
    } finally {
      setBusy(false)
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    void read()
  }
  return (
    <div className="dz-stack">
      <div className="dz-field">
        <label htmlFor={`${id}-line`}>{t('paste')}</label>
        <textarea id={`${id}-line`} className="dz-input" rows={2} maxLength={1000} value={line} onChange={(event) => setLine(event.target.value)} onKeyDown={onKeyDown} data-focus aria-describedby={`${id}-help`} />
        <div className="dz-row">
          <span id={`${id}-help`} className="dz-soft dz-grow">
            {t('pasteHelp')}
          </span>
          <Button size="small" busy={busy} disabled={line.trim() === ''} onClick={() => void read()}>
            {t('parse')}
          </Button>
        </div>
      </div>
      {error !== null && <ErrorPanel error={error} />}
      {missing.length > 0 && <Banner tone="warning">{t('missing', { fields: missing.filter(isField).map((field) => t(`fields.${field}`)).join(', ') })}</Banner>}
      <div className="adjust-address">
        {FIELDS.map((field) => (
          <div key={field} className="dz-field" data-wide={field === 'street'}>
            <label htmlFor={`${id}-${field}`}>{t(`fields.${field}`)}</label>
            <input
              id={`${id}-${field}`}
              className="dz-input"
              autoComplete="off"
              required={NEEDED.has(field)}
              maxLength={field === 'street' ? 500 : 40}
              value={value[field]}
              onChange={(event) => onChange({ ...value, [field]: event.target.value })}
            />
          </div>
        ))}
      </div>
    </div>
  )
}
