import { act, fireEvent, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeAll, expect, test, vi } from 'vitest'
import { ApiError } from '@/shared/api'
import { startTexts } from '@/shared/i18n'
import FormModal from './form-modal'
import type { FormField } from './types'

const fields: FormField<Record<string, unknown>>[] = [
  { kind: 'text', name: 'name', label: 'Name' },
  { kind: 'text', name: 'owner', label: 'Owner' },
]
const field = (name: string) => screen.getByLabelText(name) as HTMLInputElement

beforeAll(() => startTexts(['common'], 'en-US'))

test('what somebody else saved meanwhile is shown where nothing was typed, and kept', async () => {
  const onSubmit = vi.fn(() => Promise.resolve())
  const ui = (initial: Record<string, string>) => <FormModal open title="Shop" verb="Save" fields={fields} initial={initial} onSubmit={onSubmit} onClose={() => undefined} />
  const view = render(ui({ name: 'North', owner: 'Li' }))
  await userEvent.clear(field('Name'))
  await userEvent.type(field('Name'), 'South')
  view.rerender(ui({ name: 'North', owner: 'Wang' }))
  expect([field('Name').value, field('Owner').value]).toEqual(['South', 'Wang'])
  await userEvent.click(screen.getByRole('button', { name: 'Save' }))
  expect(onSubmit).toHaveBeenCalledWith({ name: 'South', owner: 'Wang' })
})

test('it does not close while it is being sent, nor lose what was typed to Escape pressed twice', async () => {
  const onClose = vi.fn()
  let refuse: (error: Error) => void = vi.fn()
  const sent = new Promise((_, reject) => (refuse = reject))
  render(<FormModal open title="Shop" verb="Save" fields={fields} onSubmit={() => sent} onClose={onClose} />)
  await userEvent.type(field('Name'), 'South')
  await userEvent.click(screen.getByRole('button', { name: 'Save' }))
  await userEvent.click(screen.getByRole('button', { name: 'Close' }))
  expect(onClose).not.toHaveBeenCalled()
  await act(async () => refuse(new Error('taken')))
  expect(screen.getByText('taken')).toBeTruthy()
  for (let press = 0; press < 2; press += 1) expect(fireEvent.keyDown(field('Name'), { key: 'Escape' })).toBe(false)
  expect(screen.getByText('Discard what you have entered?')).toBeTruthy()
  expect(onClose).not.toHaveBeenCalled()
})

function Page({ open }: { open: boolean }) {
  return (
    <>
      <button type="button">Edit</button>
      {open && <FormModal open title="Shop" verb="Save" fields={fields} onSubmit={() => Promise.resolve()} onClose={() => undefined} />}
    </>
  )
}

test('the focus goes back to where it was', () => {
  const view = render(<Page open={false} />)
  screen.getByRole('button', { name: 'Edit' }).focus()
  view.rerender(<Page open />)
  expect(document.activeElement).toBe(field('Name'))
  view.rerender(<Page open={false} />)
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Edit' }))
})

test('a refusal calls each field as the form does', async () => {
  const refusal = new ApiError({ status: 422, code: 'validation', title: 'Not right', errors: [{ pointer: '/owner', code: 'unknown', detail: 'Nobody of this name.' }] })
  render(<FormModal open title="Shop" verb="Save" fields={fields} onSubmit={() => Promise.reject(refusal)} onClose={() => undefined} />)
  await userEvent.click(screen.getByRole('button', { name: 'Save' }))
  const panel = screen.getByText('Not right').closest('[role="alert"]')
  expect(panel?.querySelector('li')?.textContent).toBe('Owner Nobody of this name.')
  expect(screen.queryByText('/owner')).toBeNull()
})
