import { language } from '@/shared/i18n'
import type { PaletteHit } from '@/shared/ui'
import { SkuIcon } from '@/shared/ui/icons'
import { findSkus } from '../queries'

/** SKUs by the beginning of a number or barcode, or a part of a name, for Ctrl-K. */
export async function searchSkus(text: string, signal: AbortSignal): Promise<PaletteHit[]> {
  const zh = language() === 'zh-CN'
  return (await findSkus(text, signal)).map((sku) => ({
    id: sku.id,
    label: sku.sku,
    detail: [zh ? sku.name_zh : sku.name_en || sku.name_zh, sku.spec, sku.barcode].filter(Boolean).join(' · '),
    icon: SkuIcon,
    // The palette knows no router; the router hears every push to the browser's history.
    onPick: () => window.history.pushState(null, '', `/skus?q=${encodeURIComponent(JSON.stringify(sku.sku))}`),
  }))
}
