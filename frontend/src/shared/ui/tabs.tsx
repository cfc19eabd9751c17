import type { KeyboardEvent, ReactNode } from 'react'

interface TabsProps<Id extends string> {
  label: string
  /** The open tab belongs into the URL: pass it from the search parameters. */
  value: Id
  onChange: (id: Id) => void
  tabs: readonly { id: Id; label: ReactNode }[]
}

export function Tabs<Id extends string>({ label, value, onChange, tabs }: TabsProps<Id>) {
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    const here = tabs.findIndex((tab) => tab.id === value)
    const next = tabs[(here + step + tabs.length) % tabs.length]
    if (!next) return
    onChange(next.id)
    event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')[tabs.indexOf(next)]?.focus()
  }
  return (
    <div className="dz-tabs" role="tablist" aria-label={label} onKeyDown={onKeyDown} tabIndex={-1}>
      {tabs.map((tab) => (
        <button key={tab.id} type="button" role="tab" aria-selected={tab.id === value} tabIndex={tab.id === value ? 0 : -1} onClick={() => onChange(tab.id)}>
          {tab.label}
        </button>
      ))}
    </div>
  )
}
