import type { GridColumn } from './types'

function line(cells: readonly string[]): string {
  return cells.map((cell) => cell.replaceAll(/[\t\r\n]+/g, ' ')).join('\t')
}

/** Rows as tab-separated text with a heading, which a spreadsheet takes as cells. Tabs and line breaks inside become spaces. */
export function copyText<Row>(columns: readonly GridColumn<Row>[], rows: readonly Row[]): string {
  const copied = columns.filter((column) => column.copy)
  return [line(copied.map((column) => column.header)), ...rows.map((row) => line(copied.map((column) => column.copy?.(row) ?? '')))].join('\n')
}
