import { MutationCache, QueryClient } from '@tanstack/react-query'
import { ApiError } from './errors'

let tellRefused: (error: unknown) => void = () => undefined

/** Who shows a refused change that no page shows itself: the shell, as a toast. */
export function onRefused(listener: (error: unknown) => void): void {
  tellRefused = listener
}

const QUICK_MS = 500
const SLOW_MS = 4_000

function wait(attempt: number, error: unknown): number {
  if (error instanceof ApiError && error.retryAfterSeconds) return error.retryAfterSeconds * 1000
  return Math.min(QUICK_MS * 2 ** attempt, SLOW_MS)
}

/**
 * Reads are repeated when trying again can help; changes never by themselves: a person decides, and presses again with the
 * same Idempotency-Key. A page that shows a refusal itself says so with `meta: {quiet: true}`.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (failures, error) => failures < 2 && error instanceof ApiError && error.retryable,
      retryDelay: wait,
    },
    mutations: { retry: false },
  },
  mutationCache: new MutationCache({ onError: (error, _variables, _result, mutation) => mutation.meta?.quiet !== true && tellRefused(error) }),
})
