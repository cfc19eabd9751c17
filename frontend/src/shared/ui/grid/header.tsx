import { type DragEvent, useState } from 'react'
import { common } from '@/shared/i18n/basics'
import { moved } from './columns-panel'
import type { useGridLayout } from './layout'
import type { SortText } from './types'

interface HeaderProps<Row> {
  grid: ReturnType<typeof useGridLayout<Row>>
  selectable: boolean
  allSelected: boolean
  someSelected: boolean
  onSelectAll: () => void
  sort: SortText
  onSort: ((sort: SortText) => void) | undefined
}

/** Rising, then falling, then rising again: a list always has an order. */
export function nextSort(now: SortText, field: string): string {
  return now === field ? `-${field}` : field
}

export function GridHeader<Row>({ grid, selectable, allSelected, someSelected, onSelectAll, sort, onSort }: HeaderProps<Row>) {
  const t = common.use()
  const [over, setOver] = useState<string | null>(null)
  const drop = (target: string) => (event: DragEvent) => {
    event.preventDefault()
    setOver(null)
    const id = event.dataTransfer.getData('text/x-dianzhang-column')
    if (id && id !== target) grid.change({ order: moved(grid.layout.order, id, grid.layout.order.indexOf(target)) })
  }
  return (
    <div role="row" aria-rowindex={1} className="dz-grid-head">
      {selectable && (
        <div role="columnheader" aria-colindex={1} className="dz-grid-cell dz-grid-select">
          <input
            type="checkbox"
            aria-label={t('grid.selectAll')}
            checked={allSelected}
            ref={(box) => {
              if (box) box.indeterminate = someSelected && !allSelected
            }}
            onChange={onSelectAll}
          />
        </div>
      )}
      {grid.placed.map((column, at) => {
        const direction = column.sort && sort === column.sort ? 'ascending' : column.sort && sort === `-${column.sort}` ? 'descending' : 'none'
        const resize = grid.headers.get(column.id)?.getResizeHandler()
        return (
          // oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- the sort button inside takes the focus
          <div
            key={column.id}
            role="columnheader"
            aria-colindex={at + (selectable ? 2 : 1)}
            aria-sort={column.sort && onSort ? direction : undefined}
            className="dz-grid-cell"
            data-numeric={column.numeric}
            data-grow={column.grow}
            data-pin={column.pin || undefined}
            data-over={over === column.id}
            style={{ '--col': `var(--col-${at})`, '--at': `var(--at-${at})` } as React.CSSProperties}
            draggable={column.pin === false}
            onDragStart={(event) => event.dataTransfer.setData('text/x-dianzhang-column', column.id)}
            onDragOver={(event) => {
              event.preventDefault()
              setOver(column.id)
            }}
            onDragLeave={() => setOver(null)}
            onDrop={drop(column.id)}
          >
            {column.sort && onSort ? (
              <button type="button" className="dz-grid-sort" title={t('grid.sortBy', { column: column.header })} onClick={() => onSort(nextSort(sort, column.sort as string))}>
                {column.header}
                <span aria-hidden="true">{direction === 'ascending' ? '↑' : direction === 'descending' ? '↓' : ''}</span>
              </button>
            ) : (
              <span className="dz-grid-title">{column.header}</span>
            )}
            {resize && (
              // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the keyboard way is the width field of the columns panel
              <span className="dz-grid-resize" aria-hidden="true" draggable={false} onMouseDown={resize} onTouchStart={resize} onDragStart={(event) => event.preventDefault()} />
            )}
          </div>
        )
      })}
    </div>
  )
}
