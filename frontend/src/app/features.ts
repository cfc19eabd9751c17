import { feature as people } from '@/features/people/feature'
import { peopleRoutes } from '@/features/people/route'
import type { Feature } from '@/shared/lib/feature'

/** Every feature stands here twice, once for the shell and once for the router, and nowhere else. */
export const features: readonly Feature[] = [people]

export const featureRoutes = [...peopleRoutes] as const
