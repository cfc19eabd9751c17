import { feature as aftersales } from '@/features/aftersales/feature'
import { feature as approvals } from '@/features/approvals/feature'
import { feature as attendance } from '@/features/attendance/feature'
import { feature as care } from '@/features/care/feature'
import { feature as catalog } from '@/features/catalog/feature'
import { feature as channels } from '@/features/channels/feature'
import { feature as customers } from '@/features/customers/feature'
import { feature as freight } from '@/features/freight/feature'
import { feature as integrity } from '@/features/integrity/feature'
import { feature as orders } from '@/features/orders/feature'
import { feature as people } from '@/features/people/feature'
import { feature as records } from '@/features/records/feature'
import { feature as training } from '@/features/training/feature'
import { feature as warehouse } from '@/features/warehouse/feature'
import type { Feature } from '@/shared/lib/feature'
import { namePages } from '@/shared/lib/page-names'
import { feature as house } from './house/feature'

/** What the shell knows of the features, in the order of the navigation. Their pages stand in feature-routes.ts. */
export const features: readonly Feature[] = [approvals, attendance, orders, aftersales, care, customers, integrity, warehouse, freight, catalog, channels, people, records, training, house]

namePages(features.flatMap((one) => one.nav))
