import { noAnswer, readProblem } from './errors'
import { IdempotencyKeys, newKey, quoted } from './idempotency'
import { session } from './session'

const keys = new IdempotencyKeys()
const CHANGES = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/** What makes two requests the same action. A body that is no text (a file) is never the same. */
async function fingerprint(request: Request): Promise<string> {
  const type = request.headers.get('Content-Type') ?? ''
  const body = type.includes('json') || type === '' ? await request.clone().text() : newKey()
  return `${request.method} ${request.url} ${body}`
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError'
}

async function send(request: Request, token: string | null): Promise<Response> {
  const attempt = request.clone()
  if (token) attempt.headers.set('Authorization', `Bearer ${token}`)
  try {
    return await fetch(attempt)
  } catch (error) {
    if (isAbort(error)) throw error
    throw noAnswer(error)
  }
}

/**
 * The one way to the services: signs in the request, refreshes a refused token once, names the language, gives each POST
 * its Idempotency-Key, and turns every refusal into an ApiError. Never resolves with a status other than 2xx or 304.
 */
export async function apiFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const request = new Request(input, { credentials: 'same-origin', ...init })
  request.headers.set('Accept-Language', document.documentElement.lang || 'zh-CN')
  if (CHANGES.has(request.method)) request.headers.set('X-Requested-With', 'dianzhang')
  const print = request.method === 'POST' ? await fingerprint(request) : null
  if (print && !request.headers.has('Idempotency-Key')) request.headers.set('Idempotency-Key', quoted(keys.keyFor(print)))

  const token = await session.freshToken()
  let response = await send(request, token)
  if (response.status === 401) {
    const newer = await session.replaceToken(token)
    if (newer) response = await send(request, newer)
  }
  if (print && response.status < 500 && response.status !== 408 && response.status !== 409 && response.status !== 429) keys.settle(print)
  if (response.ok || response.status === 304) return response
  const error = await readProblem(response)
  // A 409 may also say that the first one is still running: only then the key stays.
  if (print && error.status === 409 && error.code !== 'idempotency_key_in_use') keys.settle(print)
  throw error
}

export interface Answer<T> {
  value: T
  etag: string | null
}

/** A plain JSON call for what the shell itself needs, so that the first page does not load the generated client. */
export async function callJson<T>(method: string, url: string, options: { body?: unknown; etag?: string | null; signal?: AbortSignal } = {}): Promise<Answer<T>> {
  const response = await apiFetch(url, {
    method,
    headers: {
      Accept: 'application/json',
      ...(options.body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(options.etag ? { 'If-Match': options.etag } : {}),
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    ...(options.signal ? { signal: options.signal } : {}),
  })
  const text = response.status === 204 ? '' : await response.text()
  return { value: (text ? JSON.parse(text) : undefined) as T, etag: response.headers.get('ETag') }
}
