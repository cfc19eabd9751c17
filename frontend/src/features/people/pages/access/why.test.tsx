import { render, screen } from '@testing-library/react'
import { beforeAll, expect, test } from 'vitest'
import { startTexts } from '@/shared/i18n'
import type { RightSource } from './queries'
import { texts } from './texts'
import { Why } from './why'

beforeAll(async () => {
  await startTexts(['access'], 'zh-CN')
  await texts.load()
})

const source: RightSource = {
  kind: 'grant',
  role_id: 'rol_1',
  role_zh: '审单客服',
  role_en: 'Order clerk',
  permissions: ['orders.orders.review'],
  reach: 'all',
  position_id: null,
  position_zh: null,
  position_en: null,
  unit_id: null,
  unit_zh: null,
  unit_en: null,
  grant_id: 'grt_1',
  since: '2026-11-22',
  until: '2026-12-01',
  reason: '双十一支援',
  granted_by: ['王芳'],
}

test('a grant says which role, until when, by whom and for what', () => {
  render(<Why sources={[source]} />)
  expect(screen.getByText('临时授权角色“审单客服”至 2026-12-01，王芳 批准：双十一支援')).toBeTruthy()
  expect(screen.getByText('临时授权')).toBeTruthy()
})
