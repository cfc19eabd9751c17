import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useId, useState } from 'react'
import { positionNamesQuery, positionsQuery, type RoutePosition } from '../queries'
import { texts } from '../texts'
import { useWords } from './words'

interface Props {
  value: string | null
  onChange: (id: string | null) => void
}

/** A position is found by its title, unit or code as somebody types; what stays is one of those that were found. */
export function PositionChoice({ value, onChange }: Props) {
  const t = texts.use()
  const words = useWords()
  const id = useId()
  const known = useQuery(positionNamesQuery(value === null ? [] : [value])).data?.[0]
  const [typed, setTyped] = useState<string | null>(null)
  const text = typed ?? (known ? words.position(known) : '')
  const asked = useDeferredValue(typed ?? '')
  const found = useQuery({ ...positionsQuery(asked), enabled: typed !== null }).data ?? []
  const choose = (next: string, input: HTMLInputElement) => {
    setTyped(next)
    const one = found.find((position: RoutePosition) => words.position(position) === next)
    input.setCustomValidity(one ? '' : t('routes.positionNone'))
    onChange(one?.id ?? null)
  }
  return (
    <div className="dz-field approvals-position">
      <label htmlFor={id}>{t('routes.positionName')}</label>
      <input id={id} className="dz-input" list={`${id}-found`} required autoComplete="off" placeholder={t('routes.positionHelp')} value={text} onFocus={() => setTyped((old) => old ?? text)} onChange={(event) => choose(event.target.value, event.target)} />
      <datalist id={`${id}-found`}>
        {found.map((one) => (
          <option key={one.id} value={words.position(one)} />
        ))}
      </datalist>
    </div>
  )
}
