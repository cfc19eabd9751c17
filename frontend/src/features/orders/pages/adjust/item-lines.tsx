import { Button, IconButton } from '@/shared/ui'
import { AddIcon, RemoveIcon } from '@/shared/ui/icons'
import { SkuChoice } from '../../components/sku-choice'
import type { SkuOut } from '../../queries'
import { texts } from './texts'
import './adjust.css'

export interface ItemLine {
  key: number
  line_no: number | null
  /** What the line is now, until another is chosen. */
  known: string
  sku: SkuOut | null
  quantity: string
  price: string
}

export const newLine = (key: number): ItemLine => ({ key, line_no: null, known: '', sku: null, quantity: '1', price: '0.00' })
export const skuOfLine = (line: ItemLine): string => line.sku?.sku ?? line.known
export const isWhole = (line: ItemLine): boolean => skuOfLine(line) !== '' && /^[1-9]\d{0,4}$/.test(line.quantity) && /^\d{1,12}(\.\d{1,2})?$/.test(line.price)

/** Goods of an order: SKU, pieces and price, by keyboard alone. */
export function ItemLines({ lines, onChange }: { lines: readonly ItemLine[]; onChange: (lines: readonly ItemLine[]) => void }) {
  const t = texts.use()
  const put = (key: number, patch: Partial<ItemLine>) => onChange(lines.map((line) => (line.key === key ? { ...line, ...patch } : line)))
  return (
    <div className="adjust-lines">
      <div className="adjust-line adjust-head" aria-hidden="true">
        <span>{t('sku')}</span>
        <span>{t('quantity')}</span>
        <span>{t('unitPrice')}</span>
      </div>
      {lines.map((line, index) => (
        <div key={line.key} className="adjust-line">
          {line.sku === null && line.known !== '' ? (
            <div className="attention-chosen">
              <strong className="dz-mono">{line.known}</strong>
              <Button size="small" onClick={() => put(line.key, { known: '' })}>
                {t('items')}
              </Button>
            </div>
          ) : (
            <SkuChoice label={`${t('sku')} ${index + 1}`} hint="" chosen={line.sku} onChoose={(sku) => put(line.key, { sku })} />
          )}
          <input className="dz-input" inputMode="numeric" aria-label={`${t('quantity')} ${index + 1}`} value={line.quantity} onChange={(event) => put(line.key, { quantity: event.target.value.trim() })} />
          <input className="dz-input" inputMode="decimal" aria-label={`${t('unitPrice')} ${index + 1}`} value={line.price} onChange={(event) => put(line.key, { price: event.target.value.trim() })} />
          <IconButton icon={RemoveIcon} label={t('removeItem', { line: index + 1 })} disabled={lines.length === 1} onClick={() => onChange(lines.filter((one) => one.key !== line.key))} />
        </div>
      ))}
      <div>
        <Button size="small" icon={AddIcon} onClick={() => onChange([...lines, newLine(Math.max(0, ...lines.map((line) => line.key)) + 1)])}>
          {t('addItem')}
        </Button>
      </div>
    </div>
  )
}
