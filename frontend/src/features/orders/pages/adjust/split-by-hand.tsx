import { useState } from 'react'
import { Button, toast } from '@/shared/ui'
import { AddIcon } from '@/shared/ui/icons'
import type { OrderOut } from '../../queries'
import { FormDialog } from './form-dialog'
import { isSplit, parcelsOf } from './pieces'
import { useSplitByHand } from './queries'
import { texts } from './texts'

const MOST_PARCELS = 20

/** How many pieces of each line go in which parcel; the last column is what is left. */
export function SplitByHand({ order, onClose }: { order: OrderOut; onClose: () => void }) {
  const t = texts.use()
  const split = useSplitByHand()
  const [chosen, setChosen] = useState<readonly { id: number; pieces: Record<number, number> }[]>([{ id: 1, pieces: {} }])
  const lines = order.lines.filter((line) => line.refund !== 'done')
  const { parcels, left } = parcelsOf(
    lines,
    chosen.map((parcel) => parcel.pieces),
  )
  const put = (id: number, line: number, count: number) => setChosen(chosen.map((parcel) => (parcel.id === id ? { ...parcel, pieces: { ...parcel.pieces, [line]: count } } : parcel)))
  const ready = isSplit(parcels, left)
  return (
    <FormDialog
      title={t('splitTitle', { number: order.number })}
      lead={t('splitLead')}
      verb={t('split')}
      width={720}
      ready={ready}
      reason="optional"
      onSubmit={async (reason) => {
        const done = await split.mutateAsync({ id: order.id, parcels, reason })
        toast.success(done.parts.length > 0 ? t('splitDone', { number: done.parts.length }) : t('waits'))
      }}
      onClose={onClose}
    >
      <div className="dz-table-wrap">
        <table className="dz-table adjust-pieces">
          <thead>
            <tr>
              <th scope="col">{t('sku')}</th>
              {chosen.map((parcel) => (
                <th key={parcel.id} scope="col" className="dz-num">
                  {t('parcel', { number: parcel.id })}
                </th>
              ))}
              <th scope="col" className="dz-num">
                {t('rest')}
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.line_no}>
                <td>
                  <span className="dz-mono">{line.sku ?? line.merchant_code}</span> <span className="dz-soft">× {line.quantity}</span>
                </td>
                {chosen.map((parcel) => (
                  <td key={parcel.id} className="dz-num">
                    <input
                      className="dz-input"
                      type="number"
                      min={0}
                      max={line.quantity}
                      aria-label={`${line.sku ?? line.title} – ${t('parcel', { number: parcel.id })}`}
                      value={parcel.pieces[line.line_no] ?? 0}
                      onChange={(event) => put(parcel.id, line.line_no, Number.parseInt(event.target.value, 10) || 0)}
                    />
                  </td>
                ))}
                <td className="dz-num">{left[line.line_no]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="dz-row">
        <Button size="small" icon={AddIcon} disabled={chosen.length >= MOST_PARCELS} onClick={() => setChosen([...chosen, { id: chosen.length + 1, pieces: {} }])}>
          {t('addParcel')}
        </Button>
        {!ready && <span className="dz-soft">{t('needsTwo')}</span>}
      </div>
    </FormDialog>
  )
}
