import { useEffect, useId, useRef, useState } from 'react'
import { common } from '@/shared/i18n/basics'
import { useKeys } from '@/shared/lib/keys'
import { companyDay, dayAfter } from '@/shared/lib/time'
import { Button, IconButton } from '../button'
import { CloseIcon, FilterIcon, SearchIcon } from '../icons'
import { Popover } from '../popover'

export interface FilterOption {
  value: string
  label: string
}

/** A filter and the search parameter it lives in. */
export type FilterField =
  | { kind: 'search'; name: string; label: string }
  | { kind: 'choice'; name: string; label: string; options: readonly FilterOption[]; multiple?: boolean }
  /** Two parameters with company days, "2026-11-01", both included. */
  | { kind: 'days'; from: string; to: string; label: string }
  | { kind: 'flag'; name: string; label: string }

export type FilterValues = Record<string, unknown>

interface FilterBarProps {
  fields: readonly FilterField[]
  /** The route's search parameters. */
  value: FilterValues
  /** Merges into the search parameters; undefined removes one: `navigate({search: (old) => ({...old, ...patch})})`. */
  onChange: (patch: FilterValues) => void
}

const SEARCH_WAIT_MS = 300

/** Filters as chips; everything that is set is in the URL, so a link reopens the same view. */
export function FilterBar({ fields, value, onChange }: FilterBarProps) {
  const t = common.use()
  const set = fields.filter((field) => field.kind !== 'search' && isSet(field, value))
  const clear = () => onChange(Object.fromEntries(fields.flatMap(namesOf).map((name) => [name, undefined])))
  return (
    <div className="dz-filters" role="search">
      {fields.map((field) => (field.kind === 'search' ? <SearchBox key={field.name} label={field.label} value={asText(value[field.name])} onChange={(text) => onChange({ [field.name]: text || undefined })} /> : null))}
      {fields.map((field) => (field.kind === 'search' ? null : <FilterChip key={namesOf(field)[0]} field={field} value={value} onChange={onChange} />))}
      {set.length > 0 && (
        <Button kind="link" onClick={clear}>
          {t('filter.clear')}
        </Button>
      )}
    </div>
  )
}

function namesOf(field: FilterField): string[] {
  return field.kind === 'days' ? [field.from, field.to] : [field.name]
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function asList(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(String)
  return value === undefined || value === null || value === '' ? [] : [String(value)]
}

function isSet(field: FilterField, value: FilterValues): boolean {
  return namesOf(field).some((name) => asList(value[name]).length > 0 && (field.kind !== 'flag' || value[name] === true))
}

function SearchBox({ label, value, onChange }: { label: string; value: string; onChange: (text: string) => void }) {
  const [text, setText] = useState(value)
  const sent = useRef(value)
  const box = useRef<HTMLInputElement>(null)
  useKeys({
    '/': (event) => {
      event.preventDefault()
      box.current?.focus()
      box.current?.select()
    },
  })
  // Back and forward change the URL under us; what is being typed is not overwritten by its own echo.
  useEffect(() => {
    if (value !== sent.current) {
      sent.current = value
      setText(value)
    }
  }, [value])
  useEffect(() => {
    // A blank at the end is on its way to the next word: nothing to ask for, and nothing to take away.
    const asked = text.trim()
    if (asked === sent.current) return
    const timer = setTimeout(() => {
      sent.current = asked
      onChange(asked)
    }, SEARCH_WAIT_MS)
    return () => clearTimeout(timer)
  }, [text, onChange])
  return (
    <div className="dz-filters-search">
      <SearchIcon size={16} aria-hidden="true" />
      <input ref={box} type="search" className="dz-input" aria-label={label} placeholder={label} value={text} onChange={(event) => setText(event.target.value)} />
    </div>
  )
}

interface FieldProps {
  field: Exclude<FilterField, { kind: 'search' }>
  value: FilterValues
  onChange: (patch: FilterValues) => void
}

function chipText(field: FieldProps['field'], value: FilterValues): string {
  if (field.kind === 'flag') return field.label
  if (field.kind === 'days') return `${field.label}: ${asText(value[field.from]) || '…'} – ${asText(value[field.to]) || '…'}`
  const chosen = asList(value[field.name]).map((one) => field.options.find((option) => option.value === one)?.label ?? one)
  return `${field.label}: ${chosen.length > 2 ? `${chosen.slice(0, 2).join(', ')} +${chosen.length - 2}` : chosen.join(', ')}`
}

function FilterChip({ field, value, onChange }: FieldProps) {
  const t = common.use()
  const on = isSet(field, value)
  const clear = () => onChange(Object.fromEntries(namesOf(field).map((name) => [name, undefined])))
  if (field.kind === 'flag') {
    return (
      <Button aria-pressed={on} onClick={() => onChange({ [field.name]: on ? undefined : true })}>
        {field.label}
      </Button>
    )
  }
  // The same element whether it is set or not: else the panel would close at the first of several choices, or between two days.
  return (
    <span className={on ? 'dz-filter-chip' : undefined}>
      <Popover trigger={{ kind: 'button', props: on ? { kind: 'quiet', size: 'small', children: chipText(field, value) } : { icon: FilterIcon, children: field.label } }} label={field.label}>
        {(close) => (field.kind === 'choice' ? <Options field={field} value={value} onChange={onChange} onDone={close} /> : <Days field={field} value={value} onChange={onChange} onDone={close} />)}
      </Popover>
      {on && <IconButton size="small" icon={CloseIcon} label={t('filter.remove', { name: field.label })} onClick={clear} />}
    </span>
  )
}

const FIND_FROM = 9

function Options({ field, value, onChange, onDone }: { field: Extract<FilterField, { kind: 'choice' }>; value: FilterValues; onChange: FieldProps['onChange']; onDone: () => void }) {
  const t = common.use()
  const [find, setFind] = useState('')
  const chosen = asList(value[field.name])
  const options = field.options.filter((option) => option.label.toLowerCase().includes(find.trim().toLowerCase()))
  const pick = (option: string) => {
    if (!field.multiple) {
      onChange({ [field.name]: option })
      onDone()
      return
    }
    const next = chosen.includes(option) ? chosen.filter((one) => one !== option) : [...chosen, option]
    onChange({ [field.name]: next.length > 0 ? next : undefined })
  }
  return (
    <div>
      {field.options.length >= FIND_FROM && <input className="dz-input" aria-label={t('filter.find')} placeholder={t('filter.find')} value={find} onChange={(event) => setFind(event.target.value)} />}
      <div className="dz-filter-options" role="group" aria-label={field.label}>
        {options.map((option) => {
          const on = chosen.includes(option.value)
          // Not radio buttons: an arrow key chooses those, and choosing closes the list.
          return field.multiple ? (
            <label key={option.value} className="dz-menu-item">
              <input type="checkbox" checked={on} onChange={() => pick(option.value)} />
              {option.label}
            </label>
          ) : (
            <button key={option.value} type="button" className="dz-menu-item" aria-pressed={on} onClick={() => pick(option.value)}>
              <span className="dz-grow">{option.label}</span>
              {on && <span aria-hidden="true">✓</span>}
            </button>
          )
        })}
      </div>
    </div>
  )
}

const SPANS = [7, 30, 90]

function Days({ field, value, onChange, onDone }: { field: Extract<FilterField, { kind: 'days' }>; value: FilterValues; onChange: FieldProps['onChange']; onDone: () => void }) {
  const t = common.use()
  const id = useId()
  const from = asText(value[field.from])
  const to = asText(value[field.to])
  const span = (days: number) => {
    const today = companyDay()
    onChange({ [field.from]: dayAfter(today, 1 - days), [field.to]: today })
    onDone()
  }
  return (
    <div className="dz-filter-days">
      <div className="dz-row">
        <Button size="small" onClick={() => span(1)}>
          {t('filter.today')}
        </Button>
        {SPANS.map((days) => (
          <Button key={days} size="small" onClick={() => span(days)}>
            {t('filter.days', { count: days })}
          </Button>
        ))}
      </div>
      <div className="dz-field">
        <label htmlFor={`${id}f`}>{t('filter.from')}</label>
        <input id={`${id}f`} type="date" className="dz-input" value={from} max={to || undefined} onChange={(event) => onChange({ [field.from]: event.target.value || undefined })} />
      </div>
      <div className="dz-field">
        <label htmlFor={`${id}t`}>{t('filter.to')}</label>
        <input id={`${id}t`} type="date" className="dz-input" value={to} min={from || undefined} onChange={(event) => onChange({ [field.to]: event.target.value || undefined })} />
      </div>
    </div>
  )
}
