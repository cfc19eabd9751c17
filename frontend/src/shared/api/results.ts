import type { Answer } from './fetch'

interface Result<T> {
  data: T | undefined
  response?: Response
}

/** The body of a generated call: `await body(ordersGetOrder({path}))`. Refusals have been thrown already, as ApiError. */
export async function body<T>(call: Promise<Result<T>>): Promise<NonNullable<T>> {
  return (await call).data as NonNullable<T>
}

/** The body with its version, for a later change with `headers: ifMatch(etag)`. */
export async function versioned<T>(call: Promise<Result<T>>): Promise<Answer<NonNullable<T>>> {
  const result = await call
  return { value: result.data as NonNullable<T>, etag: result.response?.headers.get('ETag') ?? null }
}

export function ifMatch(etag: string | null): Record<string, string> {
  return etag ? { 'If-Match': etag } : {}
}
