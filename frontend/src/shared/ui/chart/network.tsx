import { lazy, Suspense } from 'react'
import { Skeleton } from '../states'
import type { NetworkProps } from './types'

const Picture = lazy(() => import('./network-picture'))

/** What hangs together, drawn; say the same in words beside it. echarts is loaded when the first one is seen. */
export function Network(props: NetworkProps) {
  return (
    <Suspense fallback={<Skeleton lines={8} />}>
      <Picture {...props} />
    </Suspense>
  )
}
