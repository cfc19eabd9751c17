import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { useState } from 'react'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { startTexts } from '@/shared/i18n'
import { Desk } from './components/desk'
import type { Approval } from './queries'
import { texts } from './texts'

const account = { id: 'acc_1', login: 'a', name: 'A', locale: 'en-US', permissions: [], shop_ids: null }

function request(number: number, changes: Partial<Approval> = {}): Approval {
  return {
    id: `apr_${number}`,
    number: `AP-${number}`,
    kind: 'price_change',
    kind_zh: '调价',
    kind_en: 'Price change',
    reference: `r${number}`,
    requester_id: 'acc_2',
    requester_name: 'Anna',
    title_zh: `申请 ${number}`,
    title_en: `Request ${number}`,
    evidence: [{ label_zh: '原价', label_en: 'Price', value: `${number}00.00`, before: null }],
    content_digest: `digest-${number}`,
    amount: null,
    shop_id: null,
    effective_at: null,
    link: '',
    route_number: 1,
    step: 1,
    step_count: 1,
    state: 'waiting',
    filed_at: '2026-11-22T02:00:00Z',
    due_at: '2036-11-23T02:00:00Z',
    reminded_at: null,
    escalated_at: null,
    decided_at: null,
    takes_effect_at: null,
    comment: '',
    replaces_id: null,
    version: number,
    ...changes,
  }
}

let waiting: Approval[] = []
const sent: { path: string; version: string | null; body: unknown }[] = []
const server = setupServer(
  http.post('*/api/people/v1/sessions/refresh', () => HttpResponse.json({ access_token: 't', expires_in: 600, account })),
  http.get('*/api/people/v1/approvals', () => HttpResponse.json({ data: waiting, has_more: false, next_cursor: null })),
  http.post('*/api/people/v1/approvals/decisions', async ({ request: asked }) => {
    const body = (await asked.json()) as { items: { id: string }[] }
    sent.push({ path: 'decisions', version: null, body })
    waiting = waiting.filter((row) => row.id === 'apr_2')
    const results = body.items.map(({ id }) => (id === 'apr_2' ? { id, state: null, refusal: { code: 'decided_by_another', rule: 'APR-3', detail: 'Dora has decided this step before you.' } } : { id, state: 'approved', refusal: null }))
    return HttpResponse.json({ done: results.length - 1, refused: 1, results })
  }),
  http.post('*/api/people/v1/approvals/:id/decision', async ({ request: asked, params }) => {
    sent.push({ path: String(params['id']), version: asked.headers.get('If-Match'), body: await asked.json() })
    waiting = waiting.filter((row) => row.id !== params['id'])
    return HttpResponse.json({ approval: request(1), may_decide: false, may_withdraw: false, seats: [], log: [] })
  }),
)

beforeAll(async () => {
  server.listen({ onUnhandledRequest: 'error' })
  HTMLElement.prototype.scrollIntoView = vi.fn()
  await startTexts(['common'], 'en-US')
  await texts.load()
})
afterEach(() => void sent.splice(0))
afterAll(() => server.close())

function Inbox() {
  const [open, setOpen] = useState<string | undefined>()
  return <Desk view="mine" search={{}} open={open} onOpen={setOpen} onPage={() => undefined} />
}

async function show(rows: Approval[]) {
  waiting = rows
  const root = createRootRoute()
  const here = createRoute({ getParentRoute: () => root, path: '/', component: Inbox })
  const page = createRoute({ getParentRoute: () => root, path: '/approvals/$approvalId' })
  const router = createRouter({ routeTree: root.addChildren([here, page]), history: createMemoryHistory({ initialEntries: ['/'] }) })
  render(
    <QueryClientProvider client={new QueryClient()}>
      <RouterProvider router={router as never} />
    </QueryClientProvider>,
  )
  return userEvent.setup()
}

test('j opens a request with its evidence, a approves what was seen, and the next one follows', async () => {
  const user = await show([request(1), request(2)])
  await screen.findByText('Request 1')
  await user.keyboard('j')
  await screen.findByText('100.00')
  await user.keyboard('a')
  const dialog = (await screen.findByText('Approve this request?')).closest('dialog') as HTMLElement
  await user.click([...dialog.querySelectorAll('button')].find((button) => button.textContent === 'Approve') as HTMLButtonElement)
  await waitFor(() => expect(sent).toEqual([{ path: 'apr_1', version: '"1"', body: { decision: 'approve', comment: '', content_digest: 'digest-1' } }]))
  await screen.findByText('200.00')
  expect(screen.queryByText('Request 1')).toBeNull()
})

test('r asks for the comment that a refusal needs', async () => {
  const user = await show([request(1)])
  await screen.findByText('Request 1')
  await user.keyboard('j')
  await screen.findByText('100.00')
  await user.keyboard('r')
  const field = await screen.findByRole('textbox')
  const dialog = field.closest('dialog') as HTMLElement
  const verb = [...dialog.querySelectorAll('button')].find((button) => button.textContent === 'Refuse') as HTMLButtonElement
  expect(verb.disabled).toBe(true)
  await user.type(field, 'too thin')
  await user.click(verb)
  await waitFor(() => expect(sent[0]?.body).toEqual({ decision: 'refuse', comment: 'too thin', content_digest: 'digest-1' }))
  await screen.findByText('Nothing waits for you')
})

test('many are approved together, and what was not says why', async () => {
  const user = await show([request(1), request(2), request(3)])
  for (const box of await screen.findAllByRole('checkbox')) await user.click(box)
  await screen.findByText('3 selected')
  await user.keyboard('a')
  const dialog = (await screen.findByText('Approve 3 requests?')).closest('dialog') as HTMLElement
  await user.click([...dialog.querySelectorAll('button')].find((button) => button.textContent === 'Approve') as HTMLButtonElement)
  await screen.findByText(/Dora has decided this step before you/)
  expect(sent[0]?.body).toMatchObject({ items: [{ id: 'apr_1' }, { id: 'apr_2' }, { id: 'apr_3' }] })
  expect(screen.getByText('2 done')).toBeTruthy()
})

test('what differs from the request it replaced is marked', async () => {
  const user = await show([request(1, { replaces_id: 'apr_0', evidence: [{ label_zh: '价', label_en: 'Price', value: '99.00', before: '199.00' }] })])
  await screen.findByText('Request 1')
  await user.keyboard('j')
  await screen.findByText('was 199.00')
  expect(screen.getByText(/the earlier approval is void/)).toBeTruthy()
})
