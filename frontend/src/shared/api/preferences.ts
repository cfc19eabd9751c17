import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef } from 'react'
import { ApiError } from './errors'
import { callJson } from './fetch'

const SAVE_AFTER_MS = 600
const address = (key: string) => `/api/people/v1/me/preferences/${encodeURIComponent(key)}`

async function readPreference<T>(key: string): Promise<T | null> {
  try {
    return (await callJson<{ value: T }>('GET', address(key))).value.value
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null
    throw error
  }
}

/**
 * Something a person arranged (columns, saved views), kept in the account so that it follows them to another machine.
 * Saved a moment after the last change; a change shows at once.
 */
export function usePreference<T>(key: string, fallback: T): { value: T; ready: boolean; save: (value: T) => void; reset: () => void } {
  const client = useQueryClient()
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const unsaved = useRef<{ value: T | null } | null>(null)
  const { data, isPending, isError } = useQuery({
    queryKey: ['preference', 'one', key],
    queryFn: () => readPreference<T>(key),
    staleTime: Number.POSITIVE_INFINITY,
  })

  const flush = useCallback(() => {
    if (timer.current) clearTimeout(timer.current)
    timer.current = null
    const change = unsaved.current
    unsaved.current = null
    if (!change) return
    const call = change.value === null ? callJson('DELETE', address(key)) : callJson('PUT', address(key), { body: { value: change.value } })
    // A lost arrangement of columns is not worth a message; the next change saves it all again.
    call.catch(() => undefined)
  }, [key])

  useEffect(() => flush, [flush])

  const put = useCallback(
    (value: T | null) => {
      client.setQueryData(['preference', 'one', key], value)
      unsaved.current = { value }
      if (timer.current) clearTimeout(timer.current)
      timer.current = setTimeout(flush, SAVE_AFTER_MS)
    },
    [client, flush, key],
  )

  return { value: data ?? fallback, ready: !isPending || isError, save: put, reset: useCallback(() => put(null), [put]) }
}
