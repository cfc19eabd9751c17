import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { asApiError, useCan } from '@/shared/api'
import { useKeys } from '@/shared/lib/keys'
import { play } from '@/shared/lib/sound'
import { useWedgeScanner } from '@/shared/lib/wedge'
import { Banner, Button, ErrorPanel, Page, Skeleton, Stat, Stats, toast } from '@/shared/ui'
import { useWarehouses } from '../components/choices'
import { ReturnWork } from '../components/return-work'
import { figuresQuery, returnQuery, useReceiveReturn } from '../queries'
import { texts } from '../texts'
import './station.css'

/** One returned parcel at a time: scan its waybill, scan its goods with their verdict, finish. */
export function ReturnsDesk() {
  const t = texts.use()
  const can = useCan()
  const { parcel } = useSearch({ from: '/shell/returns-desk' })
  const navigate = useNavigate({ from: '/returns-desk' })
  const figures = useQuery({ ...figuresQuery, enabled: can('warehouse.stock.read') })
  const [before, setBefore] = useState(false)
  const open = (next: string | undefined) => void navigate({ search: { parcel: next }, replace: true })
  useKeys({ Escape: () => open(undefined) }, parcel !== undefined)
  return (
    <Page title={t('returns.desk')} lead={parcel ? t('desk.keys') : t('desk.lead')} actions={parcel && <Button onClick={() => open(undefined)}>{t('desk.next')}</Button>}>
      {parcel ? (
        <>
          {before && <Banner tone="info">{t('desk.receivedBefore')}</Banner>}
          <Current
            key={parcel}
            number={parcel}
            onClosed={() => {
              play('done')
              toast.success(t('desk.closed', { number: parcel }))
              open(undefined)
            }}
          />
        </>
      ) : (
        <WaybillInput
          onReceived={(number, again) => {
            setBefore(again)
            open(number)
          }}
        />
      )}
      <Stats>
        <Stat label={t('returnStates.waiting')} value={figures.data?.returns_waiting} to="/returns" search={{ state: 'waiting' }} />
        <Stat label={t('returnStates.unknown')} value={figures.data?.returns_unknown} to="/returns" search={{ state: 'unknown' }} />
        <Stat label={t('returns.overdue')} value={figures.data?.returns_overdue} to="/returns" search={{ overdue: true }} tone={(figures.data?.returns_overdue ?? 0) > 0 ? 'danger' : 'neutral'} />
      </Stats>
    </Page>
  )
}

function Current({ number, onClosed }: { number: string; onClosed: () => void }) {
  const query = useQuery({ ...returnQuery(number), retry: false })
  // What is typed and scanned stays while a refresh fails.
  return (
    <>
      {query.error && <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && <ReturnWork found={query.data} onClosed={onClosed} />}
      {query.isPending && <Skeleton lines={6} />}
    </>
  )
}

function WaybillInput({ onReceived }: { onReceived: (number: string, before: boolean) => void }) {
  const t = texts.use()
  const warehouses = useWarehouses()
  const receive = useReceiveReturn()
  const field = useRef<HTMLInputElement>(null)
  const [chosen, setChosen] = useState('')
  const [typed, setTyped] = useState('')
  const [refusal, setRefusal] = useState<string | null>(null)
  const warehouse = chosen || warehouses[0]?.value || ''
  useEffect(() => field.current?.focus(), [])
  const take = async (code: string) => {
    if (!code || !warehouse || receive.isPending) return
    try {
      const { found, before } = await receive.mutateAsync({ tracking_number: code, warehouse })
      play(found.parcel.state === 'unknown' ? 'bad' : 'good')
      onReceived(found.parcel.number, before)
    } catch (error) {
      play('bad')
      setRefusal(asApiError(error).detail)
    }
  }
  useWedgeScanner((code) => void take(code.trim()))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void take(typed.trim())
  }
  return (
    <form className="station-scan" onSubmit={submit}>
      {refusal && (
        <div role="alert" className="station-refusal">
          {refusal}
        </div>
      )}
      <label htmlFor="desk-waybill">{t('desk.scanHere')}</label>
      <input ref={field} id="desk-waybill" data-scan className="dz-input station-input dz-mono" autoComplete="off" spellCheck={false} value={typed} onChange={(event) => setTyped(event.target.value)} placeholder="SF1234567890123" />
      <div className="dz-row">
        <label htmlFor="desk-warehouse">{t('warehouse')}</label>
        <select id="desk-warehouse" className="dz-input" style={{ width: 220 }} value={warehouse} onChange={(event) => setChosen(event.target.value)}>
          {warehouses.map((one) => (
            <option key={one.value} value={one.value}>
              {one.label}
            </option>
          ))}
        </select>
      </div>
    </form>
  )
}
