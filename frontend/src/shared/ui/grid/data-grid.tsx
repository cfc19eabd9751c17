import { useVirtualizer } from '@tanstack/react-virtual'
import { type ClipboardEvent, type CSSProperties, type KeyboardEvent, type ReactNode, useCallback, useEffect, useId, useMemo, useRef, useState } from 'react'
import { useLive } from '@/shared/api'
import { common } from '@/shared/i18n/basics'
import { isTyping, useKeys } from '@/shared/lib/keys'
import { formatTime } from '@/shared/lib/time'
import { Button, IconButton } from '../button'
import { CloseIcon, RefreshIcon } from '../icons'
import { EmptyState, ErrorPanel } from '../states'
import { toast } from '../toast'
import { ColumnsPanel } from './columns-panel'
import { copyText } from './copy'
import './grid.css'
import { GridHeader } from './header'
import { useGridLayout } from './layout'
import { GridRow } from './row'
import { type Selection, useSelection } from './selection'
import type { GridColumn, GridRows, SortText } from './types'

export interface DataGridProps<Row> {
  /** Names the arrangement of columns in the account. */
  id: string
  /** What the rows are, read aloud. */
  label: string
  /** From a useMemo that depends on the text function, else a language switch leaves old words. */
  columns: readonly GridColumn<Row>[]
  source: GridRows<Row>
  /** A stable function (declared outside the component). */
  rowId: (row: Row) => string
  sort?: SortText
  onSort?: (sort: SortText) => void
  onOpen?: (row: Row) => void
  /** Makes rows selectable; draws what can be done with them. Call clear() after it was done. */
  bulk?: (rows: readonly Row[], clear: () => void) => ReactNode
  /** As many rows as the server takes at once; with more chosen, it says so instead. */
  bulkMost?: number
  /** Left of the grid's own buttons: a FilterBar, saved views. */
  toolbar?: ReactNode
  actions?: ReactNode
  empty?: ReactNode
  /** Fixed height in a page that scrolls; without it the grid fills a page of width "full". */
  height?: number
}

const LOAD_AHEAD = 12
const PAGE_STEP = 12

export function DataGrid<Row>(props: DataGridProps<Row>) {
  const { id, label, columns, source, rowId, sort, onSort, onOpen, bulk, bulkMost = Number.POSITIVE_INFINITY, toolbar, actions, empty, height } = props
  const t = common.use()
  const domId = useId()
  const selectable = bulk !== undefined
  const grid = useGridLayout(id, columns, selectable)
  const selection = useSelection(source.rows, rowId)
  const opens = useRef(onOpen)
  useEffect(() => {
    opens.current = onOpen
  })
  const openRow = useCallback((row: Row) => opens.current?.(row), [])
  const scroller = useRef<HTMLDivElement>(null)
  const body = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState(0)
  const rowHeight = grid.layout.compact ? 32 : 40
  const virtual = useVirtualizer({
    count: source.rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 6,
    // The sticky header covers this much of the top.
    scrollPaddingStart: 36,
    getItemKey: (index) => rowId(source.rows[index] as Row),
  })
  useEffect(() => virtual.measure(), [virtual, rowHeight])

  const items = virtual.getVirtualItems()
  const { hasMore, loadingMore, refreshing, moreError, loadMore } = source
  const nearEnd = items.length > 0 && (items.at(-1)?.index ?? 0) >= source.rows.length - LOAD_AHEAD
  useEffect(() => {
    if (nearEnd && hasMore && !loadingMore && !refreshing && !moreError) loadMore()
  }, [nearEnd, hasMore, loadingMore, refreshing, moreError, loadMore])

  const here = Math.min(active, Math.max(0, source.rows.length - 1))
  const goTo = useCallback(
    (index: number) => {
      const next = Math.max(0, Math.min(source.rows.length - 1, index))
      setActive(next)
      virtual.scrollToIndex(next)
    },
    [source.rows.length, virtual],
  )
  const onKeyDown = useGridKeys({ source, rowId, here, goTo, onOpen, selectable, selection, columns: grid.placed })
  useKeys({
    j: () => focusGrid(body.current) && goTo(here),
    k: () => focusGrid(body.current) && goTo(here),
  })

  // Widths are custom properties on the grid: while a column is pulled wider, no row is drawn again. The list of columns
  // changes identity only when something other than a width did.
  const shape = grid.placed.map((column) => `${column.id} ${column.pin}`).join('|')
  // oxlint-disable-next-line react/exhaustive-deps -- `shape` stands for grid.placed, see above
  const rowColumns = useMemo(() => grid.placed, [shape, columns])
  const style = Object.fromEntries(grid.placed.flatMap((column, at) => [[`--col-${at}`, `${column.size}px`], [`--at-${at}`, `${column.at}px`]])) as CSSProperties
  const activeRow = source.rows[here]
  const rowDomId = (row: Row) => `${domId}-${rowId(row)}`
  const activeShown = activeRow !== undefined && items.some((item) => item.index === here)

  return (
    <section className="dz-grid" style={height ? { height } : undefined} data-fill={height === undefined}>
      <div className="dz-grid-bar">
        {selection.rows.length > 0 && bulk ? (
          <div className="dz-row dz-grow dz-grid-bulk" role="toolbar" aria-label={t('grid.selected', { count: selection.rows.length })}>
            <strong aria-live="polite">{t('grid.selected', { count: selection.rows.length })}</strong>
            {selection.rows.length > bulkMost ? <span>{t('grid.most', { count: bulkMost })}</span> : bulk(selection.rows, selection.clear)}
            <Button kind="quiet" icon={CloseIcon} onClick={selection.clear}>
              {t('grid.clear')}
            </Button>
          </div>
        ) : (
          <div className="dz-grow">{toolbar}</div>
        )}
        <div className="dz-row" style={{ flexWrap: 'nowrap' }}>
          {actions}
          <IconButton label={t('grid.refresh')} icon={RefreshIcon} busy={source.refreshing && source.status !== 'loading'} onClick={source.refresh} />
          <ColumnsPanel columns={columns} layout={grid.layout} onChange={grid.change} onReset={grid.reset} />
        </div>
      </div>
      {source.status === 'ready' && source.error !== null && source.error !== undefined && <ErrorPanel error={source.error} onRetry={source.refresh} />}
      <div ref={scroller} className="dz-grid-scroll" data-compact={grid.layout.compact} style={style}>
        <div
          ref={body}
          role="grid"
          tabIndex={0}
          aria-label={label}
          aria-busy={source.status === 'loading' || source.refreshing}
          aria-rowcount={source.hasMore || source.status === 'loading' ? -1 : source.rows.length + 1}
          aria-colcount={grid.placed.length + (selectable ? 1 : 0)}
          aria-multiselectable={selectable || undefined}
          aria-activedescendant={activeShown ? rowDomId(activeRow) : undefined}
          onKeyDown={onKeyDown}
          onCopy={(event) => onCopy(event, grid.placed, selection.rows.length > 0 ? selection.rows : activeRow ? [activeRow] : [], t)}
          style={{ minWidth: grid.width }}
        >
          <div role="rowgroup" className="dz-grid-headgroup">
            <GridHeader
              grid={grid}
              selectable={selectable}
              allSelected={source.rows.length > 0 && selection.rows.length === source.rows.length}
              someSelected={selection.rows.length > 0}
              onSelectAll={selection.rows.length === source.rows.length ? selection.clear : selection.all}
              sort={sort}
              onSort={onSort}
            />
          </div>
          <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
            {items.map((item) => {
              const row = source.rows[item.index]
              if (row === undefined) return null
              const key = rowId(row)
              return (
                <GridRow
                  key={key}
                  row={row}
                  id={key}
                  domId={rowDomId(row)}
                  index={item.index}
                  top={item.start}
                  columns={rowColumns}
                  selectable={selectable}
                  selected={selection.ids.has(key)}
                  active={item.index === here}
                  selectLabel={t('grid.selectRow')}
                  onToggle={selection.toggle}
                  onActivate={setActive}
                  onOpen={openRow}
                />
              )
            })}
          </div>
        </div>
        <GridState source={source} empty={empty} rowHeight={rowHeight} />
      </div>
      <GridFoot source={source} />
    </section>
  )
}

/** In a dialog or a menu that a row has opened, or in a field: those keys are not the grid's. */
function isElsewhere(event: KeyboardEvent<HTMLElement>): boolean {
  const target = event.target as HTMLElement
  return !event.currentTarget.contains(target) || target.closest('[popover]') !== null || isTyping(target)
}

function focusGrid(grid: HTMLElement | null): boolean {
  grid?.focus({ preventScroll: true })
  return grid !== null
}

interface KeysOf<Row> {
  source: GridRows<Row>
  rowId: (row: Row) => string
  here: number
  goTo: (index: number) => void
  onOpen: ((row: Row) => void) | undefined
  selectable: boolean
  selection: Selection<Row>
  columns: readonly GridColumn<Row>[]
}

function useGridKeys<Row>({ source, rowId, here, goTo, onOpen, selectable, selection }: KeysOf<Row>) {
  const step = (event: KeyboardEvent): number | null => {
    const steps: Record<string, number> = { j: here + 1, ArrowDown: here + 1, J: here + 1, k: here - 1, ArrowUp: here - 1, K: here - 1, PageDown: here + PAGE_STEP, PageUp: here - PAGE_STEP, Home: 0, End: source.rows.length - 1 }
    return steps[event.key] ?? null
  }
  const act = (event: KeyboardEvent<HTMLElement>): boolean => {
    const row = source.rows[here]
    // A link or a box inside a row keeps its own Enter and Space; the row that was clicked has none.
    const own = event.target === event.currentTarget || (event.target as HTMLElement).role === 'row'
    const next = step(event)
    if (next !== null) {
      if (selectable && event.shiftKey && row && source.rows[next]) {
        if (!selection.ids.has(rowId(row))) selection.toggle(rowId(row))
        selection.toggle(rowId(source.rows[next]), true)
      }
      goTo(next)
      return true
    }
    if (!row) return false
    if (own && (event.key === 'Enter' || event.key === 'o') && onOpen) onOpen(row)
    else if (selectable && (event.key === 'x' || event.key === 'X' || (own && event.key === ' '))) selection.toggle(rowId(row), event.shiftKey)
    else if (event.key === 'Escape' && selection.ids.size > 0) selection.clear()
    else return false
    return true
  }
  return (event: KeyboardEvent<HTMLElement>) => {
    if (event.nativeEvent.isComposing || event.altKey || isElsewhere(event)) return
    if (event.ctrlKey || event.metaKey) {
      if (!selectable || event.key.toLowerCase() !== 'a') return
      selection.all()
      event.preventDefault()
      return
    }
    if (act(event)) event.preventDefault()
  }
}

function onCopy<Row>(event: ClipboardEvent, columns: readonly GridColumn<Row>[], rows: readonly Row[], t: ReturnType<typeof common.use>): void {
  const marked = document.getSelection()
  if (marked && !marked.isCollapsed) {
    // Text marked by hand inside one figure: its bare number, not "¥1,234.50".
    const cell = marked.anchorNode?.parentElement?.closest<HTMLElement>('[data-copy]')
    if (!cell || !cell.contains(marked.focusNode) || marked.toString().trim() !== cell.textContent?.trim()) return
    event.clipboardData.setData('text/plain', cell.dataset.copy ?? '')
    event.preventDefault()
    return
  }
  if (rows.length === 0) return
  event.clipboardData.setData('text/plain', copyText(columns, rows))
  event.preventDefault()
  toast.info(t('grid.copied', { count: rows.length }))
}

function GridState<Row>({ source, empty, rowHeight }: { source: GridRows<Row>; empty: ReactNode; rowHeight: number }) {
  const t = common.use()
  if (source.status === 'loading') {
    return (
      <div role="status" className="dz-grid-wait">
        <span className="dz-hidden">{t('grid.loading')}</span>
        {Array.from({ length: 12 }, (_, index) => (
          <div key={index} style={{ height: rowHeight, opacity: 1 - index * 0.07 }} aria-hidden="true">
            <span className="dz-skeleton" style={{ width: `${92 - ((index * 13) % 40)}%` }} />
          </div>
        ))}
      </div>
    )
  }
  if (source.status === 'error') {
    return (
      <div className="dz-grid-note">
        <ErrorPanel error={source.error} onRetry={source.refresh} />
      </div>
    )
  }
  if (source.rows.length === 0) return <div className="dz-grid-note">{empty ?? <EmptyState title={t('grid.emptyTitle')}>{t('grid.emptyAdvice')}</EmptyState>}</div>
  if (source.moreError !== null && source.moreError !== undefined) {
    return (
      <div className="dz-grid-note">
        <Button onClick={source.loadMore}>{t('again')}</Button> {t('grid.moreFailed')}
      </div>
    )
  }
  return null
}

function GridFoot<Row>({ source }: { source: GridRows<Row> }) {
  const t = common.use()
  const live = useLive()
  if (source.status !== 'ready') return null
  return (
    <footer className="dz-grid-foot">
      <span>{t(source.hasMore ? 'grid.loaded' : 'grid.end', { count: source.rows.length })}</span>
      {source.loadingMore && (
        <span className="dz-row">
          <span className="dz-spin" aria-hidden="true" />
          {t('grid.loading')}
        </span>
      )}
      {live.state === 'down' && live.freshAt !== null && <span data-tone="warning">{t('live.asOf', { time: formatTime(live.freshAt, 'clock') })}</span>}
      {source.updatedAt > 0 && <span className="dz-soft">{t('grid.readAt', { time: formatTime(source.updatedAt, 'clock') })}</span>}
    </footer>
  )
}
