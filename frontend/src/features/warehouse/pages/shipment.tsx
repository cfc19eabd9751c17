import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { Banner, Card, Columns, Facts, Loaded, Page, Timeline, type TimelineItem } from '@/shared/ui'
import { ScanIcon } from '@/shared/ui/icons'
import { ShipmentState } from '../components/chips'
import { FreightOffers } from '../components/freight-offers'
import { PrintLabel } from '../components/print-label'
import { type ShipmentOut, shipmentQuery } from '../queries'
import { texts } from '../texts'

/** Until it has left another carrier may be taken. */
const BEFORE_IT_LEFT: ReadonlySet<string> = new Set(['waiting', 'picking', 'picked', 'packed'])

export function ShipmentPage() {
  const t = texts.use()
  const can = useCan()
  const { number } = useParams({ from: '/shell/shipments/$number' })
  const query = useQuery(shipmentQuery(number))
  const state = query.data?.shipment.state
  return (
    <Page
      title={number}
      mark={state && <ShipmentState state={state} />}
      actions={
        <>
          {state && can('warehouse.labels.print') && <PrintLabel number={number} state={state} />}
          {can('warehouse.shipments.pack') && (
            <Link className="dz-button" data-kind="primary" to="/station" search={{ shipment: number }}>
              <ScanIcon size={16} aria-hidden="true" />
              {t('shipment.station')}
            </Link>
          )}
        </>
      }
    >
      <Loaded query={query}>{(found) => <Shown found={found} />}</Loaded>
    </Page>
  )
}

function Shown({ found: { shipment, receiver, lines } }: { found: ShipmentOut }) {
  const t = texts.use()
  const language = useLanguage()
  return (
    <>
      {shipment.problem && <Banner tone="danger">{shipment.problem}</Banner>}
      {shipment.weight_off && <Banner tone="danger">{t('station.weightOff', { weight: shipment.weight_g ?? 0, goods: shipment.goods_weight_g ?? 0 })}</Banner>}
      {shipment.withdrawn_reason && <Banner tone="warning">{t('shipment.withdrawn', { reason: shipment.withdrawn_reason })}</Banner>}
      <Columns>
        <Card title={t('order')}>
          <Facts
            items={[
              [t('order'), shipment.shown_number],
              [t('shop'), shipment.shop_name],
              [t('warehouse'), shipment.warehouse],
              [t('shipment.pickList'), shipment.pick_list],
              [t('carrier'), shipment.carrier_code],
              [t('tracking'), shipment.tracking_number],
              [t('weight'), shipment.weight_g === null ? null : `${shipment.weight_g} g`],
              [t('note'), shipment.note || null],
            ]}
          />
        </Card>
        <Card title={t('shipment.receiver')}>
          <Facts
            items={[
              [t('shipment.receiver'), `${receiver.name} ${receiver.phone}`],
              [t('region'), receiver.region],
            ]}
          />
        </Card>
        <Card title={t('shipment.steps')}>
          <Steps found={shipment} />
        </Card>
      </Columns>
      {BEFORE_IT_LEFT.has(shipment.state) && (
        <Card title={t('offers.title')}>
          <FreightOffers number={shipment.number} />
        </Card>
      )}
      <Card title={t('shipment.lines')} flush>
        <div className="dz-table-wrap">
          <table className="dz-table">
            <thead>
              <tr>
                <th scope="col">{t('stock.sku')}</th>
                <th scope="col">{t('stock.name')}</th>
                <th scope="col">{t('shipment.bin')}</th>
                <th scope="col" className="dz-num">
                  {t('shipment.scanned')}
                </th>
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <tr key={line.sku}>
                  <td className="dz-mono">{line.sku}</td>
                  <td>{language === 'zh-CN' ? line.name_zh : line.name_en || line.name_zh}</td>
                  <td className="dz-mono">{line.bin ?? '–'}</td>
                  <td className="dz-num">
                    {line.scanned_quantity} / {line.quantity}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Card>
    </>
  )
}

function Steps({ found }: { found: ShipmentOut['shipment'] }) {
  const t = texts.use()
  const items: TimelineItem[] = [{ id: 'created', at: found.created_at, title: t('shipment.waitingSince') }]
  if (found.picked_at) items.push({ id: 'picked', at: found.picked_at, title: t('shipment.picked'), by: found.picked_by ?? '' })
  if (found.packed_at) items.push({ id: 'packed', at: found.packed_at, title: found.packed_without_scan ? t('shipment.withoutScan') : t('shipment.packed'), by: found.packed_by ?? '', tone: found.packed_without_scan ? 'warning' : 'info' })
  if (found.shipped_at) items.push({ id: 'shipped', at: found.shipped_at, title: t('states.shipped'), by: found.shipped_by ?? '', tone: 'success' })
  if (found.withdrawn_at) items.push({ id: 'withdrawn', at: found.withdrawn_at, title: t('states.withdrawn'), tone: 'danger' })
  return <Timeline label={t('shipment.steps')} items={items.toReversed()} />
}
