import { feature as people } from '@/features/people/feature'
import { peopleRoutes } from '@/features/people/route'
import { feature as warehouse } from '@/features/warehouse/feature'
import { warehouseRoutes } from '@/features/warehouse/route'
import type { Feature } from '@/shared/lib/feature'

/** Every feature stands here twice, once for the shell and once for the router, and nowhere else. */
export const features: readonly Feature[] = [warehouse, people]

export const featureRoutes = [...warehouseRoutes, ...peopleRoutes] as const
