import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { Menu } from './popover'

test('a menu goes when the focus goes on', async () => {
  render(
    <>
      <Menu trigger={{ kind: 'button', props: { children: 'More' } }} label="More" items={[{ id: 'edit', label: 'Edit', onPick: () => undefined }]} />
      <button type="button">Next</button>
    </>,
  )
  const user = userEvent.setup()
  await user.click(screen.getByRole('button', { name: 'More' }))
  expect(document.activeElement?.textContent).toBe('Edit')
  await user.tab()
  expect(document.activeElement?.textContent).toBe('Next')
  expect(screen.queryByRole('menu')).toBeNull()
})
