import { common } from '@/shared/i18n/basics'
import { Button, IconButton } from '../button'
import { ArrowDownIcon, ArrowUpIcon, ColumnsIcon, PinIcon, UnpinIcon } from '../icons'
import { Popover } from '../popover'
import type { GridLayout } from './layout'
import type { GridColumn } from './types'

interface ColumnsPanelProps<Row> {
  columns: readonly GridColumn<Row>[]
  layout: GridLayout
  onChange: (part: Partial<GridLayout>) => void
  onReset: () => void
}

/** Show, move, pin and size columns by keyboard or mouse; dragging in the header is the quick way. */
export function ColumnsPanel<Row>({ columns, layout, onChange, onReset }: ColumnsPanelProps<Row>) {
  const t = common.use()
  const byId = new Map(columns.map((column) => [column.id, column]))
  const move = (id: string, step: number) => onChange({ order: moved(layout.order, id, layout.order.indexOf(id) + step) })
  const pin = (id: string) => onChange({ pinned: layout.pinned.includes(id) ? layout.pinned.filter((one) => one !== id) : [...layout.pinned, id] })
  return (
    <Popover trigger={{ kind: 'icon', props: { label: t('grid.columns'), icon: ColumnsIcon } }} label={t('grid.columns')}>
      {() => (
        <div className="dz-columns-panel">
          <label className="dz-menu-item">
            <input type="checkbox" checked={layout.compact} onChange={() => onChange({ compact: !layout.compact })} />
            {t('grid.density')}
          </label>
          <div className="dz-menu-line" />
          <ul>
            {layout.order.map((id, index) => {
              const column = byId.get(id)
              if (!column) return null
              const name = { column: column.header }
              const pinned = layout.pinned.includes(id)
              return (
                <li key={id} className="dz-row" style={{ flexWrap: 'nowrap', gap: 2 }}>
                  <label className="dz-menu-item dz-grow">
                    <input
                      type="checkbox"
                      aria-label={t('grid.show', name)}
                      checked={!layout.hidden[id]}
                      disabled={column.always}
                      onChange={() => onChange({ hidden: { ...layout.hidden, [id]: !layout.hidden[id] } })}
                    />
                    {column.header}
                  </label>
                  <input
                    key={layout.sizes[id]}
                    className="dz-input dz-columns-width"
                    type="number"
                    min={56}
                    max={800}
                    step={10}
                    aria-label={t('grid.resize', name)}
                    defaultValue={layout.sizes[id] ?? column.width ?? 140}
                    onBlur={(event) => event.target.value !== event.target.defaultValue && onChange({ sizes: { ...layout.sizes, [id]: Math.min(800, Math.max(56, Number(event.target.value) || 56)) } })}
                  />
                  <IconButton size="small" icon={ArrowUpIcon} label={t('grid.moveUp', name)} disabled={index === 0} onClick={() => move(id, -1)} />
                  <IconButton size="small" icon={ArrowDownIcon} label={t('grid.moveDown', name)} disabled={index === layout.order.length - 1} onClick={() => move(id, 1)} />
                  <IconButton size="small" icon={pinned ? UnpinIcon : PinIcon} aria-pressed={pinned} label={t(pinned ? 'grid.unpin' : 'grid.pin', name)} disabled={column.pinned === 'end'} onClick={() => pin(id)} />
                </li>
              )
            })}
          </ul>
          <div className="dz-menu-line" />
          <Button kind="quiet" size="small" onClick={onReset}>
            {t('grid.reset')}
          </Button>
        </div>
      )}
    </Popover>
  )
}

/** The same order with one column at another place. */
export function moved(order: readonly string[], id: string, to: number): string[] {
  const rest = order.filter((one) => one !== id)
  rest.splice(Math.max(0, Math.min(rest.length, to)), 0, id)
  return rest
}
