import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { useKeys } from './keys'

test('letters belong to the field somebody types in, Escape to the page', async () => {
  const heard = vi.fn()
  function Desk() {
    useKeys({ j: () => heard('j'), Escape: () => heard('Escape') })
    return <input aria-label="number" />
  }
  render(<Desk />)
  await userEvent.type(screen.getByLabelText('number'), 'j{Escape}')
  expect(heard.mock.calls).toEqual([['Escape']])
})
