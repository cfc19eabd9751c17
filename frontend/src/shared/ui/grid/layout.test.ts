import { expect, test } from 'vitest'
import { moved } from './columns-panel'
import { copyText } from './copy'
import { nextSort } from './header'
import { fitLayout } from './layout'
import type { GridColumn } from './types'

interface Row {
  number: string
  paid: string
  note: string
}

const columns: GridColumn<Row>[] = [
  { id: 'number', header: '单号', cell: (row) => row.number, copy: (row) => row.number, pinned: 'start' },
  { id: 'paid', header: '实付', cell: (row) => `¥${row.paid}`, copy: (row) => row.paid, numeric: true },
  { id: 'note', header: '备注', cell: (row) => row.note, copy: (row) => row.note, hidden: true },
  { id: 'actions', header: '', cell: () => null, pinned: 'end' },
]

test('numbers are copied as numbers, and a note with tabs stays one cell', () => {
  expect(copyText(columns, [{ number: 'SO-1', paid: '1234.50', note: 'a\tb\r\nc' }])).toBe('单号\t实付\t备注\nSO-1\t1234.50\ta b c')
})

test('an arrangement of yesterday fits the columns of today', () => {
  const fitted = fitLayout({ order: ['gone', 'paid', 'number'], pinned: ['paid', 'gone'], hidden: { paid: true }, sizes: { paid: 90 } }, columns)
  expect(fitted.order).toEqual(['paid', 'number', 'note', 'actions'])
  expect(fitted.pinned).toEqual(['paid'])
  expect(fitted.hidden).toEqual({ note: true, paid: true })
  expect(fitLayout(null, columns)).toMatchObject({ order: ['number', 'paid', 'note', 'actions'], pinned: ['number'], compact: false })
})

test('columns move within their ends, sorting goes up and down', () => {
  expect(moved(['a', 'b', 'c'], 'a', 1)).toEqual(['b', 'a', 'c'])
  expect(moved(['a', 'b', 'c'], 'c', 9)).toEqual(['a', 'b', 'c'])
  expect([nextSort(undefined, 'paid'), nextSort('paid', 'paid'), nextSort('-paid', 'paid'), nextSort('-placed', 'paid')]).toEqual(['paid', '-paid', 'paid', 'paid'])
})
