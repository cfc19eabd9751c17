import { lazy } from 'react'
import type { Feature } from '@/shared/lib/feature'
import { InboxIcon, LedgerIcon, PackageIcon, PickListIcon, ReturnIcon, ScanIcon, StockIcon, TruckIcon, WarehouseIcon } from '@/shared/ui/icons'

const READ = 'warehouse.shipments.read'

export const feature: Feature = {
  id: 'warehouse',
  name: { 'zh-CN': '仓库与物流', 'en-US': 'Warehouse and parcels' },
  nav: [
    { to: '/station', name: { 'zh-CN': '作业台', 'en-US': 'Station' }, icon: ScanIcon, permission: 'warehouse.shipments.pack', words: 'scan pack ship 扫描 打包 发货' },
    { to: '/shipments', name: { 'zh-CN': '发货单', 'en-US': 'Shipments' }, icon: WarehouseIcon, permission: READ, words: 'parcel waybill 包裹 运单' },
    { to: '/pick-lists', name: { 'zh-CN': '拣货单', 'en-US': 'Pick lists' }, icon: PickListIcon, permission: READ, words: 'wave 波次' },
    { to: '/stock', name: { 'zh-CN': '库存', 'en-US': 'Stock' }, icon: StockIcon, permission: 'warehouse.stock.read', words: 'inventory ledger 台账 盘点' },
    { to: '/stock-months', name: { 'zh-CN': '库存月报', 'en-US': 'Stock by month' }, icon: LedgerIcon, permission: 'warehouse.stock.read', words: 'in out balance close seal 进销存 入出存 日清月结 封账' },
    { to: '/returns-desk', name: { 'zh-CN': '退货收货台', 'en-US': 'Returns desk' }, icon: ReturnIcon, permission: 'warehouse.returns.receive', words: 'scan receive inspect 扫描 收货 查验 质检' },
    { to: '/returns', name: { 'zh-CN': '退货包裹', 'en-US': 'Returned parcels' }, icon: PackageIcon, permission: 'warehouse.returns.read', words: 'unknown pool 无主件 退回' },
    { to: '/expected-returns', name: { 'zh-CN': '待收退货', 'en-US': 'Expected returns' }, icon: InboxIcon, permission: 'warehouse.returns.read', words: 'return case 售后 退货' },
    { to: '/parcels', name: { 'zh-CN': '物流跟踪', 'en-US': 'Parcels' }, icon: TruckIcon, permission: 'warehouse.parcels.read', words: 'tracking stuck 快递 滞留' },
  ],
  home: [
    { id: 'warehouse-todo', place: 'todo', permission: 'warehouse.stock.read', component: lazy(() => import('./home/todo')) },
    { id: 'warehouse-figures', place: 'figure', permission: 'warehouse.stock.read', component: lazy(() => import('./home/figures')) },
  ],
}
