import type { ReactNode } from 'react'
import { asApiError, type ApiError } from '@/shared/api'
import { common } from '@/shared/i18n/basics'
import { Button } from './button'
import type { Tone } from './chip'
import { AlertIcon, ErrorIcon, InboxIcon, InfoIcon, type Icon, SuccessIcon } from './icons'

export function EmptyState({ title, children, action, icon: Shape = InboxIcon }: { title: string; children?: ReactNode; action?: ReactNode; icon?: Icon }) {
  return (
    <div className="dz-empty">
      <Shape aria-hidden="true" />
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {action}
    </div>
  )
}

const TONE_ICONS: Record<Tone, Icon> = { neutral: InfoIcon, info: InfoIcon, special: InfoIcon, success: SuccessIcon, warning: AlertIcon, danger: ErrorIcon }

export function ToneIcon({ tone, size = 17 }: { tone: Tone; size?: number }) {
  const Shape = TONE_ICONS[tone]
  return <Shape size={size} aria-hidden="true" />
}

export function Banner({ tone = 'info', action, children }: { tone?: Tone; action?: ReactNode; children: ReactNode }) {
  return (
    <div className="dz-banner" data-tone={tone} role="status">
      <ToneIcon tone={tone} />
      <div className="dz-grow">{children}</div>
      {action}
    </div>
  )
}

/** What to do next, by what went wrong. The server's own sentence comes first. */
function useAdvice(error: ApiError): { title: string; advice: string } {
  const t = common.use()
  if (error.status === 0) return { title: t('error.noAnswer'), advice: t('error.noAnswerAdvice') }
  const kinds = { 401: 'signedOut', 403: 'forbidden', 404: 'notFound', 409: 'conflict', 412: 'stale', 413: 'tooLarge', 422: 'invalid', 428: 'stale', 429: 'tooMany', 503: 'down', 502: 'down', 504: 'down' } as const
  const kind = kinds[error.status as keyof typeof kinds] ?? (error.status >= 500 ? 'broken' : 'invalid')
  return { title: t(`error.${kind}`), advice: t(`error.${kind}Advice`) }
}

/** A refusal: the sentence, the rule behind it, each wrong field, what to do, and the number for support. `nameOf` says how the page calls a field. */
export function ErrorPanel({ error, onRetry, action, nameOf }: { error: unknown; onRetry?: () => void; action?: ReactNode; nameOf?: (pointer: string) => string | undefined }) {
  const t = common.use()
  const problem = asApiError(error)
  const { title, advice } = useAdvice(problem)
  return (
    <div className="dz-error" role="alert">
      <ErrorIcon size={18} aria-hidden="true" />
      <div className="dz-stack dz-grow" style={{ gap: 6 }}>
        <div className="dz-row">
          <strong>{problem.title || title}</strong>
          {problem.rule && <span className="dz-rule">{t('error.rule', { rule: problem.rule })}</span>}
        </div>
        {problem.detail && problem.detail !== problem.title && <div>{problem.detail}</div>}
        {problem.errors.length > 0 && (
          <ul>
            {problem.errors.slice(0, 50).map((field) => (
              <li key={`${field.pointer} ${field.code}`}>
                {nameOf?.(field.pointer) ? <strong>{nameOf(field.pointer)}</strong> : <code>{field.pointer}</code>} {field.detail}
              </li>
            ))}
          </ul>
        )}
        <div>{advice}</div>
        {(onRetry || action) && (
          <div className="dz-row">
            {onRetry && (
              <Button size="small" onClick={onRetry}>
                {t('again')}
              </Button>
            )}
            {action}
          </div>
        )}
        {problem.request_id && <div className="dz-error-meta">{t('error.requestId', { id: problem.request_id })}</div>}
      </div>
    </div>
  )
}

export function Skeleton({ lines = 3 }: { lines?: number }) {
  return (
    <div className="dz-stack" style={{ gap: 10 }} aria-hidden="true">
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className="dz-skeleton" style={{ width: `${90 - ((line * 17) % 45)}%` }} />
      ))}
    </div>
  )
}

interface LoadedProps<T> {
  query: { data: T | undefined; error: unknown; refetch: () => unknown }
  lines?: number
  children: (data: T) => ReactNode
}

/** Shows a query: skeleton, error with what to do, or its data; old data stays on the screen while a refresh fails, and says so. */
export function Loaded<T>({ query, lines = 4, children }: LoadedProps<T>) {
  if (query.data !== undefined) {
    return (
      <>
        {query.error ? <ErrorPanel error={query.error} onRetry={() => void query.refetch()} /> : null}
        {children(query.data)}
      </>
    )
  }
  if (query.error) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />
  return <Skeleton lines={lines} />
}

/** `value` 0 to 1, or undefined when nobody knows how long. */
export function ProgressBar({ value, label, tone }: { value?: number | undefined; label: string; tone?: Tone }) {
  const percent = value === undefined ? undefined : Math.round(Math.min(1, Math.max(0, value)) * 100)
  return (
    <div className="dz-progress" role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent} data-unknown={percent === undefined} data-tone={tone}>
      <span style={percent === undefined ? undefined : { width: `${percent}%` }} />
    </div>
  )
}
