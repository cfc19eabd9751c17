import { useEffect, useRef, useSyncExternalStore } from 'react'
import { ApiError, asApiError } from '@/shared/api'
import { common } from '@/shared/i18n/basics'
import { IconButton } from './button'
import { CloseIcon } from './icons'
import { ToneIcon } from './states'

interface Toast {
  id: number
  tone: 'success' | 'info' | 'warning' | 'danger'
  text: string
  detail?: string
}

let toasts: readonly Toast[] = []
let nextId = 1
const listeners = new Set<() => void>()

function set(next: readonly Toast[]): void {
  toasts = next
  for (const listener of listeners) listener()
}

function add(tone: Toast['tone'], text: string, detail?: string): void {
  const id = nextId++
  set([...toasts.filter((one) => one.text !== text).slice(-3), { id, tone, text, ...(detail ? { detail } : {}) }])
  // A refusal stays until it is read; good news goes by itself.
  if (tone !== 'danger') setTimeout(() => dismiss(id), 5_000)
}

function dismiss(id: number): void {
  set(toasts.filter((one) => one.id !== id))
}

/** Short news of what just happened. What must be acted on belongs into the page. */
export const toast = {
  success: (text: string, detail?: string) => add('success', text, detail),
  info: (text: string, detail?: string) => add('info', text, detail),
  warning: (text: string, detail?: string) => add('warning', text, detail),
  /** Any thrown thing: the server's sentence with its rule, or that no answer came. */
  error: (error: unknown) => {
    const problem = error instanceof ApiError ? error : asApiError(error)
    const text = problem.detail || problem.title || common.say(problem.status === 0 ? 'error.noAnswer' : 'error.broken')
    const rule = problem.rule ? `${common.say('error.rule', { rule: problem.rule })} · ` : ''
    add('danger', text, `${rule}${problem.request_id ? common.say('error.requestId', { id: problem.request_id }) : ''}`)
  },
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function Toasts() {
  const t = common.use()
  const shown = useSyncExternalStore(subscribe, () => toasts)
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // In the top layer, else an open dialog would cover the news.
    const box = ref.current
    if (!box || typeof box.showPopover !== 'function') return
    if (box.matches(':popover-open')) box.hidePopover()
    if (shown.length > 0) box.showPopover()
  }, [shown])
  return (
    <div ref={ref} popover="manual" className="dz-toasts" role="region" aria-live="polite" aria-label={t('news')}>
      {shown.map((one) => (
        <div key={one.id} className="dz-toast" data-tone={one.tone}>
          <ToneIcon tone={one.tone} />
          <div className="dz-grow">
            <div>{one.text}</div>
            {one.detail && <div className="dz-error-meta">{one.detail}</div>}
          </div>
          <IconButton label={t('close')} icon={CloseIcon} size="small" onClick={() => dismiss(one.id)} />
        </div>
      ))}
    </div>
  )
}
