import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { asApiError, useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { play } from '@/shared/lib/sound'
import { store, stored } from '@/shared/lib/stored'
import { useWedgeScanner } from '@/shared/lib/wedge'
import { Banner, Button, Card, ConfirmAction, toast } from '@/shared/ui'
import { CheckIcon, RefreshIcon, TruckIcon } from '@/shared/ui/icons'
import { type FreightOffer, offersQuery, openFile, type ShipmentOut, useForgetScans, usePack, useWeigh, useScan, useSetWaybill, useShip } from '../queries'
import { texts } from '../texts'
import { ShipmentState, useShipmentState } from './chips'
import { useCarriers } from './choices'
import { FreightOffers, isFirstChoice } from './freight-offers'

interface PackCheckProps {
  found: ShipmentOut
  onNext: () => void
  onShipped: () => void
}

export function PackCheck({ found, onNext, onShipped }: PackCheckProps) {
  const t = texts.use()
  const can = useCan()
  const stateName = useShipmentState()
  const { shipment } = found
  const left = found.lines.reduce((sum, line) => sum + line.quantity - line.scanned_quantity, 0)
  return (
    <Card
      title={
        <span className="dz-row">
          <span className="dz-mono">{shipment.number}</span>
          <ShipmentState state={shipment.state} />
        </span>
      }
      extra={<Button onClick={onNext}>{t('station.next')}</Button>}
    >
      <div className="dz-stack">
        <div className="dz-soft">
          {shipment.shown_number} · {shipment.shop_name} · {shipment.receiver_region}
        </div>
        {shipment.note && <Banner tone="warning">{shipment.note}</Banner>}
        {(shipment.state === 'waiting' || shipment.state === 'picking') && <Banner tone="warning">{t('station.notPicked', { state: stateName(shipment.state) })}</Banner>}
        {shipment.state === 'shipped' && <Banner tone="success">{t('station.gone')}</Banner>}
        {shipment.state === 'withdrawn' && <Banner tone="danger">{t('station.withdrawn')}</Banner>}
        <Lines found={found} />
        {shipment.state === 'picked' && (left > 0 ? <Scanning found={found} left={left} /> : <Packing found={found} />)}
        {shipment.state === 'packed' && can('warehouse.shipments.ship') && <Sending found={found} onShipped={onShipped} />}
      </div>
    </Card>
  )
}

function Lines({ found }: { found: ShipmentOut }) {
  const zh = useLanguage() === 'zh-CN'
  return (
    <div className="station-lines" aria-live="polite">
      {found.lines.map((line) => (
        <div key={line.sku} className="station-line" data-done={line.scanned_quantity >= line.quantity}>
          <span>
            <strong>{zh ? line.name_zh : line.name_en || line.name_zh}</strong>
            <br />
            <span className="dz-mono dz-soft">
              {line.sku} {line.barcode ? `· ${line.barcode}` : ''}
            </span>
          </span>
          <span className="station-count">
            {line.scanned_quantity} / {line.quantity}
          </span>
        </div>
      ))}
    </div>
  )
}

/** Scans are sent one after the other, in the order they came: a fast hand must not overtake itself. */
function Scanning({ found, left }: { found: ShipmentOut; left: number }) {
  const t = texts.use()
  const can = useCan()
  const scan = useScan()
  const forget = useForgetScans()
  const pack = usePack()
  const field = useRef<HTMLInputElement>(null)
  const line = useRef<Promise<unknown>>(Promise.resolve())
  const [typed, setTyped] = useState('')
  const [refusal, setRefusal] = useState<string | null>(null)
  const [asking, setAsking] = useState(false)
  const { number } = found.shipment
  useEffect(() => field.current?.focus(), [])

  const take = (barcode: string) => {
    if (!barcode) return
    line.current = line.current
      .then(() => scan.mutateAsync({ number, barcode }))
      .then(
        () => {
          setRefusal(null)
          play('good')
        },
        (error: unknown) => {
          setRefusal(asApiError(error).detail)
          play('bad')
        },
      )
  }
  useWedgeScanner((code) => take(code.trim()), { enabled: !asking })
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
      <form onSubmit={submit} className="dz-field">
        <label htmlFor="station-goods">
          {t('station.scanGoods')} · {t('station.left', { number: left })}
        </label>
        <input ref={field} id="station-goods" data-scan className="dz-input station-input dz-mono" autoComplete="off" spellCheck={false} value={typed} onChange={(event) => setTyped(event.target.value)} />
      </form>
      <div className="dz-row">
        <Button icon={RefreshIcon} busy={forget.isPending} onClick={() => forget.mutate(number, { onError: toast.error })}>
          {t('station.forget')}
        </Button>
        {can('warehouse.shipments.pack_without_scan') && <Button onClick={() => setAsking(true)}>{t('station.withoutScan')}</Button>}
      </div>
      <ConfirmAction open={asking} title={t('station.withoutScanTitle')} verb={t('station.pack')} reason="required" onConfirm={(reason) => pack.mutateAsync({ number, without_scan: reason })} onClose={() => setAsking(false)}>
        {t('station.withoutScanText')}
      </ConfirmAction>
    </>
  )
}

function Packing({ found }: { found: ShipmentOut }) {
  const t = texts.use()
  const pack = usePack()
  const [grams, setGrams] = useState('')
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const weight = Number.parseInt(grams, 10)
    try {
      await pack.mutateAsync({ number: found.shipment.number, weight_g: weight > 0 ? weight : null })
      play('good')
    } catch (error) {
      play('bad')
      toast.error(error)
    }
  }
  return (
    <form onSubmit={(event) => void submit(event)} className="dz-row">
      <Banner tone="success">{t('station.complete')}</Banner>
      <label htmlFor="station-weight">{t('station.weight')}</label>
      <input ref={field} id="station-weight" className="dz-input" style={{ width: 120 }} inputMode="numeric" pattern="[0-9]*" value={grams} onChange={(event) => setGrams(event.target.value)} />
      <Button type="submit" kind="primary" icon={CheckIcon} busy={pack.isPending}>
        {t('station.pack')}
      </Button>
    </form>
  )
}

const NO_OFFERS: readonly FreightOffer[] = []
const LAST_CARRIER = 'dianzhang.station-carrier'

/** The carrier is the first choice by freight (rule LOG-1); where no price is known, the one that this station sent with last. */
function Sending({ found, onShipped }: { found: ShipmentOut; onShipped: () => void }) {
  const t = texts.use()
  const can = useCan()
  const carriers = useCarriers()
  const setWaybill = useSetWaybill()
  const ship = useShip()
  const { shipment } = found
  const compared = useQuery(offersQuery(shipment.number))
  const offers = compared.data?.offers ?? NO_OFFERS
  const [picked, setCarrier] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const carrier = picked ?? shipment.carrier_code ?? offers[0]?.carrier_code ?? (compared.isPending ? '' : (stored(LAST_CARRIER) ?? ''))
  const [tracking, setTracking] = useState(shipment.tracking_number ?? '')
  const chosen = carriers.some((one) => one.value === carrier) ? carrier : ''
  const asksWhy = chosen !== '' && chosen !== shipment.carrier_code && !isFirstChoice(offers, chosen)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  const send = async (event: FormEvent) => {
    event.preventDefault()
    try {
      if (tracking.trim() !== shipment.tracking_number || chosen !== shipment.carrier_code) {
        await setWaybill.mutateAsync({ number: shipment.number, version: shipment.version, carrier_code: chosen, tracking_number: tracking.trim(), reason: asksWhy ? reason.trim() : null })
      }
      await ship.mutateAsync(shipment.number)
      store(LAST_CARRIER, chosen)
      onShipped()
    } catch (error) {
      play('bad')
      toast.error(error)
    }
  }
  if (shipment.weight_off) return <Reweigh found={found} />
  return (
    <div className="dz-stack">
      <form onSubmit={(event) => void send(event)} className="dz-row">
        <label htmlFor="station-carrier">{t('carrier')}</label>
        <select id="station-carrier" className="dz-input" style={{ width: 160 }} required value={chosen} onChange={(event) => setCarrier(event.target.value)}>
          <option value="" disabled hidden />
          {carriers.map((one) => (
            <option key={one.value} value={one.value}>
              {one.label}
            </option>
          ))}
        </select>
        <label htmlFor="station-tracking">{t('tracking')}</label>
        <input ref={field} id="station-tracking" data-scan className="dz-input dz-mono" style={{ width: 240 }} required autoComplete="off" value={tracking} onChange={(event) => setTracking(event.target.value)} />
        {asksWhy && (
          <>
            <label htmlFor="station-reason">{t('offers.reason')}</label>
            <input id="station-reason" className="dz-input" style={{ width: 240 }} required minLength={2} maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} />
          </>
        )}
        {can('warehouse.labels.print') && <Button onClick={() => void openFile(`shipments/${shipment.number}/label.pdf`)}>{t('shipment.label')}</Button>}
        <Button type="submit" kind="primary" icon={TruckIcon} busy={setWaybill.isPending || ship.isPending}>
          {t('station.ship')}
        </Button>
      </form>
      <FreightOffers number={shipment.number} />
    </div>
  )
}

/** Its weight is off (rule WMS-12): checked and weighed again, or let go with a reason by who may. */
function Reweigh({ found }: { found: ShipmentOut }) {
  const t = texts.use()
  const can = useCan()
  const weigh = useWeigh()
  const { shipment } = found
  const [grams, setGrams] = useState('')
  const [asking, setAsking] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const weight = Number.parseInt(grams, 10)
    if (!(weight > 0)) return
    try {
      const done = await weigh.mutateAsync({ number: shipment.number, weight_g: weight })
      play(done.shipment.weight_off ? 'bad' : 'good')
      setGrams('')
    } catch (error) {
      play('bad')
      toast.error(error)
    }
  }
  return (
    <form onSubmit={(event) => void submit(event)} className="dz-row">
      <Banner tone="danger">
        <span className="dz-rule">WMS-12</span> {t('station.weightOff', { weight: shipment.weight_g ?? 0, goods: shipment.goods_weight_g ?? 0 })}
      </Banner>
      <label htmlFor="station-reweigh">{t('station.weight')}</label>
      <input ref={field} id="station-reweigh" className="dz-input" style={{ width: 120 }} inputMode="numeric" pattern="[0-9]*" value={grams} onChange={(event) => setGrams(event.target.value)} />
      <Button type="submit" kind="primary" icon={CheckIcon} busy={weigh.isPending}>
        {t('station.reweigh')}
      </Button>
      {can('warehouse.weights.accept') && <Button onClick={() => setAsking(true)}>{t('station.acceptWeight')}</Button>}
      <ConfirmAction
        open={asking}
        title={t('station.acceptWeightTitle')}
        verb={t('station.acceptWeight')}
        reason="required"
        onConfirm={(reason) => weigh.mutateAsync({ number: shipment.number, weight_g: shipment.weight_g ?? 1, accept: reason })}
        onClose={() => setAsking(false)}
      />
    </form>
  )
}
