import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef } from 'react'
import { callJson } from './fetch'

const SAVE_AFTER_MS = 600
const ALL = '/api/people/v1/me/preferences'
const address = (key: string) => `${ALL}/${encodeURIComponent(key)}`

type Preferences = Readonly<Record<string, unknown>>
const KEY = ['preference', 'list'] as const
const PAGE = 100

interface PreferencePage {
  data: { key: string; value: unknown }[]
  next_cursor: string | null
}

/** All at once: they are few and small, and a page needs several. */
async function readPreferences(signal: AbortSignal): Promise<Preferences> {
  const found: Record<string, unknown> = {}
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: PreferencePage = (await callJson<PreferencePage>('GET', `${ALL}?limit=${PAGE}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`, { signal })).value
    for (const { key, value } of page.data) found[key] = value
    cursor = page.next_cursor
  }
  return found
}

/**
 * Something a person arranged (columns, saved views), kept in the account so that it follows them to another machine.
 * Saved a moment after the last change; a change shows at once. Nothing is kept until it is `ready`.
 */
export function usePreference<T>(key: string, fallback: T): { value: T; ready: boolean; save: (value: T) => void; reset: () => void } {
  const client = useQueryClient()
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const unsaved = useRef<{ value: T | null } | null>(null)
  const { data } = useQuery({ queryKey: KEY, queryFn: ({ signal }) => readPreferences(signal), staleTime: Number.POSITIVE_INFINITY })

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
      // What could not be read is not written over: one view saved then would be the only one left.
      if (!client.getQueryData(KEY)) return
      client.setQueryData<Preferences>(KEY, (old) => ({ ...old, [key]: value }))
      unsaved.current = { value }
      if (timer.current) clearTimeout(timer.current)
      timer.current = setTimeout(flush, SAVE_AFTER_MS)
    },
    [client, flush, key],
  )

  return { value: (data?.[key] as T | null | undefined) ?? fallback, ready: data !== undefined, save: put, reset: useCallback(() => put(null), [put]) }
}
