import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeAll, expect, test, vi } from 'vitest'
import { startTexts } from '@/shared/i18n'
import FormModal from './form-modal'

beforeAll(() => startTexts(['common'], 'en-US'))

const find = (text: string) => Promise.resolve([{ value: `p_${text}`, label: `Found for ${text}` }])

test('one of many is found by typing, and kept by its name', async () => {
  const onSubmit = vi.fn(() => Promise.resolve())
  render(
    <QueryClientProvider client={new QueryClient()}>
      <FormModal open title="SKU" verb="Add" fields={[{ kind: 'find', name: 'product', label: 'Product', find, known: { value: 'p_0', label: 'The first' } }]} initial={{ product: 'p_0' }} onSubmit={onSubmit} onClose={() => undefined} />
    </QueryClientProvider>,
  )
  expect(screen.getAllByText('The first').length).toBeGreaterThan(0)
  const user = userEvent.setup()
  await user.click(screen.getByLabelText('Product'))
  await user.keyboard('mug')
  await user.click((await screen.findAllByText('Found for mug')).at(-1) as HTMLElement)
  await user.click(screen.getByRole('button', { name: 'Add' }))
  expect(onSubmit).toHaveBeenCalledWith({ product: 'p_mug' })
})
