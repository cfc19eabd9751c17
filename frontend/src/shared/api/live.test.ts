import { QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type LiveStream, liveFor, touches } from './live'
import { ChangeGroups, type GroupedChange } from './live-groups'
import { keysOf } from './query-keys'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('a burst is told at once and then every two seconds, each thing once', () => {
  const passed: GroupedChange[][] = []
  const groups = new ChangeGroups((changes) => passed.push(changes))
  groups.add({ noun: 'order', ids: ['ord_1'] })
  groups.add({ noun: 'order', ids: ['ord_2', 'ord_1'] })
  vi.advanceTimersByTime(0)
  expect(passed).toEqual([[{ noun: 'order', ids: new Set(['ord_1', 'ord_2']) }]])
  for (let n = 0; n < 100; n += 1) groups.add({ noun: n % 2 ? 'order' : 'shipment', ids: [`x${n}`] })
  vi.advanceTimersByTime(1_900)
  expect(passed).toHaveLength(1)
  vi.advanceTimersByTime(100)
  expect(passed).toHaveLength(2)
  expect(passed[1]?.map((change) => [change.noun, change.ids?.size])).toEqual([['shipment', 50], ['order', 50]])
})

test('no ids, or a full notice, stand for all', () => {
  const passed: GroupedChange[][] = []
  const groups = new ChangeGroups((changes) => passed.push(changes))
  groups.add({ noun: 'order', ids: ['ord_1'] })
  groups.add({ noun: 'order', ids: [] })
  groups.add({ noun: 'order', ids: ['ord_2'] })
  groups.add({ noun: 'sku', ids: Array.from({ length: 200 }, (_, n) => `s${n}`) })
  vi.advanceTimersByTime(0)
  expect(passed[0]).toEqual([{ noun: 'order', ids: null }, { noun: 'sku', ids: null }])
})

const query = (queryKey: readonly unknown[], nouns?: string[]) => ({ queryKey, meta: nouns ? { nouns } : undefined })

test('a change touches its lists, its own pages, and whoever names the noun', () => {
  const orders = keysOf('order')
  const change = { noun: 'order', ids: new Set(['ord_1']) }
  expect(touches(query(orders.list({ q: 'a' })), change)).toBe(true)
  expect(touches(query(orders.one('ord_1', 'timeline')), change)).toBe(true)
  expect(touches(query(orders.one('ord_2')), change)).toBe(false)
  expect(touches(query(orders.one('ord_2')), { noun: 'order', ids: null })).toBe(true)
  expect(touches(query(orders.other('counts')), change)).toBe(true)
  expect(touches(query(keysOf('stock').list(), ['order']), change)).toBe(true)
  expect(touches(query(keysOf('stock').list()), change)).toBe(false)
})

class FakeSource extends EventTarget {
  static last: FakeSource | null = null
  static readonly CLOSED = 2
  static readonly OPEN = 1
  readyState = 1
  constructor(readonly url: string) {
    super()
    FakeSource.last = this
  }
  close() {
    this.readyState = 2
  }
  say(type: string, data: unknown = {}) {
    this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data) }))
  }
}

function startStream(): { live: LiveStream; invalidate: ReturnType<typeof vi.fn> } {
  vi.stubGlobal('EventSource', FakeSource)
  vi.stubGlobal('BroadcastChannel', undefined)
  vi.stubGlobal('navigator', { ...navigator, locks: undefined })
  const client = new QueryClient()
  const invalidate = vi.fn()
  client.invalidateQueries = invalidate
  const live = liveFor(client)
  live.start()
  return { live, invalidate }
}

test('the banner comes after five seconds without a stream, and all is read again when it is back', () => {
  const { live, invalidate } = startStream()
  const source = FakeSource.last
  source?.say('hello')
  expect(live.snapshot().state).toBe('live')
  // What the page read before the first connection stood may be old already.
  expect(invalidate).toHaveBeenCalledTimes(1)
  source?.dispatchEvent(new Event('error'))
  vi.advanceTimersByTime(4_000)
  expect(live.snapshot().state).toBe('live')
  vi.advanceTimersByTime(2_000)
  expect(live.snapshot()).toMatchObject({ state: 'down', freshAt: expect.any(Number) })
  expect(invalidate).toHaveBeenCalledTimes(1)
  source?.say('hello')
  expect(live.snapshot().state).toBe('live')
  expect(invalidate).toHaveBeenCalledTimes(2)
  live.stop()
  vi.unstubAllGlobals()
})

test('a stream that is silent for too long is not believed', () => {
  const { live } = startStream()
  FakeSource.last?.say('hello')
  const first = FakeSource.last
  vi.advanceTimersByTime(45_000)
  expect(live.snapshot().state).toBe('down')
  expect(FakeSource.last).not.toBe(first)
  FakeSource.last?.say('changed', { noun: 'order', ids: ['ord_1'] })
  expect(live.snapshot().state).toBe('live')
  live.stop()
  vi.unstubAllGlobals()
})
