import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useEffect, useState } from 'react'
import { beforeAll, expect, test } from 'vitest'
import { startTexts } from '@/shared/i18n'
import { FilterBar, type FilterField, type FilterValues } from './filter-bar'

const fields: FilterField[] = [
  { kind: 'search', name: 'q', label: 'Search' },
  { kind: 'choice', name: 'active', label: 'State', options: [{ value: 'true', label: 'On sale' }, { value: 'false', label: 'Stopped' }, { value: 'x', label: 'Third' }] },
  { kind: 'flag', name: 'low', label: 'Low' },
  { kind: 'choice', name: 'status', label: 'Status', multiple: true, options: [{ value: 'a', label: 'Placed' }, { value: 'b', label: 'Shipped' }] },
]
let now: FilterValues = {}

function Bar({ start }: { start: FilterValues }) {
  const [value, setValue] = useState(start)
  useEffect(() => {
    now = value
  }, [value])
  return <FilterBar fields={fields} value={value} onChange={(patch) => setValue((old) => ({ ...old, ...patch }))} />
}

beforeAll(() => startTexts(['common'], 'en-US'))

test('a choice that says no is a choice, and searching leaves the others as they are', async () => {
  render(<Bar start={{ active: false, low: true }} />)
  expect(screen.getByRole('button', { name: 'State: Stopped' })).toBeTruthy()
  await userEvent.type(screen.getByLabelText('Search'), 'red')
  await expect.poll(() => now).toEqual({ q: 'red', active: false, low: true })
  await userEvent.click(screen.getByRole('button', { name: 'Low' }))
  expect(now).toEqual({ q: 'red', active: false, low: undefined })
})

test('every choice can be reached by keyboard', async () => {
  render(<Bar start={{}} />)
  const user = userEvent.setup()
  await user.click(screen.getByRole('button', { name: 'State' }))
  await user.tab()
  await user.tab()
  await user.keyboard('{Enter}')
  expect(now).toEqual({ active: 'x' })
})

test('several are chosen in one go', async () => {
  render(<Bar start={{}} />)
  await userEvent.click(screen.getByRole('button', { name: 'Status' }))
  await userEvent.click(screen.getByLabelText('Placed'))
  await userEvent.click(screen.getByLabelText('Shipped'))
  expect(now).toEqual({ status: ['a', 'b'] })
})

test('the blank before the next word stays', async () => {
  render(<Bar start={{}} />)
  const box = screen.getByLabelText('Search') as HTMLInputElement
  await userEvent.type(box, 'red ')
  await expect.poll(() => now.q).toBe('red')
  expect(box.value).toBe('red ')
})
