import { fireEvent, render, screen } from '@testing-library/react'
import { beforeAll, expect, test, vi } from 'vitest'
import { startTexts } from '@/shared/i18n'
import { Results } from './results'

const names = () => screen.getAllByRole('row', { hidden: true }).slice(1).map((row) => row.firstElementChild?.textContent)

beforeAll(() => startTexts(['common'], 'zh-CN'))

test('refusals are read first, and alone when asked for', () => {
  const close = vi.fn()
  const refusal = { rule: 'ORD-2', detail: '已发出，不能取消' }
  render(<Results of="订单" onClose={close} results={[{ id: '1', number: 'SO-1', refusal: null }, { id: '2', number: 'SO-2', refusal }, { id: '3', number: 'SO-3', refusal: null, said: '等仓库' }]} />)
  expect(names()).toEqual(['SO-2', 'SO-1', 'SO-3'])
  expect(screen.getByText('等仓库')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { pressed: false, hidden: true }))
  expect(names()).toEqual(['SO-2'])
})
