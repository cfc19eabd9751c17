import { asApiError } from '@/shared/api'
import type { Say } from '@/shared/i18n'
import type { common } from '@/shared/i18n/basics'
import { isAmount } from '@/shared/lib/money'
import type { FormField } from './types'

type T = ReturnType<typeof common.use> extends Say<infer Texts> ? Say<Texts> : never
type Values = Record<string, unknown>

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '') || (Array.isArray(value) && value.length === 0)
}

function complaint(field: FormField<Values>, values: Values, t: T): string | undefined {
  const value = values[field.name]
  const name = { field: field.label }
  if (field.required && field.kind !== 'switch' && isEmpty(value)) return t('form.required', name)
  if (isEmpty(value)) return undefined
  if (field.kind === 'money' && !isAmount(String(value))) return t('form.invalid', name)
  if (field.kind === 'text' && field.pattern && !field.pattern.test(String(value))) return t('form.invalid', name)
  if (field.kind === 'password' && field.minLength && [...String(value)].length < field.minLength) return t('form.tooShort', { count: field.minLength })
  return field.check?.(value, values)
}

/** What is wrong before anything is sent, by field name. */
export function complaints(fields: readonly FormField<Values>[], values: Values, t: T): Record<string, string> {
  const found: Record<string, string> = {}
  for (const field of fields) {
    if (field.when && !field.when(values)) continue
    const text = complaint(field, values, t)
    if (text) found[field.name] = text
  }
  return found
}

/** The field that the server's pointer means. */
export function fieldOf(fields: readonly FormField<Values>[], pointer: string): FormField<Values> | undefined {
  const name = pointer.replace(/^\/(body\/)?/, '').split('/')[0]
  return fields.find((field) => field.name === name)
}

/** What the server found wrong, at its fields: "/lines/0/quantity" belongs to the field "lines". */
export function refusedFields(fields: readonly FormField<Values>[], error: unknown): Record<string, string> {
  const found: Record<string, string> = {}
  for (const { pointer, detail } of asApiError(error).errors) {
    const name = fieldOf(fields, pointer)?.name
    if (name) found[name] ??= detail
  }
  return found
}

/** Only the fields on show, trimmed; an emptied field is null, which clears it in a merge patch. */
export function submitted(fields: readonly FormField<Values>[], values: Values): Values {
  const out: Values = {}
  for (const field of fields) {
    if (field.when && !field.when(values)) continue
    const value = values[field.name]
    const clean = typeof value === 'string' && field.kind !== 'password' ? value.trim() : value
    if (field.kind === 'switch') out[field.name] = clean === true
    else if (field.kind === 'multi') out[field.name] = clean ?? []
    else out[field.name] = isEmpty(clean) ? null : clean
  }
  return out
}
