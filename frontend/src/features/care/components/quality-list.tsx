import { Link } from '@tanstack/react-router'
import { useLanguage } from '@/shared/i18n'
import { Chip, Timeline, type TimelineItem } from '@/shared/ui'
import { type QualityEntryOut, useClassName } from '../feedback/queries'
import { texts } from '../feedback-texts'

const TONES = { review: 'info', case: 'warning', complaint: 'danger', call_back: 'neutral' } as const
const PATHS = { review: '/reviews', case: '/aftersales', complaint: '/complaints' } as const
const KINDS = ['review', 'case', 'complaint', 'call_back'] as const

/** What was told, newest first; each opens to where it stands. */
export function QualityList({ label, rows }: { label: string; rows: readonly QualityEntryOut[] }) {
  const t = texts.use()
  const className = useClassName(useLanguage() === 'zh-CN')
  const item = (row: QualityEntryOut): TimelineItem => {
    const kind = KINDS.find((one) => one === row.kind) ?? 'review'
    const detail = [row.text, row.satisfaction === null ? '' : t('quality.satisfaction', { value: row.satisfaction }), row.skus.join(' ')].filter((one) => one !== '').join(' · ')
    return {
      id: `${row.kind}-${row.id}-${row.skus.join()}`,
      at: row.at,
      tone: TONES[kind],
      title: (
        <span className="dz-row">
          <Chip tone={TONES[kind]}>{t(`quality.kinds.${kind}`)}</Chip>
          {kind === 'call_back' ? <span>{row.number}</span> : <Link className="dz-mono" to={`${PATHS[kind]}/${row.id}` as '/'}>{row.number}</Link>}
          {row.stars !== null && <span>{'★'.repeat(row.stars)}</span>}
          {row.class_code !== null && <Chip>{className(row.class_code)}</Chip>}
          {row.order_id !== null && (
            <Link className="dz-mono" to="/orders/$id" params={{ id: row.order_id }}>
              {row.order_number}
            </Link>
          )}
        </span>
      ),
      ...(detail ? { detail } : {}),
    }
  }
  return <Timeline label={label} items={rows.map(item)} />
}
