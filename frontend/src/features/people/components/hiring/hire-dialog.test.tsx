import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { session } from '@/shared/api'
import { startTexts } from '@/shared/i18n'
import { texts } from '../../hiring-texts'
import { HireDialog } from './hire-dialog'
import { QualificationCheck } from './qualification-check'
import type { CandidateFile } from './queries'

const account = { id: 'acc_1', login: 'hr', name: 'HR', locale: 'en-US', permissions: ['people.candidates.keep', 'people.employees.hire'], shop_ids: null }
const server = setupServer(http.post('*/api/people/v1/sessions/refresh', () => HttpResponse.json({ access_token: 't', expires_in: 600, account })))

beforeAll(async () => {
  server.listen({ onUnhandledRequest: 'error' })
  await startTexts(['common'], 'en-US')
  await texts.load()
  await session.freshToken()
  // The form's own code comes late, and later still on a busy machine.
  await import('@/shared/ui/form/form-modal')
}, 60_000)
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

const point = (key: string, met: boolean, excused: boolean) => ({ key, zh: key, en: `wants ${key}`, has_zh: '无', has_en: 'nothing', met, excused })
const candidate = {
  id: 'cnd_1',
  name: '李华',
  stage: 'interview',
  version: 4,
  went_on: null,
  former_account: null,
  offers: [{ id: 'ofr_1', state: 'accepted', starts_on: '2026-12-01' }],
  qualifications: { description_number: 2, points: [point('education', true, false), point('majors', false, false), point('abilities/0', false, true)], other: ['吃苦耐劳'], age_from: 22, age_to: 40 },
} as unknown as CandidateFile

function draw(what: React.ReactNode) {
  render(<QueryClientProvider client={new QueryClient()}>{what}</QueryClientProvider>)
}

test('the password of a new account stays on the screen until somebody says that it is kept', async () => {
  const asked: unknown[] = []
  server.use(
    http.post('*/api/people/v1/candidates/cnd_1/hire', async ({ request }) => {
      asked.push(request.headers.get('if-match'), await request.json())
      return HttpResponse.json({ employee_id: 'emp_1', number: 'EM-1', login: 'li.hua', initial_password: 'gate-7-opens' }, { status: 201 })
    }),
  )
  const onHired = vi.fn()
  const onClose = vi.fn()
  draw(<HireDialog candidate={candidate} onHired={onHired} onClose={onClose} />)
  const user = userEvent.setup()
  await user.type(await screen.findByLabelText(/Login/, {}, { timeout: 20_000 }), 'li.hua')
  await user.click(screen.getByRole('button', { name: 'Hire' }))
  expect(await screen.findByDisplayValue('gate-7-opens', {}, { timeout: 20_000 })).toBeTruthy()
  expect(asked).toEqual(['"4"', { kind: 'formal', hired_on: '2026-12-01', new_login: { login: 'li.hua', locale: 'zh-CN', shop_ids: [] } }])
  expect(onClose).not.toHaveBeenCalled()
  expect(onHired).not.toHaveBeenCalled()
}, 60_000)

test('who worked here before comes back with their account of before, and its new password is shown', async () => {
  const asked: unknown[] = []
  server.use(
    http.post('*/api/people/v1/candidates/cnd_1/hire', async ({ request }) => {
      asked.push(await request.json())
      return HttpResponse.json({ employee_id: 'emp_1', number: 'EM-1', login: 'li.hua', initial_password: 'gate-8-opens' }, { status: 201 })
    }),
  )
  draw(<HireDialog candidate={{ ...candidate, former_account: { id: 'acc_9', login: 'li.hua', disabled: true } }} onHired={() => undefined} onClose={() => undefined} />)
  const user = userEvent.setup()
  expect((await screen.findAllByText('Their account of before: li.hua', {}, { timeout: 20_000 })).length).toBeGreaterThan(0)
  await user.click(screen.getByRole('button', { name: 'Hire' }))
  expect(await screen.findByDisplayValue('gate-8-opens', {}, { timeout: 20_000 })).toBeTruthy()
  expect(asked).toEqual([{ kind: 'formal', hired_on: '2026-12-01', account_id: 'acc_9' }])
})

test('each point stands beside what the candidate has; what is neither met nor excused asks for a reason', async () => {
  draw(<QualificationCheck candidate={candidate} />)
  const rows = (await screen.findAllByRole('row')).map((row) => row.textContent)
  expect(rows).toEqual(['WantedCandidateResult', 'wants educationnothingMet', 'wants majorsnothingUnmet', 'wants abilities/0nothingUnmet, with a reason', '吃苦耐劳For people to judge'])
  expect(screen.getByText(/never filters/)).toBeTruthy()
  await userEvent.setup().click(screen.getByRole('button', { name: 'Go on all the same' }))
  expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toEqual(['wants majors'])
})
