import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { allows, Session } from './session'

const account = { id: 'acc_1', login: 'li.na', name: '李娜', locale: 'zh-CN', permissions: ['orders.*', 'people.accounts.read'], shop_ids: null }
const server = setupServer()
let asked = 0

function answering(expiresIn = 600) {
  return http.post('*/api/people/v1/sessions/refresh', async ({ request }) => {
    asked += 1
    expect(request.headers.get('X-Requested-With')).toBe('dianzhang')
    await new Promise((resolve) => setTimeout(resolve, 10))
    return HttpResponse.json({ access_token: `token-${asked}`, expires_in: expiresIn, account })
  })
}

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())
beforeEach(() => {
  asked = 0
  localStorage.clear()
})

test('many requests at once refresh once', async () => {
  server.use(answering())
  const session = new Session()
  const tokens = await Promise.all(Array.from({ length: 8 }, () => session.freshToken()))
  expect(new Set(tokens)).toEqual(new Set(['token-1']))
  expect(asked).toBe(1)
  expect(session.snapshot()).toMatchObject({ state: 'in', account: { name: '李娜' } })
})

test('a token is kept until half a minute before its end', async () => {
  server.use(answering(600))
  let now = 0
  const session = new Session(() => now)
  await session.freshToken()
  now = 569_000
  expect(await session.freshToken()).toBe('token-1')
  now = 571_000
  expect(await session.freshToken()).toBe('token-2')
})

test('a refused token is replaced once, however many requests it was refused to', async () => {
  server.use(answering())
  const session = new Session()
  const old = await session.freshToken()
  const tokens = await Promise.all([session.replaceToken(old), session.replaceToken(old), session.replaceToken(old)])
  expect(new Set(tokens)).toEqual(new Set(['token-2']))
  expect(await session.replaceToken(old)).toBe('token-2')
  expect(asked).toBe(2)
})

test('an ended session is out; a dead line is not', async () => {
  const session = new Session()
  server.use(http.post('*/api/people/v1/sessions/refresh', () => HttpResponse.error()))
  await expect(session.freshToken()).rejects.toMatchObject({ status: 0 })
  expect(session.state).toBe('unreachable')
  server.use(http.post('*/api/people/v1/sessions/refresh', () => HttpResponse.json({ status: 401 }, { status: 401 })))
  expect(await session.freshToken()).toBeNull()
  expect(session.state).toBe('out')
})

test('what the start script began is taken, once', async () => {
  server.use(answering())
  window.dianzhangEarly = Promise.resolve(new Response(JSON.stringify({ access_token: 'early', expires_in: 600, account })))
  const session = new Session()
  expect(await session.freshToken()).toBe('early')
  expect(asked).toBe(0)
  expect(await session.replaceToken('early')).toBe('token-1')
})

test('a browser that was never signed in does not ask', async () => {
  const session = new Session()
  await session.start()
  expect(session.state).toBe('out')
  expect(asked).toBe(0)
})

test('signing in, and out even without a line', async () => {
  server.use(
    http.post('*/api/people/v1/sessions', () => HttpResponse.json({ access_token: 'first', expires_in: 600, account }, { status: 201 })),
    http.delete('*/api/people/v1/sessions/current', () => HttpResponse.error()),
  )
  const session = new Session()
  await session.signIn('li.na', 'secret')
  expect(session.can('orders.orders.hold')).toBe(true)
  await session.signOut()
  expect(session.snapshot()).toEqual({ state: 'out', account: null })
  expect(session.can('orders.orders.hold')).toBe(false)
})

test('permissions hold what they cover', () => {
  expect(allows(['*'], 'people.roles.manage')).toBe(true)
  expect(allows(['orders.*'], 'orders.orders.read')).toBe(true)
  expect(allows(['orders.*'], 'ordersx.orders.read')).toBe(false)
  expect(allows(['orders.orders.read'], 'orders.orders.hold')).toBe(false)
})
