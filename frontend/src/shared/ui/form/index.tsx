import { lazy, Suspense } from 'react'
import type { FormModalProps } from './types'

export type { Choice, FormField, FormModalProps } from './types'

const Inner = lazy(() => import('./form-modal'))

/** A form in a dialog. Its code (antd's fields) is loaded when the first one opens. */
export function FormModal<Values extends object>(props: FormModalProps<Values>) {
  if (!props.open) return null
  return (
    <Suspense fallback={null}>
      <Inner {...(props as unknown as FormModalProps<Record<string, unknown>>)} />
    </Suspense>
  )
}
