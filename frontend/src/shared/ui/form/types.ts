import type { ReactNode } from 'react'

interface Base<Values> {
  /** The value's name; also where a refused field's JSON pointer ("/name") is shown. */
  name: keyof Values & string
  label: string
  /** Stands above the field where a group of fields begins: long forms are read by groups. */
  heading?: string
  required?: boolean
  help?: ReactNode
  disabled?: boolean
  /** Complains about a value in words, or says nothing. */
  check?: (value: unknown, values: Partial<Values>) => string | undefined
  /** Shown only while this holds. */
  when?: (values: Partial<Values>) => boolean
}

export interface Choice {
  value: string
  label: string
  /** Heading under which the choice stands. */
  group?: string
}

export type FormField<Values> = Base<Values> &
  (
    | { kind: 'text'; maxLength?: number; placeholder?: string; autoComplete?: string; pattern?: RegExp }
    | { kind: 'password'; minLength?: number; autoComplete?: string }
    | { kind: 'textarea'; maxLength?: number; rows?: number }
    /** A whole number, or with `decimals` an exact decimal as text. */
    | { kind: 'number'; min?: number; max?: number; decimals?: number; unit?: string }
    /** Amount as text with two decimals. */
    | { kind: 'money'; currency?: string }
    | { kind: 'select'; options: readonly Choice[] }
    | { kind: 'multi'; options: readonly Choice[] }
    /** One of too many for a list: the server is asked as somebody types. `known` names what is chosen at the start. */
    | { kind: 'find'; find: (text: string, signal: AbortSignal) => Promise<readonly Choice[]>; known?: Choice | undefined }
    | { kind: 'switch' }
    /** A company day, "2026-11-22". */
    | { kind: 'date' }
  )

export interface FormModalProps<Values extends object> {
  open: boolean
  title: string
  fields: readonly FormField<Values>[]
  initial?: Partial<Values>
  /** What the button says: the verb. */
  verb: string
  /** Above the fields. */
  lead?: ReactNode
  width?: number
  /** A thrown ApiError is shown: its fields at their places, the rest above the button. */
  onSubmit: (values: Values) => Promise<unknown>
  onClose: () => void
}
