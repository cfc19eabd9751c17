interface WhoProps {
  name: string
  number: string
  unit?: string | null
}

/** Somebody by name, with what tells them from a namesake. */
export function Who({ name, number, unit }: WhoProps) {
  return (
    <span>
      <strong>{name}</strong> <span className="dz-soft dz-mono">{number}</span>
      {unit && <span className="dz-soft"> {unit}</span>}
    </span>
  )
}

/** The same where only text can stand. */
export const whoText = ({ name, number }: WhoProps) => `${name} ${number}`
