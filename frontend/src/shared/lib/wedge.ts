import { useEffect, useRef } from 'react'

export interface ScanRules {
  /** A hand is slower than this on average, a scanner never. */
  meanGapMs: number
  gapMs: number
  shortest: number
}

export const SCANNER: ScanRules = { meanGapMs: 50, gapMs: 100, shortest: 3 }

interface KeyPress {
  key: string
  at: number
}

/**
 * Tells a keyboard-wedge scanner from a hand by its speed. `press` returns the code when an Enter or Tab ends a burst
 * that no hand could type, else null.
 */
export class WedgeReader {
  private presses: KeyPress[] = []

  constructor(private readonly rules: ScanRules = SCANNER) {}

  press(key: string, at: number): string | null {
    if (key === 'Enter' || key === 'Tab') {
      const code = this.finish(at)
      this.presses = []
      return code
    }
    if (key.length !== 1) {
      // Shift and its like come with capital letters; they neither end nor belong to a code.
      if (key !== 'Shift' && key !== 'CapsLock') this.presses = []
      return null
    }
    const last = this.presses.at(-1)
    if (last && at - last.at > this.rules.gapMs) this.presses = []
    this.presses.push({ key, at })
    return null
  }

  private finish(at: number): string | null {
    const { presses, rules } = this
    const first = presses[0]
    const last = presses.at(-1)
    if (!first || !last || presses.length < rules.shortest) return null
    if (at - last.at > rules.gapMs) return null
    if ((at - first.at) / presses.length > rules.meanGapMs) return null
    return presses.map((press) => press.key).join('')
  }
}

/**
 * Hears a scanner anywhere on the page, also while a field is focused: capture phase, before the page's own keys. The
 * scan station keeps a focused input as its main way (`handled` fields: those with data-scan), this is the net below it.
 */
export function useWedgeScanner(onScan: (code: string) => void, options: { enabled?: boolean; rules?: ScanRules } = {}): void {
  const { enabled = true, rules = SCANNER } = options
  const heard = useRef(onScan)
  useEffect(() => {
    heard.current = onScan
  })
  useEffect(() => {
    if (!enabled) return
    const reader = new WedgeReader(rules)
    const onKey = (event: KeyboardEvent) => {
      // An input method composing Chinese sends keys of its own.
      if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.target instanceof HTMLElement && event.target.dataset.scan !== undefined) return
      const code = reader.press(event.key, event.timeStamp)
      if (code === null) return
      event.preventDefault()
      event.stopPropagation()
      heard.current(code)
    }
    window.addEventListener('keydown', onKey, { capture: true })
    return () => window.removeEventListener('keydown', onKey, { capture: true })
  }, [enabled, rules])
}
