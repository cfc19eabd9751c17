import { store, stored } from '@/shared/lib/stored'
import { ApiError, noAnswer, readProblem } from './errors'

export interface SessionAccount {
  id: string
  login: string
  name: string
  locale: string
  permissions: string[]
  shop_ids: string[] | null
  /** on, off, or required: then nothing is permitted until it is set up. */
  second_factor: string
}

interface SessionAnswer {
  access_token: string
  expires_in: number
  account: SessionAccount
}

/** `unknown` until the first refresh has answered; `unreachable` when it could not be asked. */
export type SessionState = 'unknown' | 'in' | 'out' | 'unreachable'

const SESSIONS = '/api/people/v1/sessions'
const LOCK = 'dianzhang.refresh'
const EARLY_SECONDS = 30
const SEEN_KEY = 'dianzhang.seen'

/**
 * The access token lives in memory only; the refresh token is a cookie that scripts cannot read. The refresh token
 * rotates, so two refreshes at once would look like theft: one flight per tab, one Web Lock over all tabs, and the tab
 * that got a new token hands it to the others.
 */
export class Session {
  state: SessionState = 'unknown'
  account: SessionAccount | null = null
  private token: string | null = null
  private expiresAt = 0
  private flight: Promise<string | null> | null = null
  private readonly listeners = new Set<() => void>()
  private readonly channel: BroadcastChannel | null

  constructor(private readonly now: () => number = () => Date.now()) {
    this.channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('dianzhang.session')
    this.channel?.addEventListener('message', (event) => this.hear(event.data as SessionNews))
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** What React compares: a new object each time something changed. */
  snapshot = (): SessionView => this.view
  private view: SessionView = { state: 'unknown', account: null }

  /** Called once when the page opens. */
  async start(): Promise<void> {
    if (!wasSignedIn()) return this.leave(false)
    // Its failure is the state `unreachable`.
    await this.refresh().catch(() => null)
  }

  /** `code`: of the second factor, once it was asked for with `second_factor_needed`. */
  async signIn(login: string, password: string, code?: string): Promise<SessionAccount> {
    const answer = await ask(SESSIONS, { login, password, ...(code ? { code } : {}) })
    this.take(answer, true)
    return answer.account
  }

  /** Always ends signed out here; the server is told if it can be reached. */
  async signOut(): Promise<void> {
    const token = this.token
    try {
      await fetch(`${SESSIONS}/current`, { method: 'DELETE', headers: token ? { Authorization: `Bearer ${token}` } : {}, credentials: 'same-origin' })
    } catch {
      // No line: the cookie stays until it expires, and the next visit may still be signed in. The person sees the login page.
    } finally {
      this.leave(true)
    }
  }

  /** A token that is good for at least half a minute, refreshed if need be; null when nobody is signed in. */
  async freshToken(): Promise<string | null> {
    if (this.token && this.now() < this.expiresAt - EARLY_SECONDS * 1000) return this.token
    return this.refresh()
  }

  /** Called after a 401: the token that was refused is not used again. */
  async replaceToken(refused: string | null): Promise<string | null> {
    if (this.token && this.token !== refused) return this.token
    this.expiresAt = 0
    return this.refresh()
  }

  refresh(): Promise<string | null> {
    this.flight ??= this.refreshOnce().finally(() => {
      this.flight = null
    })
    return this.flight
  }

  update(change: Partial<Pick<SessionAccount, 'name' | 'locale'>>): void {
    if (!this.account) return
    this.account = { ...this.account, ...change }
    this.tell()
  }

  /** `orders.*` and `*` hold what they cover. */
  can(permission: string): boolean {
    return allows(this.account?.permissions ?? [], permission)
  }

  private async refreshOnce(): Promise<string | null> {
    const before = this.token
    return withLock(LOCK, async () => {
      // Another tab may have refreshed while we waited, and told us.
      if (this.token && this.token !== before && this.now() < this.expiresAt - EARLY_SECONDS * 1000) return this.token
      try {
        this.take(await (takeEarly() ?? ask(`${SESSIONS}/refresh`)), true)
        return this.token
      } catch (error) {
        if (error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429) {
          this.leave(false)
          return null
        }
        if (this.state !== 'in') this.move('unreachable')
        throw error
      }
    })
  }

  private take(answer: SessionAnswer, tellOthers: boolean): void {
    this.token = answer.access_token
    this.expiresAt = this.now() + answer.expires_in * 1000
    this.account = answer.account
    store(SEEN_KEY, '1')
    this.move('in')
    if (tellOthers) this.channel?.postMessage({ kind: 'in', answer: { ...answer, expires_in: answer.expires_in } } satisfies SessionNews)
  }

  private leave(tellOthers: boolean): void {
    this.token = null
    this.expiresAt = 0
    this.account = null
    store(SEEN_KEY, null)
    this.move('out')
    if (tellOthers) this.channel?.postMessage({ kind: 'out' } satisfies SessionNews)
  }

  private hear(news: SessionNews): void {
    if (news.kind === 'in') this.take(news.answer, false)
    else if (this.state === 'in') this.leave(false)
  }

  private move(state: SessionState): void {
    this.state = state
    this.tell()
  }

  private tell(): void {
    this.view = { state: this.state, account: this.account }
    for (const listener of this.listeners) listener()
  }
}

export interface SessionView {
  state: SessionState
  account: SessionAccount | null
}

type SessionNews = { kind: 'in'; answer: SessionAnswer } | { kind: 'out' }

export function allows(held: readonly string[], permission: string | readonly string[]): boolean {
  if (typeof permission !== 'string') return permission.some((one) => allows(held, one))
  const service = permission.split('.', 1)[0]
  return held.some((one) => one === '*' || one === permission || one === `${service}.*`)
}

/** Whether this browser was signed in when it was last open, or cannot tell: without it the first visit need not ask the server. */
export function wasSignedIn(): boolean {
  return stored(SEEN_KEY) !== null
}

async function withLock<T>(name: string, work: () => Promise<T>): Promise<T> {
  if (typeof navigator === 'undefined' || !navigator.locks) return work()
  return navigator.locks.request(name, work)
}

declare global {
  interface Window {
    /** The refresh that public/start.js began while the scripts were still on their way. */
    dianzhangEarly?: Promise<Response> | undefined
  }
}

function takeEarly(): Promise<SessionAnswer> | null {
  const early = window.dianzhangEarly
  window.dianzhangEarly = undefined
  return early ? read(early) : null
}

function ask(url: string, body?: unknown): Promise<SessionAnswer> {
  return read(
    fetch(url, {
      method: 'POST',
      credentials: 'same-origin',
      headers: {
        Accept: 'application/json',
        'Accept-Language': document.documentElement.lang || 'zh-CN',
        'X-Requested-With': 'dianzhang',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  )
}

async function read(call: Promise<Response>): Promise<SessionAnswer> {
  let response: Response
  try {
    response = await call
  } catch (error) {
    throw noAnswer(error)
  }
  if (!response.ok) throw await readProblem(response)
  return (await response.json()) as SessionAnswer
}

export const session = new Session()
