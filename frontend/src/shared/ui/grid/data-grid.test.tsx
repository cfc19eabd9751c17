import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { fireEvent, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { ApiError } from '@/shared/api'
import { startTexts } from '@/shared/i18n'
import { DataGrid, type DataGridProps } from './data-grid'
import type { GridColumn, GridRows } from './types'

interface Row {
  id: string
  name: string
  paid: string
}

const columns: GridColumn<Row>[] = [
  { id: 'name', header: 'Name', cell: (row) => row.name, copy: (row) => row.name, sort: 'name' },
  { id: 'paid', header: 'Paid', cell: (row) => `¥${row.paid}`, copy: (row) => row.paid, numeric: true },
]
const rowId = (row: Row) => row.id
const rows: Row[] = Array.from({ length: 200 }, (_, n) => ({ id: `r${n}`, name: `Row ${n}`, paid: `${n}.00` }))
const ready: GridRows<Row> = { rows, status: 'ready', error: null, hasMore: false, loadingMore: false, moreError: null, refreshing: false, updatedAt: Date.parse('2026-11-22T06:00:00Z'), loadMore: vi.fn(), refresh: vi.fn() }

function show(props: Partial<DataGridProps<Row>> = {}) {
  const client = new QueryClient()
  // Nobody arranged this grid.
  client.setQueryData(['preference', 'list'], {})
  const ui = (more: Partial<DataGridProps<Row>>) => (
    <QueryClientProvider client={client}>
      <DataGrid id="test" label="Rows" columns={columns} source={ready} rowId={rowId} bulk={(chosen) => <span data-testid="chosen">{chosen.map((row) => row.id).join(' ')}</span>} {...props} {...more} />
    </QueryClientProvider>
  )
  const view = render(ui({}))
  return { again: (more: Partial<DataGridProps<Row>>) => view.rerender(ui(more)) }
}

const chosen = () => screen.queryByTestId('chosen')?.textContent ?? ''
const activeText = () => document.getElementById(screen.getByRole('grid').getAttribute('aria-activedescendant') ?? '')?.textContent

beforeAll(() => startTexts(['common'], 'en-US'))
beforeEach(() => void vi.clearAllMocks())

test('it is a grid to those who hear it, and draws only what is seen', () => {
  show()
  const grid = screen.getByRole('grid', { name: 'Rows' })
  expect(grid.getAttribute('aria-rowcount')).toBe('201')
  expect(within(grid).getAllByRole('columnheader')).toHaveLength(3)
  const drawn = within(grid).getAllByRole('row')
  expect(drawn.length).toBeGreaterThan(5)
  expect(drawn.length).toBeLessThan(40)
  expect(drawn[1]?.getAttribute('aria-rowindex')).toBe('2')
  expect(document.querySelectorAll('*').length).toBeLessThan(1_500)
})

test('j k x Enter work the rows', async () => {
  const onOpen = vi.fn()
  show({ onOpen })
  const user = userEvent.setup()
  screen.getByRole('grid').focus()
  await user.keyboard('jjk')
  expect(activeText()).toContain('Row 1')
  await user.keyboard('x')
  expect(chosen()).toBe('r1')
  await user.keyboard('{Enter}')
  expect(onOpen).toHaveBeenCalledWith(rows[1])
  await user.keyboard('{Escape}')
  expect(chosen()).toBe('')
  await user.keyboard('{End}')
  expect(screen.getByRole('grid').getAttribute('aria-activedescendant')).not.toBeUndefined()
})

test('Enter opens the row that was clicked', async () => {
  const onOpen = vi.fn()
  show({ onOpen })
  await userEvent.click(screen.getByText('Row 2'))
  await userEvent.keyboard('{Enter}')
  expect(onOpen).toHaveBeenCalledWith(rows[2])
})

test('j anywhere on the page goes to the grid, but not while somebody types', async () => {
  show({ toolbar: <input aria-label="search" /> })
  const user = userEvent.setup()
  await user.keyboard('j')
  expect(document.activeElement).toBe(screen.getByRole('grid'))
  await user.click(screen.getByLabelText('search'))
  await user.keyboard('jx')
  expect((screen.getByLabelText('search') as HTMLInputElement).value).toBe('jx')
  expect(chosen()).toBe('')
})

test('ranges: shift with the mouse, X and shift-arrows by keyboard, Ctrl-A for all', async () => {
  show()
  const user = userEvent.setup()
  const boxes = screen.getAllByRole('checkbox', { name: 'Select this row' })
  await user.click(boxes[1] as HTMLElement)
  await user.keyboard('{Shift>}')
  await user.click(boxes[3] as HTMLElement)
  await user.keyboard('{/Shift}')
  expect(chosen()).toBe('r1 r2 r3')
  await user.click(screen.getByRole('button', { name: 'Clear selection' }))
  screen.getByRole('grid').focus()
  await user.keyboard('{Home}x')
  fireEvent.keyDown(screen.getByRole('grid'), { key: 'ArrowDown', shiftKey: true })
  fireEvent.keyDown(screen.getByRole('grid'), { key: 'ArrowDown', shiftKey: true })
  expect(chosen()).toBe('r0 r1 r2')
  fireEvent.keyDown(screen.getByRole('grid'), { key: 'a', ctrlKey: true })
  expect(chosen().split(' ')).toHaveLength(200)
})

test('a refresh draws only the rows that changed', () => {
  const cell = vi.fn((row: Row) => row.name)
  const counted: GridColumn<Row>[] = [{ id: 'name', header: 'Name', cell }]
  const { again } = show({ columns: counted, onOpen: vi.fn() })
  cell.mockClear()
  again({ columns: counted, onOpen: vi.fn(), source: { ...ready, rows: rows.map((row) => (row.id === 'r1' ? { ...row, name: 'New' } : row)) } })
  expect(new Set(cell.mock.calls.map(([row]) => row.id))).toEqual(new Set(['r1']))
})

test('more rows than the server takes at once are not sent', async () => {
  show({ bulkMost: 150 })
  await userEvent.click(screen.getByRole('checkbox', { name: 'Select all loaded rows' }))
  expect(screen.getByText('At most 150 rows at once: select fewer.')).toBeTruthy()
  expect(screen.queryByTestId('chosen')).toBeNull()
})

test('nobody acts on rows that have left the list', async () => {
  const { again } = show()
  const user = userEvent.setup()
  await user.click(screen.getAllByRole('checkbox', { name: 'Select this row' })[0] as HTMLElement)
  await user.click(screen.getAllByRole('checkbox', { name: 'Select this row' })[1] as HTMLElement)
  expect(chosen()).toBe('r0 r1')
  again({ source: { ...ready, rows: rows.slice(1) } })
  expect(chosen()).toBe('r1')
})

test('copying gives bare numbers', () => {
  show()
  const data = new Map<string, string>()
  const event = new Event('copy', { bubbles: true, cancelable: true })
  Object.assign(event, { clipboardData: { setData: (type: string, text: string) => data.set(type, text) } })
  fireEvent(screen.getByRole('grid'), event)
  expect(data.get('text/plain')).toBe('Name\tPaid\nRow 0\t0.00')
})

test('sorting asks the server, and says what holds', async () => {
  const onSort = vi.fn()
  show({ sort: 'name', onSort })
  expect(screen.getByRole('columnheader', { name: /Name/ }).getAttribute('aria-sort')).toBe('ascending')
  await userEvent.click(screen.getByRole('button', { name: /Name/ }))
  expect(onSort).toHaveBeenCalledWith('-name')
})

test('waiting, nothing, refused and half refused are designed', () => {
  const { again } = show({ source: { ...ready, rows: [], status: 'loading' } })
  expect(screen.getByRole('status').textContent).toContain('Loading')
  again({ source: { ...ready, rows: [] } })
  expect(screen.getByText('Nothing matches')).toBeTruthy()
  again({ source: { ...ready, rows: [], status: 'error', error: new ApiError({ status: 409, detail: 'Closed period', rule: 'WMS-3', request_id: 'req-9' }) } })
  const alert = screen.getByRole('alert')
  expect(alert.textContent).toContain('Rule WMS-3')
  expect(alert.textContent).toContain('Closed period')
  expect(alert.textContent).toContain('req-9')
  again({ source: { ...ready, error: new ApiError({ status: 503 }) } })
  expect(screen.getByText('This service is not available right now')).toBeTruthy()
  expect(screen.getByText('Row 0')).toBeTruthy()
})

test('the end of what is known asks for more, once', () => {
  const loadMore = vi.fn()
  const { again } = show({ source: { ...ready, rows: rows.slice(0, 10), hasMore: true, loadMore } })
  expect(loadMore).toHaveBeenCalledTimes(1)
  again({ source: { ...ready, rows: rows.slice(0, 10), hasMore: true, loadingMore: true, loadMore } })
  again({ source: { ...ready, rows: rows.slice(0, 10), hasMore: true, moreError: new ApiError({ status: 503 }), loadMore } })
  expect(loadMore).toHaveBeenCalledTimes(1)
  expect(screen.getByText(/could not be loaded/)).toBeTruthy()
})
