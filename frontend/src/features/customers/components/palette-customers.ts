import type { PaletteHit } from '@/shared/ui'
import { UsersIcon } from '@/shared/ui/icons'
import { findCustomers } from '../queries'
import { texts } from '../texts'

/** Customers by phone, its last four digits, open id or an order's number, for Ctrl-K. */
export async function searchCustomers(text: string, signal: AbortSignal): Promise<PaletteHit[]> {
  const [rows] = await Promise.all([findCustomers(text, signal), texts.load()])
  return rows.map((row) => ({
    id: row.id,
    label: `${row.name} ${row.phone}`,
    detail: `${texts.say('ordersCounted', { count: row.orders })} · ${[row.region, ...row.tags].filter(Boolean).join(' · ')}`,
    icon: UsersIcon,
    onPick: () => window.history.pushState(null, '', `/customers/${row.id}`),
  }))
}
