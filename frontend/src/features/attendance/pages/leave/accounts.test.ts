import { describe, expect, it } from 'vitest'
import { bookingOf, kindOf, tableOf } from './accounts-values'
import { choosable, outcomes, ready } from './closing'
import type { BoardUnit, LeaveAccount, LeaveKind } from './queries'

const unit = (own: Partial<BoardUnit>): BoardUnit => ({ unit_id: 'unt_1', sheet_id: 'msh_1', state: 'taken_over', open_objections: 0, version: 2, name_zh: '运营', name_en: 'Operations', ...own }) as BoardUnit
const kind = (own: Partial<LeaveKind>): LeaveKind => ({ code: 'annual', version: 1, effective_from: '2000-01-01', name_zh: '年假', name_en: 'Annual leave', paid: true, balance: true, unit: 'half_day', evidence: false, calendar_days: false, active: true, ...own })

const account = (number: string, kinds: string[]) => ({ number, balances: kinds.map((code) => ({ kind: code, name_zh: code, name_en: code, available: '1' })) }) as unknown as LeaveAccount

describe('closing many months', () => {
  const units = [unit({}), unit({ unit_id: 'unt_2', sheet_id: 'msh_2', open_objections: 1 }), unit({ unit_id: 'unt_3', sheet_id: 'msh_3', state: 'closed' }), unit({ unit_id: 'unt_4', sheet_id: null, state: null })]
  it('offers what has a sheet and is open, and picks what nothing stands against', () => {
    expect(choosable(units).map((one) => one.unit_id)).toEqual(['unt_1', 'unt_2'])
    expect(ready(units).map((one) => one.unit_id)).toEqual(['unt_1'])
  })
  it('shows refusals first, each beside its department', () => {
    const refusal = { code: 'objections_open', rule: 'ATT-7', detail: '1 objection is open' }
    const closings = { done: 1, refused: 1, results: [{ id: 'msh_1', state: 'closed', version: 3, refusal: null }, { id: 'msh_2', state: 'taken_over', version: 2, refusal }] }
    expect(outcomes(units, closings).map((one) => [one.unit.unit_id, one.refusal?.code])).toEqual([
      ['unt_2', 'objections_open'],
      ['unt_1', undefined],
    ])
  })
})

describe('a booking', () => {
  const values = { kind: 'annual', amount: '2.5', expires: '2026-12-31', document: null, reason: 'for 2026' }
  it('is a grant with its last day', () => {
    expect(bookingOf('grant', ['emp_1', 'emp_2'], values)).toEqual({ employee_ids: ['emp_1', 'emp_2'], kind: 'annual', move: 'grant', amount: '2.5', expires_on: '2026-12-31', document: '', reason: 'for 2026' })
  })
  it('that takes away has a sign and no last day', () => {
    expect(bookingOf('take', ['emp_1'], values)).toMatchObject({ move: 'correct', amount: '-2.5', expires_on: null })
    expect(bookingOf('add', ['emp_1'], { ...values, expires: null })).toMatchObject({ move: 'correct', amount: '2.5', expires_on: null })
  })
})

describe('a kind of leave', () => {
  it('keeps its unit and its way with balances in the next version', () => {
    const next = kindOf(kind({ unit: 'hour' }), { code: 'x', name_zh: '年休假', name_en: 'Annual', paid: true, evidence: null, calendar_days: null, active: false, balance: false, unit: 'half_day', from: '2026-08-01', reason: 'law' })
    expect(next).toEqual({ code: 'annual', name_zh: '年休假', name_en: 'Annual', paid: true, evidence: false, calendar_days: false, active: false, balance: true, unit: 'hour', effective_from: '2026-08-01', reason: 'law' })
  })
})

describe('the table of balances', () => {
  it('has a column for each kind that somebody has', () => {
    expect(tableOf([account('1', ['annual']), account('2', ['time_off', 'annual'])]).map((one) => one.kind)).toEqual(['annual', 'time_off'])
  })
})
