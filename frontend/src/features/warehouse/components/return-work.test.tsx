import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { session } from '@/shared/api'
import { startTexts } from '@/shared/i18n'
import '../texts'
import type { ReturnOut } from '../queries'
import { ReturnWork } from './return-work'

const account = { id: 'a', login: 'a', name: 'A', locale: 'en-US', permissions: ['warehouse.returns.inspect'], shop_ids: null }
const line = { sku: 'TEA', name_zh: '茶', name_en: 'Tea', barcode: '69TEA', quantity: 2, found: 1 }
const finding = { case_number: 'AS-1', sku: 'TEA', quantity: 1, verdict: 'good', note: '', found_at: '2026-11-22T08:00:00Z', found_by: 'Wang' }
const found = {
  parcel: { number: 'RT-1', tracking_number: 'SF1', state: 'waiting', cases: ['AS-1'], version: 2 },
  matches: [{ reference: 'case-1', number: 'AS-1', order_number: 'SO-1', shop_name: 'Shop', note: '', lines: [line] }],
  findings: [finding],
  pictures: [],
} as unknown as ReturnOut
const asked: { path: string; body: unknown }[] = []
const server = setupServer(
  http.post('*/api/people/v1/sessions/refresh', () => HttpResponse.json({ access_token: 't', expires_in: 600, account })),
  http.post('*/api/warehouse/v1/returns/*', async ({ request }) => {
    asked.push({ path: new URL(request.url).pathname, body: await request.json() })
    return HttpResponse.json(found)
  }),
)

beforeAll(async () => {
  server.listen({ onUnhandledRequest: 'error' })
  await startTexts(['common', 'warehouse'], 'en-US')
  await session.freshToken()
}, 60_000)
beforeEach(() => {
  asked.length = 0
})
afterAll(() => server.close())

const draw = (onClosed?: () => void) =>
  render(
    <QueryClientProvider client={new QueryClient()}>
      <ReturnWork found={found} {...(onClosed ? { onClosed } : {})} />
    </QueryClientProvider>,
  )

function scan(code: string) {
  const field = screen.getByLabelText(/Scan the goods/)
  fireEvent.change(field, { target: { value: code } })
  fireEvent.submit(field)
}

test('a verdict is typed at the scanner and stays for the next piece', async () => {
  draw()
  scan('2')
  expect(screen.getByRole('button', { name: /Damaged/ }).getAttribute('aria-pressed')).toBe('true')
  expect(asked).toEqual([])
  fireEvent.change(screen.getByLabelText(/What was seen/), { target: { value: 'cracked' } })
  scan('69TEA')
  await waitFor(() => expect(asked).toEqual([{ path: '/api/warehouse/v1/returns/RT-1/findings', body: { code: '69TEA', quantity: 1, verdict: 'damaged', note: 'cracked' } }]))
})

test('what was not found is said to come in another parcel', async () => {
  const onClosed = vi.fn()
  draw(onClosed)
  fireEvent.click(screen.getByRole('button', { name: /comes in another parcel/ }))
  const buttons = screen.getAllByRole('button', { name: /comes in another parcel/ })
  fireEvent.click(buttons.at(-1) as HTMLElement)
  await waitFor(() => expect(onClosed).toHaveBeenCalledOnce())
  expect(asked).toEqual([{ path: '/api/warehouse/v1/returns/RT-1/close', body: { rest: 'awaited' } }])
})
