import { lazy } from 'react'
import type { Feature } from '@/shared/lib/feature'
import { FileIcon, InboxIcon, ShopIcon, UploadIcon, WebhookIcon } from '@/shared/ui/icons'

const READ_SHOPS = 'channels.shops.read'

export const feature: Feature = {
  id: 'channels',
  name: { 'zh-CN': '店铺与对接', 'en-US': 'Shops and channels' },
  nav: [
    { to: '/shops', name: { 'zh-CN': '店铺', 'en-US': 'Shops' }, icon: ShopIcon, permission: READ_SHOPS, words: 'platform credentials health taobao jd shopify 平台 凭证 授权' },
    { to: '/imports', name: { 'zh-CN': '订单导入', 'en-US': 'Order import' }, icon: FileIcon, permission: 'channels.order_imports.read', words: 'file excel csv template 文件 模板' },
    { to: '/write-backs', name: { 'zh-CN': '发货回传', 'en-US': 'Write-backs' }, icon: UploadIcon, permission: 'channels.write_backs.read', words: 'queue backlog lag retry 队列 积压 重推' },
    { to: '/inbound', name: { 'zh-CN': '入站消息', 'en-US': 'Inbound messages' }, icon: InboxIcon, permission: 'channels.inbound_messages.read', words: 'webhook received refused 推送 拒收' },
    { to: '/webhooks', name: { 'zh-CN': '出站推送', 'en-US': 'Outgoing webhooks' }, icon: WebhookIcon, permission: 'channels.webhooks.read', words: 'endpoint delivery replay secret 订阅 重放' },
  ],
  home: [{ id: 'channels-todo', place: 'todo', permission: READ_SHOPS, component: lazy(() => import('./home/todo')) }],
}
