import type { Language } from '@/shared/i18n'

type Names = Readonly<Record<string, readonly [zh: string, en: string]>>

const SERVICES: Names = {
  people: ['人员', 'People'],
  orders: ['订单', 'Orders'],
  warehouse: ['仓库', 'Warehouse'],
  catalog: ['商品', 'Catalog'],
  channels: ['店铺', 'Shops'],
}

const PERMISSIONS: Names = {
  'catalog.skus.manage': ['维护商品与 SKU', 'Keep products and SKUs'],
  'catalog.skus.read': ['查看商品与 SKU', 'See products and SKUs'],
  'channels.inbound_messages.read': ['查看入站消息', 'See inbound messages'],
  'channels.inbound_messages.reprocess': ['重新处理入站消息', 'Process inbound messages again'],
  'channels.order_imports.read': ['查看订单导入', 'See order imports'],
  'channels.order_imports.run': ['导入订单文件', 'Import order files'],
  'channels.platform_orders.send': ['推送平台订单', 'Send platform orders'],
  'channels.shops.manage': ['管理店铺', 'Manage shops'],
  'channels.shops.read': ['查看店铺', 'See shops'],
  'channels.webhooks.manage': ['管理出站推送', 'Manage outgoing webhooks'],
  'channels.webhooks.read': ['查看出站推送', 'See outgoing webhooks'],
  'channels.write_backs.push': ['重发发货回传', 'Push write-backs again'],
  'channels.write_backs.read': ['查看发货回传', 'See write-backs'],
  'orders.attention.resolve': ['处理看不懂的订单', 'Resolve orders that need attention'],
  'orders.cases.decide': ['审核售后', 'Decide after-sales cases'],
  'orders.cases.open': ['登记售后', 'Open after-sales cases'],
  'orders.cases.read': ['查看售后', 'See after-sales cases'],
  'orders.customers.edit': ['写客户标签和备注', 'Write tags and notes of customers'],
  'orders.customers.merge': ['合并与拆开客户档案', 'Merge customer files and take them apart'],
  'orders.customers.read': ['查看客户档案', 'See customer files'],
  'orders.credit.read': ['查看店铺与买家信用', 'See the credit of shops and buyers'],
  'orders.fake_order_appeals.decide': ['裁决刷单申诉', 'Decide appeals about fake orders'],
  'orders.fake_order_appeals.lodge': ['提出刷单申诉', 'Appeal against cases of fake orders'],
  'orders.fake_order_cases.read': ['查看刷单案件', 'See cases of fake orders'],
  'orders.malicious_refunds.note': ['登记恶意退款', 'Note malicious refunds'],
  'orders.suspicions.decide': ['认定或排除刷单', 'Confirm or clear fake orders'],
  'orders.suspicions.read': ['查看疑似刷单', 'See suspected fake orders'],
  'orders.figures.read': ['查看经营数据', 'See trade figures'],
  'orders.orders.cancel': ['取消订单', 'Cancel orders'],
  'orders.orders.export': ['导出订单', 'Export orders'],
  'orders.orders.place': ['下单', 'Place orders'],
  'orders.orders.read': ['查看订单', 'See orders'],
  'orders.orders.regroup': ['拆单与合单', 'Split and merge orders'],
  'orders.orders.rewrite': ['改地址与商品', 'Change addresses and items'],
  'orders.prices.change': ['改订单金额', 'Change prices of orders'],
  'warehouse.weights.accept': ['放行重量异常', 'Accept weights that are off'],
  'orders.orders.review': ['审核订单', 'Review orders'],
  'orders.orders.review_finance': ['财务审核订单', 'Review orders for finance'],
  'orders.policies.publish': ['发布审单规则', 'Publish review rules'],
  'orders.policies.read': ['查看审单规则', 'See review rules'],
  'orders.receivers.reveal': ['查看收货人明文', 'Reveal receivers'],
  'orders.refunds.pay_by_hand': ['登记人工打款', 'Note refunds paid by hand'],
  'people.access_policy.set': ['设置登录安全要求', 'Set the sign-in policy'],
  'people.accounts.manage': ['管理账号', 'Manage accounts'],
  'people.accounts.read': ['查看账号', 'See accounts'],
  'people.api_clients.manage': ['管理 API 客户端', 'Manage API clients'],
  'people.api_clients.read': ['查看 API 客户端', 'See API clients'],
  'people.approval_routes.publish': ['发布审批路由', 'Publish approval routes'],
  'people.approval_routes.read': ['查看审批路由', 'See approval routes'],
  'people.approvals.read': ['查看全部审批', 'See all approvals'],
  'people.attendance.keep': ['维护考勤', 'Keep attendance'],
  'people.attendance.own': ['本人考勤与签到', 'Own attendance and sign-in'],
  'people.attendance.read': ['查看考勤', 'See attendance'],
  'people.attendance_photos.see': ['查看签到照片', 'See sign-in photos'],
  'people.attendance_policies.publish': ['发布考勤制度', 'Publish the attendance policy'],
  'people.attendance_policies.read': ['查看考勤制度', 'See the attendance policy'],
  'people.candidates.interview': ['写面试记录', 'Record interviews'],
  'people.candidates.keep': ['维护候选人', 'Keep candidates'],
  'people.candidates.read': ['查看候选人', 'See candidates'],
  'people.candidates.reveal': ['查看候选人明文资料', "Reveal candidates' details"],
  'people.conduct.record': ['登记行为与奖惩', 'Record conduct'],
  'people.employees.change': ['修改员工资料', 'Change employees'],
  'people.employees.hire': ['办理入职', 'Hire'],
  'people.employees.move': ['办理异动', 'Move employees'],
  'people.employees.read': ['查看员工', 'See employees'],
  'people.employees.reveal': ['查看员工明文资料', "Reveal employees' details"],
  'people.files.file': ['归档文件', 'File documents'],
  'people.files.oversee': ['管理全部归档文件', 'Oversee all documents'],
  'people.files.read': ['查看归档文件', 'See documents'],
  'people.headcounts.plan': ['制定编制', 'Plan headcount'],
  'people.leave.keep': ['维护假期与余额', 'Keep leave and balances'],
  'people.leave.read': ['查看请假', 'See leave'],
  'people.leave.request': ['申请请假与加班', 'Ask for leave and overtime'],
  'people.leavings.handle': ['办理离职', 'Handle leaving'],
  'people.meetings.hold': ['召集会议', 'Call meetings'],
  'people.meetings.oversee': ['管理全部会议', 'Oversee all meetings'],
  'people.meetings.read': ['查看会议', 'See meetings'],
  'people.months.keep': ['汇总与结账月度考勤', 'Compile and close months'],
  'people.months.object': ['对月度考勤提出异议', 'Object to a month'],
  'people.months.read_all': ['查看全部月度考勤', 'See all months'],
  'people.months.read': ['查看月度考勤', 'See months'],
  'people.months.sign': ['签字确认月度考勤', 'Sign months'],
  'people.offers.make': ['发录用通知', 'Make offers'],
  'people.organisation.change': ['维护组织架构', 'Change the organisation'],
  'people.organisation.read': ['查看组织架构', 'See the organisation'],
  'people.own_file.use': ['本人档案与人事待办', 'Own file and people to look after'],
  'people.personnel_files.keep': ['维护人事档案', 'Keep personnel files'],
  'people.personnel_files.read': ['查看人事档案', 'See personnel files'],
  'people.positions.describe': ['编写岗位说明书', 'Write position descriptions'],
  'people.positions.publish': ['发布岗位说明书', 'Publish position descriptions'],
  'people.probations.decide': ['决定转正', 'Decide probations'],
  'people.punches.send': ['上传打卡记录', 'Send punches'],
  'people.requisitions.open': ['提出用人申请', 'Open requisitions'],
  'people.requisitions.read': ['查看用人申请', 'See requisitions'],
  'people.role_grants.manage': ['管理临时授权', 'Manage extra roles'],
  'people.role_grants.read': ['查看临时授权', 'See extra roles'],
  'people.role_grants.request': ['申请临时角色', 'Ask for extra roles'],
  'people.roles.manage': ['管理角色', 'Manage roles'],
  'people.roles.read': ['查看角色权限', 'See roles'],
  'people.rotas.plan': ['排班', 'Plan rotas'],
  'people.tasks.work': ['处理任务', 'Work on tasks'],
  'people.training_results.read': ['查看培训结果', 'See training results'],
  'people.trainings.plan': ['安排培训', 'Plan trainings'],
  'people.trainings.read': ['查看培训', 'See trainings'],
  'warehouse.labels.print': ['打印面单', 'Print labels'],
  'warehouse.parcels.read': ['查看包裹', 'See parcels'],
  'warehouse.parcels.track': ['跟踪物流', 'Track parcels'],
  'warehouse.returns.inspect': ['检验退件', 'Inspect returned parcels'],
  'warehouse.returns.read': ['查看退件', 'See returned parcels'],
  'warehouse.returns.receive': ['接收退件', 'Receive returned parcels'],
  'warehouse.policies.set': ['设置仓库规则', 'Set warehouse rules'],
  'warehouse.shipments.pack_without_scan': ['免扫描打包', 'Pack without a scan'],
  'warehouse.shipments.pack': ['打包', 'Pack'],
  'warehouse.shipments.pick': ['拣货', 'Pick'],
  'warehouse.shipments.read': ['查看发货单', 'See shipments'],
  'warehouse.shipments.ship': ['发货', 'Ship'],
  'warehouse.stock.keep': ['维护库存', 'Keep stock'],
  'warehouse.stock.read': ['查看库存', 'See stock'],
  'warehouse.warehouses.manage': ['管理仓库', 'Manage warehouses'],
}

/** What each service has. */
const OF_EACH: Names = {
  'audit.read': ['查看操作记录', 'see the audit'],
  '*': ['全部', 'everything'],
  'dead_letters.handle': ['处理死信', 'handle dead letters'],
}

/** Every permission that has a name. */
export const NAMED_PERMISSIONS: readonly string[] = Object.keys(PERMISSIONS)

export function serviceName(service: string, language: Language): string {
  return SERVICES[service]?.[language === 'zh-CN' ? 0 : 1] ?? service
}

/** A permission in words; a code that nobody named yet says itself. */
export function permissionName(code: string, language: Language): string {
  const at = language === 'zh-CN' ? 0 : 1
  if (code === '*') return at === 0 ? '全部权限' : 'Everything'
  const known = PERMISSIONS[code]
  if (known) return known[at]
  const [service = '', ...rest] = code.split('.')
  const action = OF_EACH[rest.join('.')]?.[at]
  return action === undefined ? code : `${serviceName(service, language)} · ${action}`
}
