import { type KeyboardEvent, useEffect, useId, useMemo, useState } from 'react'
import { common } from '@/shared/i18n/basics'
import { Dialog } from './dialog'
import type { Icon } from './icons'

export interface PaletteHit {
  id: string
  label: string
  detail?: string
  icon?: Icon
  onPick: () => void
}

/** One kind of thing that Ctrl-K finds. Features bring theirs (orders, SKUs); the shell brings the pages. */
export interface PaletteProvider {
  id: string
  /** Heading of its hits, in the reader's language. */
  title: () => string
  /** Held back until somebody has typed this much; 0 shows it from the start. */
  minLength: number
  permission?: string
  search: (text: string, signal: AbortSignal) => Promise<PaletteHit[]> | PaletteHit[]
}

interface Found {
  provider: PaletteProvider
  hits: PaletteHit[]
  failed: boolean
}

const WAIT_MS = 140

function useSearch(providers: readonly PaletteProvider[], text: string): { found: Found[]; busy: boolean } {
  const [answer, setAnswer] = useState<{ to: string | null; found: Found[] }>({ to: null, found: [] })
  useEffect(() => {
    const stop = new AbortController()
    const run = async () => {
      const asked = providers.filter((provider) => text.length >= provider.minLength)
      const answers = await Promise.all(
        asked.map(async (provider): Promise<Found> => {
          try {
            return { provider, hits: await provider.search(text, stop.signal), failed: false }
          } catch {
            // One service that is down must not empty the rest.
            return { provider, hits: [], failed: true }
          }
        }),
      )
      if (stop.signal.aborted) return
      setAnswer({ to: text, found: answers })
    }
    const timer = setTimeout(() => void run(), text ? WAIT_MS : 0)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [providers, text])
  return { found: answer.found, busy: answer.to !== text }
}

export function CommandPalette({ open, onClose, providers }: { open: boolean; onClose: () => void; providers: readonly PaletteProvider[] }) {
  const t = common.use()
  return (
    <Dialog open={open} bare title={t('search.title')} onClose={onClose} width={620} className="dz-palette">
      {open && <PaletteBody providers={providers} onClose={onClose} />}
    </Dialog>
  )
}

function PaletteBody({ providers, onClose }: { providers: readonly PaletteProvider[]; onClose: () => void }) {
  const t = common.use()
  const id = useId()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const { found, busy } = useSearch(providers, text.trim())
  const hits = useMemo(() => found.flatMap((one) => one.hits), [found])
  const here = Math.min(at, Math.max(0, hits.length - 1))

  const pick = (hit: PaletteHit | undefined) => {
    if (!hit) return
    onClose()
    hit.onPick()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown') setAt(Math.min(here + 1, hits.length - 1))
    else if (event.key === 'ArrowUp') setAt(Math.max(here - 1, 0))
    // What is still on show answers another question: Enter waits for its own.
    else if (event.key === 'Enter') pick(busy ? undefined : hits[here])
    else return
    event.preventDefault()
  }
  return (
    <>
      <input
        className="dz-palette-input"
        role="combobox"
        aria-label={t('search.title')}
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={hits[here] ? `${id}-${here}` : undefined}
        placeholder={t('search.placeholder')}
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
        data-focus=""
        spellCheck={false}
        autoComplete="off"
      />
      <div id={id} role="listbox" aria-label={t('search.results')} aria-busy={busy}>
        {found.map(({ provider, hits: own, failed }) => {
          if (own.length === 0 && !failed) return null
          return (
            <div key={provider.id} role="group" aria-label={provider.title()}>
              <div className="dz-palette-group" aria-hidden="true">
                {provider.title()}
                {failed && ` · ${t('search.failed')}`}
              </div>
              {own.map((hit) => {
                const index = hits.indexOf(hit)
                return (
                  <button
                    key={hit.id}
                    id={`${id}-${index}`}
                    type="button"
                    role="option"
                    aria-selected={index === here}
                    tabIndex={-1}
                    className="dz-menu-item"
                    onMouseMove={() => setAt(index)}
                    onClick={() => pick(hit)}
                  >
                    {hit.icon && <hit.icon size={16} aria-hidden="true" />}
                    <span className="dz-grow">{hit.label}</span>
                    {hit.detail && <span className="dz-soft">{hit.detail}</span>}
                  </button>
                )
              })}
            </div>
          )
        })}
      </div>
      {hits.length === 0 && !busy && found.every((one) => !one.failed) && <p className="dz-palette-group">{t('search.nothing')}</p>}
    </>
  )
}
