/** One wrong field of a request. `pointer` is a JSON pointer ("/lines/0/quantity") or a place in a file ("row 7"). */
export interface FieldProblem {
  pointer: string
  code: string
  detail: string
}

interface Problem {
  status?: number
  code?: string
  title?: string
  detail?: string
  request_id?: string
  retryable?: boolean
  rule?: string | null
  errors?: FieldProblem[]
}

/** Every failed call, whatever failed: the server's problem+json, a proxy's page, or the line. `status` 0 means no answer came. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly detail: string
  readonly request_id: string
  readonly retryable: boolean
  /** The number of the company's rule that said no ("ORD-3"), if one did. */
  readonly rule: string | null
  readonly errors: FieldProblem[]
  readonly retryAfterSeconds: number | null

  constructor(problem: Problem & { retryAfterSeconds?: number | null }) {
    super(problem.detail || problem.title || problem.code || 'error')
    this.name = 'ApiError'
    this.status = problem.status ?? 0
    this.code = problem.code ?? `http_${this.status}`
    this.title = problem.title ?? ''
    this.detail = problem.detail ?? ''
    this.request_id = problem.request_id ?? ''
    this.rule = problem.rule ?? null
    this.errors = problem.errors ?? []
    this.retryable = problem.retryable ?? isPassing(this.status)
    this.retryAfterSeconds = problem.retryAfterSeconds ?? null
  }

  /** We cannot know whether the server did it: sending the same again (same Idempotency-Key) is the only safe way on. */
  get uncertain(): boolean {
    return this.status === 0 || this.status === 408 || this.status >= 500
  }

  fieldDetail(pointer: string): string | undefined {
    return this.errors.find((field) => field.pointer === pointer)?.detail
  }
}

function isPassing(status: number): boolean {
  return status === 0 || status === 408 || status === 429 || status >= 502
}

function readRetryAfter(response: Response): number | null {
  const seconds = Number(response.headers.get('Retry-After'))
  return Number.isFinite(seconds) && seconds > 0 ? seconds : null
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Reads a refused answer. A body that is not a problem (a proxy's HTML page) still becomes an ApiError with its status. */
export async function readProblem(response: Response): Promise<ApiError> {
  let problem: Problem = {}
  try {
    const body: unknown = await response.json()
    if (isProblem(body)) problem = body
  } catch {
    problem = {}
  }
  return new ApiError({
    ...problem,
    errors: Array.isArray(problem.errors) ? problem.errors : [],
    request_id: problem.request_id ?? response.headers.get('X-Request-Id') ?? '',
    status: response.status,
    retryAfterSeconds: readRetryAfter(response),
  })
}

export function noAnswer(cause: unknown): ApiError {
  const error = new ApiError({ status: 0, code: 'no_answer', retryable: true })
  error.cause = cause
  return error
}

export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error
  return new ApiError({ status: 0, code: 'unexpected', detail: error instanceof Error ? error.message : String(error), retryable: false })
}
