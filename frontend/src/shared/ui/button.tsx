import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import type { Icon } from './icons'

export type ButtonKind = 'primary' | 'default' | 'quiet' | 'danger' | 'link'

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: ButtonKind
  size?: 'small' | 'normal' | 'large'
  icon?: Icon
  /** Shows that it works, and takes no second press. */
  busy?: boolean
  ref?: Ref<HTMLButtonElement>
}

export function Button({ kind = 'default', size = 'normal', icon: IconShape, busy = false, children, disabled, type = 'button', className = '', ...rest }: ButtonProps) {
  return (
    <button {...rest} type={type} className={`dz-button ${className}`} data-kind={kind} data-size={size} disabled={disabled || busy} aria-busy={busy || undefined}>
      {busy ? <span className="dz-spin" aria-hidden="true" /> : IconShape && <IconShape size={16} aria-hidden="true" />}
      {children}
    </button>
  )
}

export interface IconButtonProps extends Omit<ButtonProps, 'children' | 'icon'> {
  /** What it does, in words: read aloud and shown on hover. */
  label: string
  icon: Icon
  children?: ReactNode
}

export function IconButton({ label, icon: IconShape, kind = 'quiet', size = 'normal', busy = false, type = 'button', disabled, children, ...rest }: IconButtonProps) {
  return (
    <button {...rest} type={type} className="dz-button" data-kind={kind} data-size={size} data-icon="only" aria-label={label} title={rest.title ?? label} disabled={disabled || busy}>
      {busy ? <span className="dz-spin" aria-hidden="true" /> : <IconShape size={size === 'small' ? 15 : 17} aria-hidden="true" />}
      {children}
    </button>
  )
}
