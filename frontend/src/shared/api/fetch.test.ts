import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { callJson } from './fetch'
import { IdempotencyKeys } from './idempotency'
import { session } from './session'

const account = { id: 'a', login: 'a', name: 'A', locale: 'zh-CN', permissions: [], shop_ids: null }
const server = setupServer()
let tokens = 0
const refresh = http.post('*/api/people/v1/sessions/refresh', () => {
  tokens += 1
  return HttpResponse.json({ access_token: `t${tokens}`, expires_in: 600, account })
})

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

test('a refused token is refreshed once and the request sent again as it was', async () => {
  const seen: { token: string | null; key: string | null; body: unknown }[] = []
  server.use(
    refresh,
    http.post('*/api/orders/v1/orders', async ({ request }) => {
      seen.push({ token: request.headers.get('Authorization'), key: request.headers.get('Idempotency-Key'), body: await request.json() })
      return seen.length === 1 ? HttpResponse.json({ status: 401 }, { status: 401 }) : HttpResponse.json({ id: 'ord_1' }, { status: 201, headers: { ETag: '"1"' } })
    }),
  )
  const answer = await callJson<{ id: string }>('POST', '/api/orders/v1/orders', { body: { n: 1 } })
  expect(answer).toEqual({ value: { id: 'ord_1' }, etag: '"1"' })
  expect(seen).toHaveLength(2)
  expect(seen[0]?.token).not.toBe(seen[1]?.token)
  expect(seen[0]?.key).toMatch(/^"[0-9a-f-]{36}"$/)
  expect(seen[1]).toMatchObject({ key: seen[0]?.key, body: { n: 1 } })
})

test('an action keeps its key until there is a certain answer', async () => {
  await session.freshToken().catch(() => null)
  const keys: (string | null)[] = []
  const answers = [() => HttpResponse.error(), () => HttpResponse.json({}, { status: 503 }), () => HttpResponse.json({ code: 'idempotency_key_in_use' }, { status: 409 }), () => HttpResponse.json({}, { status: 201 }), () => HttpResponse.json({}, { status: 422 }), () => HttpResponse.json({}, { status: 201 })]
  server.use(
    refresh,
    http.post('*/api/orders/v1/holds', ({ request }) => {
      keys.push(request.headers.get('Idempotency-Key'))
      return answers[keys.length - 1]?.() ?? HttpResponse.json({})
    }),
  )
  for (let press = 0; press < 6; press += 1) await callJson('POST', '/api/orders/v1/holds', { body: { id: 1 } }).catch(() => null)
  const [lost, down, running, done, refused, again] = keys
  expect(new Set([lost, down, running, done]).size).toBe(1)
  expect(refused).not.toBe(done)
  expect(again).not.toBe(refused)
})

test('204 and text are no trouble', async () => {
  server.use(refresh, http.delete('*/api/x', () => new HttpResponse(null, { status: 204 })))
  expect(await callJson('DELETE', '/api/x')).toEqual({ value: undefined, etag: null })
})

test('keys are made where the house is opened by http, too: browsers have no crypto.randomUUID there', () => {
  vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) })
  const [one, other] = [new IdempotencyKeys().keyFor('POST /a'), new IdempotencyKeys().keyFor('POST /a')]
  vi.unstubAllGlobals()
  expect(one).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(other).not.toBe(one)
})

test('two presses at once share a key; another body does not; an old one is forgotten', () => {
  let now = 0
  let made = 0
  const keys = new IdempotencyKeys(() => `k${++made}`, () => now, 1000)
  expect(keys.keyFor('POST /a 1')).toBe('k1')
  expect(keys.keyFor('POST /a 1')).toBe('k1')
  expect(keys.keyFor('POST /a 2')).toBe('k2')
  now = 1001
  expect(keys.keyFor('POST /a 1')).toBe('k3')
  keys.settle('POST /a 1')
  expect(keys.keyFor('POST /a 1')).toBe('k4')
})
