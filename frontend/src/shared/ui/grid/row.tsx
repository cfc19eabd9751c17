import { memo } from 'react'
import type { PlacedColumn } from './layout'

interface RowProps<Row> {
  row: Row
  id: string
  domId: string
  index: number
  top: number
  columns: readonly PlacedColumn<Row>[]
  selectable: boolean
  selected: boolean
  active: boolean
  selectLabel: string
  onToggle: (id: string, range: boolean) => void
  onActivate: (index: number) => void
  onOpen: (row: Row) => void
}

function GridRowInner<Row>(props: RowProps<Row>) {
  const { row, id, domId, index, top, columns, selectable, selected, active, selectLabel, onToggle, onActivate, onOpen } = props
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the grid itself hears the keys of its active row
    <div
      role="row"
      id={domId}
      tabIndex={-1}
      aria-rowindex={index + 2}
      aria-selected={selectable ? selected : undefined}
      className="dz-grid-row"
      data-active={active}
      style={{ transform: `translateY(${top}px)` }}
      onClick={(event) => {
        onActivate(index)
        // A finger has no double click and no Enter.
        if ((event.nativeEvent as PointerEvent).pointerType === 'touch' && !(event.target as Element).closest('a, button, input, [popover], dialog')) onOpen(row)
      }}
      onDoubleClick={() => onOpen(row)}
    >
      {selectable && (
        <div role="gridcell" aria-colindex={1} className="dz-grid-cell dz-grid-select">
          <input
            type="checkbox"
            tabIndex={-1}
            aria-label={selectLabel}
            checked={selected}
            onChange={(event) => onToggle(id, (event.nativeEvent as MouseEvent).shiftKey)}
          />
        </div>
      )}
      {columns.map((column, at) => (
        <div
          key={column.id}
          role="gridcell"
          aria-colindex={at + (selectable ? 2 : 1)}
          className="dz-grid-cell"
          data-numeric={column.numeric}
          data-grow={column.grow}
          data-pin={column.pin || undefined}
          style={{ '--col': `var(--col-${at})`, '--at': `var(--at-${at})` } as React.CSSProperties}
        >
          {column.cell(row)}
        </div>
      ))}
    </div>
  )
}

/** Redrawn only when its own data, place or choice changed: choosing one of 200 rows draws one row. */
export const GridRow = memo(GridRowInner) as typeof GridRowInner
