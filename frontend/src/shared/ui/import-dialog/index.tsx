import { lazy, Suspense } from 'react'
import { texts } from './texts'
import type { ImportDialogProps } from './types'

export type { ImportDialogProps, ImportMistake, ImportReport } from './types'

const Inner = lazy(async () => (await Promise.all([import('./dialog'), texts.load()]))[0])

/** A file that is checked first, then all of it or nothing. Loaded with its words when the first one opens. */
export function ImportDialog(props: ImportDialogProps) {
  return (
    <Suspense fallback={null}>
      <Inner {...props} />
    </Suspense>
  )
}
