import { Chip } from '@/shared/ui'
import type { BuyerReviewRow } from '../feedback/queries'
import { texts } from '../feedback-texts'

const FOLLOW = { needed: 'danger', complaint: 'info', noted: 'neutral' } as const
const MALICE = { marked: 'warning', appealed: 'special', upheld: 'success', refused: 'danger' } as const

/** How a review stands: what waits for somebody first. */
export function ReviewChips({ row }: { row: BuyerReviewRow }) {
  const t = texts.use()
  const follow = (['needed', 'complaint', 'noted'] as const).find((one) => one === row.follow_up)
  const malice = (['marked', 'appealed', 'upheld', 'refused'] as const).find((one) => one === row.malice)
  return (
    <span className="dz-row" style={{ flexWrap: 'nowrap' }}>
      {follow && <Chip tone={FOLLOW[follow]}>{t(`follow.${follow}`)}</Chip>}
      {malice && <Chip tone={MALICE[malice]}>{t(`malice.${malice}`)}</Chip>}
      {row.answered_at !== null && (
        <Chip tone="success" title={row.answer}>
          {t('reviews.answered', { by: row.answered_by })}
        </Chip>
      )}
    </span>
  )
}

export function Stars({ stars }: { stars: number }) {
  const t = texts.use()
  return (
    <span role="img" aria-label={t('reviews.star', { count: stars })} style={{ whiteSpace: 'nowrap' }}>
      {'★'.repeat(stars)}
      {'☆'.repeat(5 - stars)}
    </span>
  )
}
