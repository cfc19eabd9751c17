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
  onClose: () => void
  children: ReactNode
  foot?: ReactNode
  width?: number
  className?: string
  /** The title is read aloud but not shown. */
  bare?: boolean
}

/** The browser's own modal dialog: it keeps the focus inside, closes on Escape and gives the focus back. */
export function Dialog({ open, title, onClose, children, foot, width = 480, className = '', bare = false }: DialogProps) {
  const t = common.use()
  const ref = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const dialog = ref.current
    if (!dialog) return
    if (open && !dialog.open) {
      dialog.showModal()
      firstField(dialog)?.focus()
    }
    if (!open && dialog.open) dialog.close()
  }, [open])
  if (!open) return null
  return createPortal(
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a click beside a bare dialog closes it; Escape does the same
    <dialog
      ref={ref}
      className={`dz-dialog ${className}`}
      style={{ '--dialog': `${width}px` } as React.CSSProperties}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onMouseDown={(event) => event.target === ref.current && bare && onClose()}
    >
      {bare ? (
        <h2 id={id} className="dz-hidden">
          {title}
        </h2>
      ) : (
        <div className="dz-dialog-head">
          <h2 id={id}>{title}</h2>
          <IconButton label={t('close')} icon={CloseIcon} size="small" onClick={onClose} />
        </div>
      )}
      <div className="dz-dialog-body">{children}</div>
      {foot && <div className="dz-dialog-foot">{foot}</div>}
    </dialog>,
    document.body,
  )
}
