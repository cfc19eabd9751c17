import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, renderHook, waitFor } from '@testing-library/react'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import type { ReactNode } from 'react'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { usePreference } from './preferences'

const kept = new Map<string, unknown>([
  ['grid.orders', { order: ['paid'] }],
  ['views.orders', []],
])
const seen: string[] = []
const server = setupServer(
  http.post('*/api/people/v1/sessions/refresh', () => HttpResponse.json({ access_token: 't', expires_in: 600, account: { id: 'a', login: 'a', name: 'A', locale: 'zh-CN', permissions: [], shop_ids: null } })),
  http.get('*/api/people/v1/me/preferences', ({ request }) => {
    seen.push('GET')
    const second = new URL(request.url).searchParams.get('cursor') === 'more'
    const [first, rest] = [[...kept].slice(0, 1), [...kept].slice(1)]
    return HttpResponse.json({ data: (second ? rest : first).map(([key, value]) => ({ key, value })), has_more: !second, next_cursor: second ? null : 'more' })
  }),
  http.put('*/api/people/v1/me/preferences/:key', async ({ request, params }) => {
    seen.push(`PUT ${String(params.key)} ${JSON.stringify(await request.json())}`)
    return HttpResponse.json({})
  }),
  http.delete('*/api/people/v1/me/preferences/:key', ({ params }) => {
    seen.push(`DELETE ${String(params.key)}`)
    return new HttpResponse(null, { status: 204 })
  }),
)

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => void seen.splice(0))
afterAll(() => server.close())

function show<T>(key: string, fallback: T) {
  const client = new QueryClient()
  // oxlint-disable-next-line react/rules-of-hooks, react-hooks/rules-of-hooks -- renderHook calls it inside a component
  return renderHook(() => usePreference<T>(key, fallback), { wrapper: ({ children }: { children: ReactNode }) => <QueryClientProvider client={client}>{children}</QueryClientProvider> })
}

test('all preferences come together, over all their pages', async () => {
  const { result } = show('views.orders', ['fallback'])
  expect(result.current.value).toEqual(['fallback'])
  await waitFor(() => expect(result.current.value).toEqual([]))
  expect(seen).toEqual(['GET', 'GET'])
})

test('a change shows at once, and only the last of a row of changes is sent, at the latest when the page is left', async () => {
  const { result, unmount } = show<number[]>('widths', [])
  await waitFor(() => expect(result.current.ready).toBe(true))
  for (const width of [1, 2, 3]) act(() => result.current.save([width]))
  await waitFor(() => expect(result.current.value).toEqual([3]))
  unmount()
  await waitFor(() => expect(seen.filter((one) => one !== 'GET')).toEqual(['PUT widths {"value":[3]}']))
})

test('nothing is written over what could not be read', async () => {
  server.use(http.get('*/api/people/v1/me/preferences', () => HttpResponse.json({}, { status: 500 }), { once: true }))
  const { result, unmount } = show<string[]>('views.orders', [])
  act(() => result.current.save(['only this one']))
  unmount()
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(result.current.ready).toBe(false)
  expect(seen).toEqual([])
})

test('back to the default forgets it on the server', async () => {
  const { result, unmount } = show('grid.orders', 'default' as unknown)
  await waitFor(() => expect(result.current.value).toEqual({ order: ['paid'] }))
  act(() => result.current.reset())
  await waitFor(() => expect(result.current.value).toBe('default'))
  unmount()
  await waitFor(() => expect(seen).toContain('DELETE grid.orders'))
})
