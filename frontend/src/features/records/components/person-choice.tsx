import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { findEmployees } from '../queries'

interface Props {
  label: string
  value: string | null
  /** Who is chosen already, by name. */
  known?: string | undefined
  onChange: (id: string | null, name: string) => void
}

/** Somebody by typing a part of the name: the browser's own list of suggestions, so it works with keys, thumbs and readers. */
export function PersonChoice({ label, value, known, onChange }: Props) {
  const id = useId()
  const [text, setText] = useState(known ?? '')
  const found = useQuery({ queryKey: ['find-person', text], queryFn: ({ signal }) => findEmployees(text.split(' ')[0] ?? '', signal), placeholderData: (before) => before })
  return (
    <>
      <input
        className="dz-input"
        list={id}
        aria-label={label}
        placeholder={label}
        aria-invalid={value === null && text !== ''}
        value={text}
        onChange={(event) => {
          const typed = event.target.value
          setText(typed)
          const hit = found.data?.find((one) => one.label === typed)
          onChange(hit?.value ?? null, hit?.label ?? '')
        }}
      />
      <datalist id={id}>
        {found.data?.map((one) => (
          <option key={one.value} value={one.label} />
        ))}
      </datalist>
    </>
  )
}
