import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { startTexts } from '@/shared/i18n'
import { MinutesEditor } from './components/minutes-editor'
import type { MeetingPage, MinutesOut } from './queries'
import { texts } from './texts'

const sent = vi.hoisted(() => vi.fn())
vi.mock('./queries', () => ({
  findEmployees: () => Promise.resolve([]),
  useCloseMinutes: () => ({ mutateAsync: vi.fn() }),
  useWriteMinutes: () => ({ mutateAsync: sent, isPending: false, error: null }),
}))

const draft = (text: string) => ({ number: 1, state: 'draft', text, decisions: [], written_by: 'Li' }) as unknown as MinutesOut
const meeting = (version: number) => ({ id: 'mtg_1', version, invited: [], minutes: [] }) as unknown as MeetingPage
const page = (version: number, text: string) => (
  <QueryClientProvider client={new QueryClient()}>
    <MinutesEditor meeting={meeting(version)} draft={draft(text)} />
  </QueryClientProvider>
)
const box = () => screen.getByLabelText('Text') as HTMLTextAreaElement
const save = () => screen.getByRole('button', { name: 'Save draft' })

beforeAll(async () => {
  await startTexts(['common'], 'en-US')
  await texts.load()
})
beforeEach(() => sent.mockReset().mockResolvedValue({ minutes: [] }))

test('what another saved is shown to whoever has typed nothing', () => {
  const view = render(page(1, 'first'))
  view.rerender(page(2, 'second'))
  expect(box().value).toBe('second')
})

test('two who write at once choose; nothing is overwritten unseen', async () => {
  const view = render(page(1, 'first'))
  await userEvent.type(box(), ' and mine')
  view.rerender(page(2, 'theirs'))
  expect(box().value).toBe('first and mine')
  expect(screen.getByText(/Li saved another draft/)).toBeTruthy()
  expect((save() as HTMLButtonElement).disabled).toBe(true)
  await userEvent.click(screen.getByRole('button', { name: 'Keep mine' }))
  await userEvent.click(save())
  expect(sent).toHaveBeenCalledWith({ id: 'mtg_1', at: 2, text: 'first and mine', decisions: [] })
})

test('theirs can be taken instead', async () => {
  const view = render(page(1, 'first'))
  await userEvent.type(box(), ' and mine')
  view.rerender(page(2, 'theirs'))
  await userEvent.click(screen.getByRole('button', { name: 'Take theirs' }))
  expect(box().value).toBe('theirs')
  expect(screen.queryByText(/saved another draft/)).toBeNull()
})
