import { aftersalesRoutes } from '@/features/aftersales/route'
import { approvalsRoutes } from '@/features/approvals/route'
import { attendanceRoutes } from '@/features/attendance/route'
import { careRoutes } from '@/features/care/route'
import { catalogRoutes } from '@/features/catalog/route'
import { channelsRoutes } from '@/features/channels/route'
import { customersRoutes } from '@/features/customers/route'
import { freightRoutes } from '@/features/freight/route'
import { integrityRoutes } from '@/features/integrity/route'
import { ordersRoutes } from '@/features/orders/route'
import { peopleRoutes } from '@/features/people/route'
import { recordsRoutes } from '@/features/records/route'
import { trainingRoutes } from '@/features/training/route'
import { warehouseRoutes } from '@/features/warehouse/route'
import { houseRoutes } from './house/route'

/** The pages of the features. Apart from features.ts, so that the login page loads neither their icons nor their names. */
export const featureRoutes = [...approvalsRoutes, ...attendanceRoutes, ...ordersRoutes, ...aftersalesRoutes, ...careRoutes, ...customersRoutes, ...integrityRoutes, ...warehouseRoutes, ...freightRoutes, ...catalogRoutes, ...channelsRoutes, ...peopleRoutes, ...recordsRoutes, ...trainingRoutes, ...houseRoutes] as const
