import { type KeyboardEvent, type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { Button, type ButtonProps, IconButton, type IconButtonProps } from './button'
import type { Icon } from './icons'

type Trigger = { kind: 'button'; props: ButtonProps } | { kind: 'icon'; props: IconButtonProps }

interface PopoverProps {
  trigger: Trigger
  /** What the panel is, for those who hear the page. */
  label: string
  role?: 'dialog' | 'menu'
  children: (close: () => void) => ReactNode
}

/** A panel at its button, in the browser's top layer; closes on Escape, and when a click or the focus goes elsewhere. */
export function Popover({ trigger, label, role = 'dialog', children }: PopoverProps) {
  const [open, setOpen] = useState(false)
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const panel = useRef<HTMLDivElement>(null)

  useLayoutEffect(() => {
    const box = panel.current
    if (!open || !box) return
    if (typeof box.showPopover === 'function' && !box.matches(':popover-open')) box.showPopover()
    place(box, button.current)
    box.querySelector<HTMLElement>('[autofocus], input, button, a')?.focus()
  }, [open])

  useEffect(() => {
    if (!open) return
    const away = (event: Event) => {
      const target = event.target as Node
      if (!panel.current?.contains(target) && !button.current?.contains(target)) setOpen(false)
    }
    const follow = () => panel.current && place(panel.current, button.current)
    document.addEventListener('mousedown', away)
    window.addEventListener('resize', follow)
    return () => {
      document.removeEventListener('mousedown', away)
      window.removeEventListener('resize', follow)
    }
  }, [open])

  const close = () => {
    setOpen(false)
    button.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && open) {
      event.preventDefault()
      event.stopPropagation()
      close()
    }
  }
  const shared = { 'aria-haspopup': role, 'aria-expanded': open, 'aria-controls': open ? id : undefined, onClick: () => setOpen(!open) } as const
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- only hears Escape, and the focus leave, of what is inside
    <span className="dz-pop" onKeyDown={onKeyDown} onBlur={(event) => event.relatedTarget && !event.currentTarget.contains(event.relatedTarget) && setOpen(false)}>
      {trigger.kind === 'icon' ? <IconButton {...trigger.props} {...shared} ref={button} /> : <Button {...trigger.props} {...shared} ref={button} />}
      {open && (
        <div ref={panel} id={id} popover="manual" role={role} aria-label={label} className="dz-pop-panel">
          {/* oxlint-disable-next-line react/refs -- `close` reads the ref when it is called, after a press */}
          {children(close)}
        </div>
      )}
    </span>
  )
}

function place(box: HTMLElement, anchor: HTMLElement | null): void {
  if (!anchor) return
  const at = anchor.getBoundingClientRect()
  const { offsetWidth: width, offsetHeight: height } = box
  const below = at.bottom + 4 + height <= window.innerHeight || at.top < height
  box.style.top = `${Math.max(8, below ? Math.min(at.bottom + 4, window.innerHeight - height - 8) : at.top - height - 4)}px`
  box.style.left = `${Math.max(8, Math.min(at.left, window.innerWidth - width - 8))}px`
}

export type MenuItem =
  | { id: string; label: string; icon?: Icon; danger?: boolean; disabled?: boolean; checked?: boolean; onPick: () => void }
  | { id: string; line: true }

function moveFocus(event: KeyboardEvent<HTMLDivElement>): void {
  const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 }
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role^="menuitem"]:not(:disabled)')]
  const here = items.indexOf(document.activeElement as HTMLElement)
  const step = steps[event.key]
  const next = step !== undefined ? (here + step + items.length) % items.length : event.key === 'Home' ? 0 : event.key === 'End' ? items.length - 1 : null
  if (next === null) return
  event.preventDefault()
  items[next]?.focus()
}

/** A list of things to do, at its button. */
export function Menu({ trigger, label, items }: { trigger: Trigger; label: string; items: readonly MenuItem[] }) {
  return (
    <Popover trigger={trigger} label={label} role="menu">
      {(close) => (
        // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- moves the focus between the items
        <div onKeyDown={moveFocus} role="presentation">
          {items.map((item) =>
            'line' in item ? (
              <div key={item.id} className="dz-menu-line" role="separator" />
            ) : (
              <button
                key={item.id}
                type="button"
                role={item.checked === undefined ? 'menuitem' : 'menuitemradio'}
                aria-checked={item.checked}
                className="dz-menu-item"
                data-kind={item.danger ? 'danger' : undefined}
                disabled={item.disabled}
                onClick={() => {
                  close()
                  item.onPick()
                }}
              >
                {item.icon && <item.icon size={16} aria-hidden="true" />}
                <span className="dz-grow">{item.label}</span>
                {item.checked && <span aria-hidden="true">✓</span>}
              </button>
            ),
          )}
        </div>
      )}
    </Popover>
  )
}
