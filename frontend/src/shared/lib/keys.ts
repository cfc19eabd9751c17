import { useEffect, useRef } from 'react'

/** A key that types belongs to the field that has the focus. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable) return true
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'submit', 'range', 'file'].includes(target.type)
  return target.tagName === 'TEXTAREA' || target.tagName === 'SELECT' || target.getAttribute('role') === 'combobox'
}

/** True while a dialog is open: the page below it hears no keys. */
export function dialogOpen(): boolean {
  return document.querySelector('dialog[open]') !== null
}

export type Keys = Record<string, (event: KeyboardEvent) => void>

/** Page-wide keys: `useKeys({'?': openHelp, 'mod+k': openPalette})`. Letters are not heard while somebody types; Escape is. */
export function useKeys(keys: Keys, enabled = true): void {
  const current = useRef(keys)
  useEffect(() => {
    current.current = keys
  })
  useEffect(() => {
    if (!enabled) return
    const onKey = (event: KeyboardEvent) => {
      if (event.isComposing || event.defaultPrevented) return
      const mod = event.ctrlKey || event.metaKey
      const handler = current.current[mod ? `mod+${event.key.toLowerCase()}` : event.key]
      if (!handler || event.altKey) return
      if (!mod && ((event.key.length === 1 && isTyping(event.target)) || dialogOpen())) return
      handler(event)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [enabled])
}
