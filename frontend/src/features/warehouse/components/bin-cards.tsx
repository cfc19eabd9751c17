import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useCan } from '@/shared/api'
import { Button, Card, Chip, EmptyState, Loaded, toast } from '@/shared/ui'
import { type FormField, FormModal } from '@/shared/ui/form'
import { type BinCardRow, binCardsQuery, findBins, useCarryGoods } from '../queries'
import { texts } from '../texts'
import { BinName } from './bin-name'

const STATES = ['good', 'defective', 'inspection'] as const

export function StockStateName({ state }: { state: string }) {
  const t = texts.use()
  const known = STATES.find((one) => one === state)
  return <Chip tone={state === 'good' ? 'neutral' : 'warning'}>{known ? t(`stockStates.${known}`) : state}</Chip>
}

/** The bin cards of a SKU: where its pieces lie, by lot and state, and what of them pick lists fetch. */
export function BinCards({ sku }: { sku: string }) {
  const t = texts.use()
  const can = useCan()
  const query = useQuery(binCardsQuery(sku))
  const [carrying, setCarrying] = useState<BinCardRow | null>(null)
  return (
    <Card title={t('cards.title')} flush>
      <Loaded query={query}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title={t('cards.empty')} />
          ) : (
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- on a phone it scrolls sideways, and by keyboard only when it can have the focus
            <div className="dz-table-wrap" tabIndex={0} role="region" aria-label={t('cards.title')}>
              <table className="dz-table">
                <thead>
                  <tr>
                    <th scope="col">{t('warehouse')}</th>
                    <th scope="col">{t('stock.bin')}</th>
                    <th scope="col">{t('stock.lot')}</th>
                    <th scope="col">{t('state')}</th>
                    <th scope="col" className="dz-num">
                      {t('lists.quantity')}
                    </th>
                    <th scope="col" className="dz-num">
                      {t('cards.promised')}
                    </th>
                    <td />
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row) => (
                    <tr key={JSON.stringify([row.warehouse, row.bin, row.lot, row.state])}>
                      <td>{row.warehouse}</td>
                      <td>
                        <BinName code={row.bin} />
                      </td>
                      <td>
                        <span className="dz-mono">{row.lot || '–'}</span> {row.expires_on}
                      </td>
                      <td>
                        <StockStateName state={row.state} />
                      </td>
                      <td className="dz-num">{row.quantity}</td>
                      <td className="dz-num">{row.promised}</td>
                      <td className="dz-num">
                        {can('warehouse.stock.keep') && row.quantity > row.promised && (
                          <Button size="small" onClick={() => setCarrying(row)} aria-label={`${t('cards.carry')} ${row.bin}`}>
                            {t('cards.carry')}
                          </Button>
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Loaded>
      {carrying && <CarryForm card={carrying} onClose={() => setCarrying(null)} />}
    </Card>
  )
}

interface Values {
  to: string
  quantity: number
}

function CarryForm({ card, onClose }: { card: BinCardRow; onClose: () => void }) {
  const t = texts.use()
  const carry = useCarryGoods()
  const free = card.quantity - card.promised
  const find = async (text: string, signal: AbortSignal) => (await findBins(card.warehouse, text, signal)).filter((code) => code !== card.bin).map((code) => ({ value: code, label: code }))
  const fields: FormField<Values>[] = [
    { kind: 'find', name: 'to', label: t('cards.to'), required: true, find },
    { kind: 'number', name: 'quantity', label: t('lists.quantity'), required: true, min: 1, max: free },
  ]
  return (
    <FormModal<Values>
      open
      title={t('cards.carryTitle', { sku: card.sku, bin: card.bin })}
      verb={t('cards.carry')}
      fields={fields}
      initial={{ quantity: free }}
      onSubmit={async (values) => {
        const line = { sku: card.sku, from: card.bin, to: values.to, quantity: values.quantity, lot: card.lot, state: card.state as 'good' | 'defective' | 'inspection' }
        await carry.mutateAsync({ warehouse: card.warehouse, lines: [line] })
        toast.success(t('cards.carried'))
      }}
      onClose={onClose}
    />
  )
}
