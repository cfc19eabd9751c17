import type { Query, QueryClient } from '@tanstack/react-query'
import { type ChangeNotice, ChangeGroups, type GroupedChange } from './live-groups'
import { session } from './session'

export interface LiveView {
  /** `down` only after five seconds without a stream: a blink is not worth a banner. */
  state: 'off' | 'connecting' | 'live' | 'down'
  /** When the figures on the screen were last known to be current (ms), null before the first contact. */
  freshAt: number | null
}

type Relay = { kind: 'changed'; notice: ChangeNotice } | { kind: 'beat' } | { kind: 'lost' } | { kind: 'ask' }

const LOCK = 'dianzhang.live'
const DOWN_AFTER_MS = 5_000
/** The server sends a heartbeat every 15 s. */
const SILENT_AFTER_MS = 35_000
const LONGEST_WAIT_MS = 30_000

/**
 * One event stream for the whole browser: the tab that holds the Web Lock listens and relays to the others, because a
 * browser opens only six connections to one HTTP/1.1 address. When the leading tab closes, the next one takes over; when
 * it sleeps (a frozen background tab sends no beat), another steals the lock.
 */
export class LiveStream {
  private view: LiveView = { state: 'off', freshAt: null }
  private readonly listeners = new Set<() => void>()
  private readonly groups: ChangeGroups
  private channel: BroadcastChannel | null = null
  private source: EventSource | null = null
  private release: (() => void) | null = null
  private watch: ReturnType<typeof setInterval> | null = null
  private reopen: ReturnType<typeof setTimeout> | null = null
  private waitMs = 1_000
  private lostAt: number | null = null
  private running = false

  constructor(
    onChanges: (changes: GroupedChange[]) => void,
    private readonly onBack: () => void,
  ) {
    this.groups = new ChangeGroups(onChanges)
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  snapshot = (): LiveView => this.view

  start(): void {
    if (this.running || typeof EventSource === 'undefined') return
    this.running = true
    this.lostAt = Date.now()
    this.set({ state: 'connecting', freshAt: this.view.freshAt })
    if (typeof BroadcastChannel !== 'undefined') {
      this.channel = new BroadcastChannel(LOCK)
      this.channel.addEventListener('message', (event) => this.hear(event.data as Relay))
      this.send({ kind: 'ask' })
    }
    this.watch = setInterval(() => this.look(), 1_000)
    this.lead(false)
  }

  stop(): void {
    this.running = false
    this.groups.stop()
    this.close()
    this.release?.()
    this.release = null
    this.channel?.close()
    this.channel = null
    if (this.watch) clearInterval(this.watch)
    this.set({ state: 'off', freshAt: null })
  }

  private lead(steal: boolean): void {
    if (typeof navigator === 'undefined' || !navigator.locks) {
      this.open()
      return
    }
    const hold = () =>
      new Promise<void>((resolve) => {
        if (!this.running) return resolve()
        this.release = resolve
        this.open()
      })
    navigator.locks.request(LOCK, { mode: 'exclusive', steal }, hold).catch(() => {
      // Another tab stole the lock while this one slept: follow it, and stand in line again.
      this.close()
      this.release = null
      if (this.running) this.lead(false)
    })
  }

  private open(): void {
    this.close()
    const source = new EventSource('/api/live', { withCredentials: true })
    this.source = source
    const beat = () => {
      this.waitMs = 1_000
      this.beat()
      this.send({ kind: 'beat' })
    }
    source.addEventListener('open', beat)
    source.addEventListener('hello', beat)
    source.addEventListener('heartbeat', beat)
    source.addEventListener('changed', (event) => {
      beat()
      const notice = readNotice((event as MessageEvent<string>).data)
      if (!notice) return
      this.groups.add(notice)
      this.send({ kind: 'changed', notice })
    })
    source.addEventListener('error', () => {
      this.lost()
      this.send({ kind: 'lost' })
      // A refused stream (401, 502) is closed for good by the browser: sign in again, then try again, ever more slowly.
      if (source.readyState === EventSource.CLOSED) this.openLater()
    })
  }

  private openLater(): void {
    this.close()
    const timer = setTimeout(() => {
      session
        .freshToken()
        .catch(() => null)
        // Unless it was stopped, or another tab took over, while the token was on its way.
        .finally(() => this.reopen === timer && this.open())
    }, this.waitMs)
    this.reopen = timer
    this.waitMs = Math.min(this.waitMs * 2, LONGEST_WAIT_MS)
  }

  private close(): void {
    if (this.reopen) clearTimeout(this.reopen)
    this.reopen = null
    this.source?.close()
    this.source = null
  }

  private hear(relay: Relay): void {
    if (relay.kind === 'ask') {
      if (this.source?.readyState === EventSource.OPEN) this.send({ kind: 'beat' })
    } else if (relay.kind === 'lost') this.lost()
    else {
      this.beat()
      if (relay.kind === 'changed') this.groups.add(relay.notice)
    }
  }

  private beat(): void {
    const wasDown = this.lostAt !== null
    this.lostAt = null
    this.set({ state: 'live', freshAt: Date.now() })
    // Notices sent meanwhile are gone: whatever is on the screen may be old. So may be what the first page read before the first connection stood.
    if (wasDown) this.onBack()
  }

  private lost(): void {
    this.lostAt ??= Date.now()
  }

  private look(): void {
    const now = Date.now()
    const silent = this.view.freshAt !== null && now - this.view.freshAt > SILENT_AFTER_MS
    if (silent && this.lostAt === null) {
      this.lostAt = now
      if (this.source) this.open()
      else if (document.visibilityState === 'visible') this.lead(true)
    }
    if (this.lostAt !== null && now - this.lostAt > DOWN_AFTER_MS && this.view.state !== 'down') this.set({ ...this.view, state: 'down' })
  }

  private send(relay: Relay): void {
    this.channel?.postMessage(relay)
  }

  private set(view: LiveView): void {
    const same = view.state === this.view.state && view.state === 'live'
    this.view = view
    // A beat only moves the time: nobody shows it while the stream is live.
    if (!same) for (const listener of this.listeners) listener()
  }
}

function readNotice(text: string): ChangeNotice | null {
  try {
    const value = JSON.parse(text) as Partial<ChangeNotice>
    return typeof value.noun === 'string' ? { noun: value.noun, ids: Array.isArray(value.ids) ? value.ids : [] } : null
  } catch {
    return null
  }
}

/** Which queries a change touches: keys begin with the noun (see query-keys), or the query names it in `meta.nouns`. */
export function touches(query: Pick<Query, 'queryKey' | 'meta'>, change: GroupedChange): boolean {
  if ((query.meta?.nouns as string[] | undefined)?.includes(change.noun)) return true
  const [noun, kind, id] = query.queryKey
  if (noun !== change.noun) return false
  return kind !== 'one' || change.ids === null || change.ids.has(id as string)
}

export function liveFor(client: QueryClient): LiveStream {
  return new LiveStream(
    (changes) => void client.invalidateQueries({ predicate: (query) => changes.some((change) => touches(query, change)) }),
    () => void client.invalidateQueries(),
  )
}
