import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useKeys } from '@/shared/lib/keys'
import { play } from '@/shared/lib/sound'
import { useWedgeScanner } from '@/shared/lib/wedge'
import { Button, Card, ErrorPanel, Page, Skeleton, Stat, Stats, toast } from '@/shared/ui'
import { PackCheck } from '../components/pack-check'
import { figuresQuery, shipmentQuery } from '../queries'
import { texts } from '../texts'
import './station.css'

const MOST_RECENT = 8

/** One shipment at a time: scan its number, scan the goods, weigh, waybill, ship. Everything has a key; every wrong scan a sound. */
export function Station() {
  const t = texts.use()
  const { shipment: number } = useSearch({ from: '/shell/station' })
  const navigate = useNavigate({ from: '/station' })
  const [recent, setRecent] = useState<readonly string[]>([])
  const figures = useQuery(figuresQuery)

  const open = (next: string | undefined) => void navigate({ search: { shipment: next }, replace: true })
  useKeys({ Escape: () => open(undefined) }, number !== undefined)

  return (
    <Page title={t('station.title')} lead={number ? t('station.keys') : t('station.lead')}>
      {number ? (
        <Current
          key={number}
          number={number}
          onNext={() => open(undefined)}
          onShipped={() => {
            play('done')
            toast.success(t('station.shipped', { number }))
            setRecent((old) => [number, ...old].slice(0, MOST_RECENT))
            open(undefined)
          }}
        />
      ) : (
        <NumberInput onNumber={open} />
      )}
      <Stats>
        <Stat label={t('home.toPack')} value={figures.data?.picked} to="/shipments" search={{ state: ['picked'] }} />
        <Stat label={t('home.toShip')} value={figures.data?.packed} to="/shipments" search={{ state: ['packed'] }} />
        <Stat label={t('home.shippedToday')} value={figures.data?.shipped_today} to="/shipments" search={{ state: ['shipped'] }} tone="success" />
      </Stats>
      {recent.length > 0 && (
        <Card title={t('station.recent')}>
          <ul className="station-recent">
            {recent.map((one) => (
              <li key={one} className="dz-mono">
                {one}
              </li>
            ))}
          </ul>
        </Card>
      )}
    </Page>
  )
}

/** The focused field is the main way in; a scanner that fires elsewhere on the page is heard as well. */
function NumberInput({ onNumber }: { onNumber: (number: string) => void }) {
  const t = texts.use()
  const field = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState('')
  useEffect(() => field.current?.focus(), [])
  useWedgeScanner((code) => onNumber(code.trim()))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (typed.trim()) onNumber(typed.trim())
  }
  return (
    <form className="station-scan" onSubmit={submit}>
      <label htmlFor="station-number">{t('station.scanHere')}</label>
      <input ref={field} id="station-number" data-scan className="dz-input station-input dz-mono" autoComplete="off" spellCheck={false} value={typed} onChange={(event) => setTyped(event.target.value)} placeholder="SH-20261122-000001" />
    </form>
  )
}

function Current({ number, onNext, onShipped }: { number: string; onNext: () => void; onShipped: () => void }) {
  const t = texts.use()
  const query = useQuery({ ...shipmentQuery(number), staleTime: 0, retry: false })
  const failed = query.error !== null
  useEffect(() => {
    if (failed) play('bad')
  }, [failed])
  // What is typed and scanned stays while a refresh fails.
  return (
    <>
      {query.error && <ErrorPanel error={query.error} onRetry={() => void query.refetch()} action={<Button size="small" onClick={onNext}>{t('station.next')}</Button>} />}
      {query.data && <PackCheck found={query.data} onNext={onNext} onShipped={onShipped} />}
      {query.isPending && <Skeleton lines={6} />}
    </>
  )
}
