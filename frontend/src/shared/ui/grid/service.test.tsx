import { render, renderHook, screen } from '@testing-library/react'
import { beforeAll, expect, test } from 'vitest'
import { startTexts } from '@/shared/i18n'
import { usePriorityField, useServiceColumn } from './service'

const key = { service: { name_zh: '重点客户', name_en: 'Key customer', priority: 1, is_priority: true } }
const usual = { service: { name_zh: '普通客户', name_en: 'Regular customer', priority: 5, is_priority: false } }

beforeAll(() => startTexts(['common'], 'en-US'))

test('who is served first stands out, and who is not known has no words', () => {
  const column = renderHook(() => useServiceColumn()).result.current
  render(<>{[key, usual].map((row) => <p key={row.service.priority}>{column.cell(row)}</p>)}</>)
  expect(screen.getByText('Priority 1 · Key customer').className).toBe('dz-chip')
  expect(screen.getByText('Priority 5 · Regular customer').className).toBe('')
  expect([column.copy?.(key), column.copy?.({ service: null })]).toEqual(['Priority 1 · Key customer', ''])
})

test('what is over is not filtered by priority', () => {
  expect(renderHook(() => usePriorityField(true)).result.current.map((field) => field.label)).toEqual(['Priority customers only'])
  expect(renderHook(() => usePriorityField(false)).result.current).toEqual([])
})
