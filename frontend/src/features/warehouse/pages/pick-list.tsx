import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { Button, Card, ConfirmAction, Loaded, Page, toast } from '@/shared/ui'
import { CheckIcon } from '@/shared/ui/icons'
import { BinName } from '../components/bin-name'
import { ListState, ShipmentState } from '../components/chips'
import { LotMark } from '../components/lot-mark'
import { openFile, type PickListOut, pickListQuery, useCancelPickList, useConfirmPickList } from '../queries'
import { texts } from '../texts'

/** Missing pieces as typed, by the place of the walk and the shipment they are for. */
type Missing = Record<string, { shipment: string; sku: string; missing: number }>

/** One line for each SKU of a shipment, though its pieces may lie in several bins. */
function summed(missing: Missing) {
  const sums = new Map<string, Missing[string]>()
  for (const one of Object.values(missing).filter((each) => each.missing > 0)) {
    const key = JSON.stringify([one.shipment, one.sku])
    sums.set(key, { ...one, missing: one.missing + (sums.get(key)?.missing ?? 0) })
  }
  return [...sums.values()]
}

export function PickListPage() {
  const t = texts.use()
  const can = useCan()
  const { number } = useParams({ from: '/shell/pick-lists/$number' })
  const query = useQuery(pickListQuery(number))
  const confirm = useConfirmPickList()
  const cancel = useCancelPickList()
  const [missing, setMissing] = useState<Missing>({})
  const [asking, setAsking] = useState<'confirm' | 'cancel' | null>(null)
  const open = query.data?.pick_list.state === 'open' && can('warehouse.shipments.pick')
  const short = summed(missing)
  return (
    <Page
      title={number}
      mark={query.data && <ListState state={query.data.pick_list.state} />}
      actions={
        <>
          {can('warehouse.shipments.pick') && <Button onClick={() => void openFile(`pick-lists/${number}/pdf`)}>{t('lists.print')}</Button>}
          {open && <Button onClick={() => setAsking('cancel')}>{t('lists.cancel')}</Button>}
          {open && (
            <Button kind="primary" icon={CheckIcon} onClick={() => setAsking('confirm')}>
              {t('lists.confirm')}
            </Button>
          )}
        </>
      }
    >
      <Loaded query={query}>
        {(found) => (
          <>
            <Route found={found} missing={missing} onMissing={open ? setMissing : undefined} />
            <Card title={t('shipments.title')} flush>
              <div className="dz-table-wrap">
                <table className="dz-table">
                  <thead>
                    <tr>
                      <th scope="col">{t('number')}</th>
                      <th scope="col">{t('order')}</th>
                      <th scope="col">{t('shop')}</th>
                      <th scope="col">{t('state')}</th>
                      <th scope="col">{t('note')}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {found.shipments.map((shipment) => (
                      <tr key={shipment.number}>
                        <td className="dz-mono">
                          <Link to="/shipments/$number" params={{ number: shipment.number }}>
                            {shipment.number}
                          </Link>
                        </td>
                        <td className="dz-mono">{shipment.shown_number}</td>
                        <td>{shipment.shop_name}</td>
                        <td>
                          <ShipmentState state={shipment.state} />
                        </td>
                        <td>{shipment.note}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            </Card>
          </>
        )}
      </Loaded>
      <ConfirmAction
        open={asking === 'confirm'}
        title={t('lists.confirmTitle')}
        verb={t('lists.confirm')}
        onConfirm={async () => {
          await confirm.mutateAsync({ number, short })
          toast.success(t('lists.confirmed'))
        }}
        onClose={() => setAsking(null)}
      >
        {t('lists.confirmText')}
      </ConfirmAction>
      <ConfirmAction
        open={asking === 'cancel'}
        title={t('lists.cancelTitle')}
        verb={t('lists.cancel')}
        danger
        reason="required"
        onConfirm={async (reason) => {
          await cancel.mutateAsync({ number, reason })
          toast.success(t('lists.cancelled'))
        }}
        onClose={() => setAsking(null)}
      />
    </Page>
  )
}

function Route({ found, missing, onMissing }: { found: PickListOut; missing: Missing; onMissing: ((missing: Missing) => void) | undefined }) {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  return (
    <Card title={t('lists.stops')} flush>
      <div className="dz-table-wrap">
        <table className="dz-table">
          <thead>
            <tr>
              <th scope="col">{t('lists.bin')}</th>
              <th scope="col">{t('stock.sku')}</th>
              <th scope="col">{t('lists.goods')}</th>
              <th scope="col" className="dz-num">
                {t('lists.quantity')}
              </th>
              <th scope="col">{t('lists.for')}</th>
              {onMissing && <th scope="col">{t('lists.missing')}</th>}
            </tr>
          </thead>
          <tbody>
            {found.stops.flatMap((stop) =>
              stop.shares.map((share, index) => {
                const key = JSON.stringify([stop.bin, stop.lot, stop.sku, share.shipment])
                return (
                  <tr key={key}>
                    <td>{index === 0 && <BinName code={stop.bin} />}</td>
                    <td className="dz-mono">{index === 0 ? stop.sku : ''}</td>
                    <td>
                      {index === 0 && (
                        <>
                          {zh ? stop.name_zh : stop.name_en || stop.name_zh} {stop.lot && <LotMark lot={stop.lot} expiresOn={stop.expires_on} />}
                        </>
                      )}
                    </td>
                    <td className="dz-num">{share.quantity}</td>
                    <td className="dz-mono">{share.shipment}</td>
                    {onMissing && (
                      <td>
                        <input
                          className="dz-input"
                          style={{ width: 80 }}
                          type="number"
                          min={0}
                          max={share.quantity}
                          aria-label={`${t('lists.missing')} ${share.shipment} ${stop.sku} ${stop.bin}`}
                          value={missing[key]?.missing ?? ''}
                          onChange={(event) => onMissing({ ...missing, [key]: { shipment: share.shipment, sku: stop.sku, missing: Math.min(Math.max(0, Math.trunc(Number(event.target.value) || 0)), share.quantity) } })}
                        />
                      </td>
                    )}
                  </tr>
                )
              }),
            )}
          </tbody>
        </table>
      </div>
    </Card>
  )
}
