import { Chip } from '@/shared/ui'
import { texts } from '../texts'

/** A lot with the day it expires, where it does. */
export function LotMark({ lot, expiresOn }: { lot: string; expiresOn: string | null }) {
  const t = texts.use()
  return (
    <Chip>
      {t('stock.lot')} {lot} {expiresOn}
    </Chip>
  )
}
