import type { PaletteHit } from '@/shared/ui'
import { OrdersIcon } from '@/shared/ui/icons'
import { findOrders } from '../queries'
import { texts } from '../texts'
import { wordingOf } from './chips'

/** Orders by our number, the shop's number, the last digits or the phone, for Ctrl-K. */
export async function searchOrders(text: string, signal: AbortSignal): Promise<PaletteHit[]> {
  const [rows] = await Promise.all([findOrders(text, signal), texts.load()])
  const words = wordingOf(texts.say)
  return rows.map((row) => ({
    id: row.id,
    label: row.number,
    detail: `${words.status(row.status)} · ${row.platform_order_no} · ${row.receiver_name} ${row.receiver_phone}`,
    icon: OrdersIcon,
    onPick: () => openOrder(row.id),
  }))
}

/** The palette knows no router; the router hears every push to the browser's history. */
function openOrder(id: string): void {
  window.history.pushState(null, '', `/orders/${id}`)
}
