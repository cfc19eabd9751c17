import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { fireEvent, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { session } from '@/shared/api'
import { startTexts } from '@/shared/i18n'
import { texts } from '../../organisation-texts'
import { Chart, type UnitAct } from './chart'
import type { Unit } from './queries'

const account = { id: 'acc_1', login: 'hr', name: 'HR', locale: 'en-US', permissions: ['people.organisation.read', 'people.organisation.change'], shop_ids: null }
const server = setupServer(http.post('*/api/people/v1/sessions/refresh', () => HttpResponse.json({ access_token: 't', expires_in: 600, account })))

beforeAll(async () => {
  server.listen({ onUnhandledRequest: 'error' })
  await startTexts(['common'], 'en-US')
  await texts.load()
  await session.freshToken()
})
afterAll(() => server.close())

function unit(id: string, parent_id: string | null): Unit {
  return { id, parent_id, code: id, name_zh: id, name_en: id, head: null, deputy: null, place: 0, valid_from: '2026-01-01', valid_until: null, when: 'now', version: 1, staff_count: 1, position_count: 0, changes_later: false }
}

async function draw(frozen: boolean, onAct: (act: UnitAct) => void) {
  const units = [unit('Centre', null), unit('Operations', 'Centre'), unit('Service', 'Centre')]
  const route = createRootRoute({ component: () => <Chart units={units} frozen={frozen} onAct={onAct} /> })
  const router = createRouter({ routeTree: route, history: createMemoryHistory() })
  render(<RouterProvider router={router as never} />)
  await screen.findByRole('treeitem', { name: /^Centre/u })
  return units
}

const card = (name: string) => screen.getByRole('treeitem', { name: new RegExp(`^${name}`, 'u') })

test('arrows walk through the tree, M moves the unit that has the focus and Enter shows its history', async () => {
  const onAct = vi.fn()
  const units = await draw(false, onAct)
  const user = userEvent.setup()
  await user.tab()
  expect(screen.getByRole('treeitem', { name: /^Centre/u })).toBe(document.activeElement)
  await user.keyboard('m')
  expect(onAct).not.toHaveBeenCalled()
  await user.keyboard('{ArrowDown}m')
  expect(onAct).toHaveBeenLastCalledWith({ kind: 'move', unit: units[1], onto: null })
  await user.keyboard('{Enter}')
  expect(onAct).toHaveBeenLastCalledWith({ kind: 'history', unit: units[1] })
})

test('a unit dropped onto another asks to be moved there, and never onto the one it is under already', async () => {
  const onAct = vi.fn()
  const units = await draw(false, onAct)
  const dataTransfer = { effectAllowed: '', setData: () => undefined }
  fireEvent.dragStart(card('Service'), { dataTransfer })
  fireEvent.dragOver(card('Centre'), { dataTransfer })
  fireEvent.drop(card('Centre'), { dataTransfer })
  expect(onAct).not.toHaveBeenCalled()
  fireEvent.dragStart(card('Service'), { dataTransfer })
  fireEvent.dragOver(card('Operations'), { dataTransfer })
  fireEvent.drop(card('Operations'), { dataTransfer })
  expect(onAct).toHaveBeenCalledWith({ kind: 'move', unit: units[2], onto: units[1] })
})

test('another day is looked at, not changed', async () => {
  const onAct = vi.fn()
  await draw(true, onAct)
  const user = userEvent.setup()
  await user.tab()
  await user.keyboard('{ArrowDown}m')
  expect(onAct).not.toHaveBeenCalled()
  expect(document.querySelector('.org-card[draggable="true"]')).toBeNull()
})
