import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useEffect, useId, useState } from 'react'
import { useLanguage } from '@/shared/i18n'
import { Button, ErrorPanel } from '@/shared/ui'
import { type SkuOut, skuSearchQuery } from '../queries'
import { texts } from '../texts'

interface SkuChoiceProps {
  label: string
  /** What the line is called: the search begins with it. */
  hint: string
  chosen: SkuOut | null
  onChoose: (sku: SkuOut | null) => void
}

const WAIT_MS = 200

/** A combobox over the catalog: type, arrow down, Enter. */
export function SkuChoice({ label, hint, chosen, onChoose }: SkuChoiceProps) {
  const t = texts.use()
  const language = useLanguage()
  const nameOf = (sku: SkuOut) => (language === 'zh-CN' ? sku.name_zh : sku.name_en || sku.name_zh)
  if (chosen) {
    return (
      <div className="attention-chosen">
        <span>
          <strong className="dz-mono">{chosen.sku}</strong> {nameOf(chosen)} <span className="dz-soft">{chosen.spec}</span>
        </span>
        <Button size="small" autoFocus onClick={() => onChoose(null)}>
          {t('attention.clear')}
        </Button>
      </div>
    )
  }
  return <Finder label={label} hint={hint} nameOf={nameOf} onChoose={onChoose} />
}

function Finder({ label, hint, nameOf, onChoose }: { label: string; hint: string; nameOf: (sku: SkuOut) => string; onChoose: (sku: SkuOut) => void }) {
  const t = texts.use()
  const id = useId()
  const [text, setText] = useState(hint)
  const [asked, setAsked] = useState(hint)
  const [open, setOpen] = useState(false)
  const [at, setAt] = useState(0)
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), WAIT_MS)
    return () => clearTimeout(timer)
  }, [text])
  const { data, error, isFetching, isPlaceholderData } = useQuery({ ...skuSearchQuery(asked), enabled: open, placeholderData: (previous: SkuOut[] | undefined) => previous })
  const hits = open ? (data ?? []) : []
  const here = Math.min(at, hits.length - 1)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      setOpen(true)
      setAt(Math.max(0, Math.min(hits.length - 1, here + (event.key === 'ArrowDown' ? 1 : -1))))
    } else if (event.key === 'Enter') {
      // A scanner is faster than the search: hits of the words before are not what Enter means.
      const hit = asked === text.trim() && !isPlaceholderData ? hits[here] : undefined
      if (hit) onChoose(hit)
    } else if (event.key === 'Escape' && open) setOpen(false)
    else return
    event.preventDefault()
  }
  return (
    <div className="attention-finder">
      <input
        className="dz-input"
        role="combobox"
        aria-label={label}
        aria-expanded={open && hits.length > 0}
        aria-controls={`${id}-hits`}
        aria-activedescendant={hits[here] ? `${id}-${here}` : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        placeholder={t('attention.find')}
        value={text}
        onFocus={(event) => {
          event.target.select()
          setOpen(true)
        }}
        onBlur={() => setOpen(false)}
        onChange={(event) => {
          setText(event.target.value)
          setAt(0)
          setOpen(true)
        }}
        onKeyDown={onKeyDown}
      />
      {error && open ? <ErrorPanel error={error} /> : null}
      <div className="attention-hits" id={`${id}-hits`} role="listbox" aria-label={t('attention.choose')} hidden={!open || hits.length === 0}>
        {hits.map((hit, index) => (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the keys belong to the field, which keeps the focus
          <div key={hit.id} id={`${id}-${index}`} role="option" aria-selected={index === here} tabIndex={-1} onMouseDown={(event) => event.preventDefault()} onClick={() => onChoose(hit)}>
            <span className="dz-mono">{hit.sku}</span> <span>{nameOf(hit)}</span> <span className="dz-soft">{hit.spec}</span>
          </div>
        ))}
      </div>
      {open && !isFetching && data?.length === 0 && asked === text.trim() && (
        <p className="dz-soft" role="status">
          {t('attention.nothing')}
        </p>
      )}
    </div>
  )
}
