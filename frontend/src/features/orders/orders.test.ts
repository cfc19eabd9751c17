import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { inForce } from './components/in-force'
import { readLimits, readRequired, writeLimits, writeRequired, readHours, writeHours } from './components/policy-text'
import { countText, goToQueue, QUEUE_NAMES, QUEUES, queueOf } from './components/queues'
import { sorted, summaryOf } from './components/results'
import { lightOf } from './components/deadline'
import { HAPPENED } from './components/timeline-card'
import { currenciesOf, saidAll, saidDrawn } from './home/sales-of'
import { type ActionResults, ATTENTIONS, filterOf, HOLDS, PARCEL_STATES, RESERVATIONS, STATUSES } from './queries'
import en from './texts.en'
import zh from './texts.zh'

// Tests run in frontend/; a page's own address is no file here.
const DOMAIN = resolve('../services/orders/src/orders/domain')

/** The members of a StrEnum of the service, as they stand in its source. */
function codesOf(file: string, name: string, domain = DOMAIN): string[] {
  const source = readFileSync(resolve(domain, file), 'utf8')
  const body = source.split(`class ${name}(StrEnum):`)[1]?.split(/\n(?=\S)/)[0] ?? ''
  return [...body.matchAll(/^ {4}[A-Z_]+ = "([a-z_]+)"$/gm)].map((match) => match[1] ?? '')
}

test.each([
  ['reasons.py', 'Hold', HOLDS, 'holds'],
  ['reasons.py', 'Attention', ATTENTIONS, 'attentions'],
  ['reasons.py', 'Attention', ATTENTIONS, 'advice'],
  ['status.py', 'OrderStatus', STATUSES, 'statuses'],
  ['status.py', 'Reservation', RESERVATIONS, 'reservations'],
  ['status.py', 'Refund', ['none', 'asked', 'done'], 'refunds'],
  ['status.py', 'Pending', ['cancelling', 'closing', 'holding', 'changing', 'adjusting'], 'pendings'],
  ['timeline.py', 'Happened', HAPPENED, 'happened'],
] as const)('every code of %s %s has its words in both languages', (file, name, known, group) => {
  const codes = codesOf(file, name)
  expect(codes.length).toBeGreaterThan(2)
  expect([...known].toSorted()).toEqual(codes.toSorted())
  for (const texts of [zh, en]) expect(Object.keys(texts[group]).toSorted()).toEqual(codes.toSorted())
})

test('every state of a parcel has its words in both languages', () => {
  const codes = codesOf('parcel.py', 'ParcelState', resolve('../services/warehouse/src/warehouse/domain'))
  for (const texts of [zh, en]) expect(Object.keys(texts.parcelStates).toSorted()).toEqual(codes.toSorted())
  expect([...PARCEL_STATES].toSorted()).toEqual(codes.toSorted())
})

const result = (number: string, refusal: string | null, pending: string | null = null): ActionResults['results'][number] => ({
  id: `ord_${number}`,
  number,
  status: 'placed',
  pending,
  refusal: refusal === null ? null : { code: refusal, rule: 'ORD-2', detail: refusal },
})

test('results of a bulk action: refusals are read first, then what waits for the warehouse', () => {
  const results: ActionResults = { done: 3, refused: 1, results: [result('1', null), result('2', null, 'cancelling'), result('3', 'order_step_not_allowed'), result('4', null)] }
  expect(summaryOf(results)).toEqual({ done: 3, refused: 1, pending: 1 })
  expect(sorted(results).map((one) => one.number)).toEqual(['3', '2', '1', '4'])
})

test('a queue is found again from its filters, whatever shops and days are chosen beside it', () => {
  for (const queue of QUEUE_NAMES) expect(queueOf({ ...QUEUES[queue], shop: ['shp_1'], from: '2026-11-01' })).toBe(queue)
  expect(queueOf({ held: true, hold: 'manual' })).toBe('all')
  expect(goToQueue({ status: ['shipped'], hold: 'manual', q: '42', shop: ['shp_1'] }, 'short')).toEqual({ reservation: 'short', q: '42', shop: ['shp_1'] })
})

test('counts that the server stopped counting say so', () => {
  const counts = [
    { queue: 'short', count: 1000, capped: true },
    { queue: 'stuck', count: 3, capped: false },
  ]
  expect(countText(counts, 'short')).toBe('1000+')
  expect(countText(counts, 'stuck')).toBe('3')
  expect(countText(counts, 'shipped')).toBeUndefined()
})

test('days of the company, both included, become instants; nothing empty is asked for', () => {
  expect(filterOf({ from: '2026-11-01', to: '2026-11-02', shop: ['a'], q: '' })).toEqual({ placed_from: '2026-10-31T16:00:00.000Z', placed_to: '2026-11-02T16:00:00.000Z', shop_id: ['a'] })
  expect(filterOf({ sort: 'placed_at' })).toEqual({ sort: 'placed_at_asc' })
  expect(filterOf({ sort: '-placed_at' })).toEqual({})
})

test('a policy goes through its text and back, and what cannot be read is refused', () => {
  const limits = { CNY: '5000.00', USD: '700.00' }
  expect(readLimits(writeLimits(limits))).toEqual(limits)
  expect(readLimits('cny 5000\n\n')).toEqual({ CNY: '5000' })
  for (const wrong of ['CNY', 'CNY five', 'CNY -1', 'CNY 1\nCNY 2', 'yuan 5', 'CNY 1 2']) expect(readLimits(wrong)).toBeNull()
  const required = { CN: ['name', 'phone', 'city'], '*': ['name', 'street'] }
  expect(readRequired(writeRequired(required))).toEqual(required)
  for (const wrong of ['CHN name', 'CN nickname', 'CN name\nCN phone']) expect(readRequired(wrong)).toBeNull()
})

const at = (version: number, effective_from: string | null) => ({ version, effective_from })

test('the version in force is the one that took effect last; ties go to the newest', () => {
  const now = Date.parse('2026-11-22T00:00:00Z')
  expect(inForce([at(3, '2026-12-01T00:00:00Z'), at(2, '2026-11-01T00:00:00Z'), at(1, '2026-11-01T00:00:00Z'), at(0, null)], now)?.version).toBe(2)
  expect(inForce([at(1, '2026-12-01T00:00:00Z'), at(0, null)], now)?.version).toBe(0)
})

test('sums of different currencies stay apart', () => {
  const days = [{ sales: [{ amount: '10.10', currency: 'CNY' }] }, { sales: [{ amount: '1.00', currency: 'USD' }, { amount: '2.00', currency: 'CNY' }] }]
  expect(currenciesOf(days)).toEqual(['CNY', 'USD'])
  expect(saidAll(days[1]?.sales ?? [], 'en-US')).toBe('$1.00 + ¥2.00')
})

test('an axis says whole amounts without cents, and others with them', () => {
  expect(saidDrawn(15_000, 'CNY', 'zh-CN')).toBe('¥15,000')
  expect(saidDrawn(12.5, 'CNY', 'zh-CN')).toBe('¥12.50')
})

test('a deadline is red when it has passed, amber on its day, and dark once the order has left', () => {
  const now = Date.parse('2026-11-22T02:00:00Z')
  const row = (ship_by: string | null, status = 'allocated') => lightOf({ ship_by, status }, now)
  expect([row('2026-11-22T01:59:00Z'), row('2026-11-22T15:59:00Z'), row('2026-11-22T16:00:00Z')]).toEqual(['overdue', 'today', 'later'])
  expect([row(null), row('2026-11-20T00:00:00Z', 'shipped'), row('2026-11-20T00:00:00Z', 'cancelled')]).toEqual([null, null, null])
})

test('hours by code go through their text and back, and what cannot be read is refused', () => {
  const hours = { pdd: 24, shp_1: 2000 }
  expect(readHours(writeHours(hours))).toEqual(hours)
  expect(readHours('')).toEqual({})
  for (const wrong of ['pdd', 'pdd 0', 'pdd 2001', 'pdd 1.5', 'pdd 1\npdd 2', 'pdd 1 2']) expect(readHours(wrong)).toBeNull()
})
