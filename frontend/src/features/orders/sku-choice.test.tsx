import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startTexts } from '@/shared/i18n'
import { SkuChoice } from './components/sku-choice'
import { texts } from './texts'

const account = { id: 'a', login: 'a', name: 'A', locale: 'en-US', permissions: [], shop_ids: null }
const server = setupServer(
  http.post('*/api/people/v1/sessions/refresh', () => HttpResponse.json({ access_token: 't', expires_in: 600, account })),
  http.get('*/api/catalog/v1/skus', ({ request }) => {
    const q = new URL(request.url).searchParams.get('q')
    return HttpResponse.json({ data: [{ id: `sku_${q}`, sku: `SKU-${q}`, name_zh: '', name_en: `Found for ${q}`, spec: '' }], has_more: false, next_cursor: null })
  }),
)

beforeAll(async () => {
  server.listen({ onUnhandledRequest: 'error' })
  await startTexts(['common'], 'en-US')
  await texts.load()
})
afterAll(() => server.close())

test('a scanned code chooses its own SKU, never what the words before had found', async () => {
  const onChoose = vi.fn()
  render(
    <QueryClientProvider client={new QueryClient()}>
      <SkuChoice label="Line 1" hint="mug" chosen={null} onChoose={onChoose} />
    </QueryClientProvider>,
  )
  const user = userEvent.setup()
  await user.click(screen.getByLabelText('Line 1'))
  await screen.findByText('SKU-mug')
  await user.clear(screen.getByLabelText('Line 1'))
  await user.keyboard('690{Enter}')
  expect(onChoose).not.toHaveBeenCalled()
  await screen.findByText('SKU-690')
  await user.keyboard('{Enter}')
  expect(onChoose).toHaveBeenCalledWith(expect.objectContaining({ sku: 'SKU-690' }))
})
