import { fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { startTexts } from '@/shared/i18n'
import '../texts'
import { PrintLabel } from './print-label'

const account = { id: 'a', login: 'a', name: 'A', locale: 'en-US', permissions: [], shop_ids: null }
const asked: { method: string; path: string; body: string }[] = []
const server = setupServer(
  http.post('*/api/people/v1/sessions/refresh', () => HttpResponse.json({ access_token: 't', expires_in: 600, account })),
  http.all('*/api/warehouse/v1/*', async ({ request }) => {
    asked.push({ method: request.method, path: new URL(request.url).pathname, body: await request.text() })
    return new HttpResponse('%PDF', { headers: { 'Content-Type': 'application/pdf' } })
  }),
)

beforeAll(async () => {
  server.listen({ onUnhandledRequest: 'error' })
  await startTexts(['common', 'warehouse'], 'en-US')
})
beforeEach(() => {
  asked.length = 0
  vi.spyOn(window, 'open').mockReturnValue(null)
})
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

const press = () => fireEvent.click(screen.getByRole('button', { name: 'Print label' }))

test('a label is printed at once while the shipment is worked on', async () => {
  render(<PrintLabel number="SH-1" state="packed" />)
  press()
  await waitFor(() => expect(window.open).toHaveBeenCalledOnce())
  expect(asked).toEqual([{ method: 'GET', path: '/api/warehouse/v1/shipments/SH-1/label.pdf', body: '' }])
})

test.each(['shipped', 'withdrawn'])('the label of a %s shipment is asked for with a reason', async (state) => {
  render(<PrintLabel number="SH-1" state={state} />)
  press()
  const dialog = within(screen.getByRole('dialog'))
  fireEvent.change(dialog.getByRole('textbox'), { target: { value: 'came back, label torn' } })
  expect(asked).toEqual([])
  fireEvent.click(dialog.getByRole('button', { name: 'Print label' }))
  await waitFor(() => expect(window.open).toHaveBeenCalledOnce())
  expect(asked).toEqual([{ method: 'POST', path: '/api/warehouse/v1/shipments/SH-1/label-reprints', body: '{"reason":"came back, label torn"}' }])
})
