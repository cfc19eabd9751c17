import { type ReactNode, useEffect, useId, useRef } from 'react'
import { createPortal } from 'react-dom'
import { common } from '@/shared/i18n/basics'
import { IconButton } from './button'
import { CloseIcon } from './icons'

/** Where somebody wants to begin: what is marked, else the first field. The browser would take the close button. */
function firstField(dialog: HTMLElement): HTMLElement | null {
  return dialog.querySelector<HTMLElement>('[data-focus]') ?? dialog.querySelector<HTMLElement>('input:not([type="hidden"], [type="file"]), textarea, select')
}

interface DialogProps {
  open: boolean
  title: string
  /** Without it only what is inside can close the dialog. */
  onClose?: () => void
  children: ReactNode
  foot?: ReactNode
  width?: number
  className?: string
  /** The title is read aloud but not shown. */
  bare?: boolean
}

/** An open calendar inside closes first; lists keep Escape to themselves. */
const CALENDAR = '.ant-picker-dropdown:not(.ant-picker-dropdown-hidden)'

/** The browser's own modal dialog: it keeps the focus inside. Escape asks to close, and the focus goes back to where it was. */
export function Dialog({ open, title, onClose, children, foot, width = 480, className = '', bare = false }: DialogProps) {
  const t = common.use()
  const ref = useRef<HTMLDialogElement>(null)
  const id = useId()
  const before = useRef<Element | null>(null)
  useEffect(() => {
    const dialog = ref.current
    if (!open || !dialog) return
    before.current ??= document.activeElement
    if (!dialog.open) {
      dialog.showModal()
      firstField(dialog)?.focus()
    }
    return () => {
      // A dialog that leaves the page takes the focus with it: back to the button, unless somebody else has taken it.
      if (dialog.isConnected) return
      if (document.activeElement === document.body && before.current instanceof HTMLElement) before.current.focus()
      before.current = null
    }
  }, [open])
  if (!open) return null
  return createPortal(
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a click beside a bare dialog closes it; Escape does the same
    <dialog
      ref={ref}
      className={`dz-dialog ${className}`}
      style={{ '--dialog': `${width}px` } as React.CSSProperties}
      aria-labelledby={id}
      onKeyDownCapture={(event) => {
        // The browser lets a dialog refuse Escape once; the second would close it behind our back.
        if (event.key === 'Escape') event.preventDefault()
      }}
      onKeyDown={(event) => event.key === 'Escape' && !event.nativeEvent.isComposing && !event.currentTarget.querySelector(CALENDAR) && onClose?.()}
      onCancel={(event) => {
        event.preventDefault()
        onClose?.()
      }}
      onMouseDown={(event) => event.target === ref.current && bare && onClose?.()}
    >
      {bare ? (
        <h2 id={id} className="dz-hidden">
          {title}
        </h2>
      ) : (
        <div className="dz-dialog-head">
          <h2 id={id}>{title}</h2>
          {onClose && <IconButton label={t('close')} icon={CloseIcon} size="small" onClick={onClose} />}
        </div>
      )}
      <div className="dz-dialog-body">{children}</div>
      {foot && <div className="dz-dialog-foot">{foot}</div>}
    </dialog>,
    document.body,
  )
}
