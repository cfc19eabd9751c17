import { Link } from '@tanstack/react-router'
import { Banner, Chip, DateTime, Facts, Money } from '@/shared/ui'
import type { Approval } from '../queries'
import { texts } from '../texts'
import { isOverdue, ownPath, STATE_TONE, useNow, useWords } from './words'

export function StateChip({ row }: { row: Approval }) {
  const t = texts.use()
  const state = row.state as 'waiting'
  return <Chip tone={STATE_TONE[row.state] ?? 'neutral'}>{t(`state.${state}`)}</Chip>
}

/** Overdue, reminded, sent up. */
export function Marks({ row }: { row: Approval }) {
  const t = texts.use()
  const now = useNow()
  if (row.state !== 'waiting') return null
  return (
    <>
      {isOverdue(row, now) && <Chip tone="danger">{t('row.overdue')}</Chip>}
      {row.escalated_at ? <Chip tone="warning">{t('row.escalated')}</Chip> : row.reminded_at && <Chip tone="warning">{t('row.reminded')}</Chip>}
    </>
  )
}

/** The evidence of a request; what differs from the one it replaced is marked. */
export function Evidence({ row }: { row: Approval }) {
  const t = texts.use()
  const words = useWords()
  if (row.evidence.length === 0) return <p className="dz-soft">{t('request.noEvidence')}</p>
  return (
    <dl className="approvals-evidence">
      {row.evidence.map((line) => (
        <div key={`${line.label_en} ${line.value}`} data-changed={line.before !== null}>
          <dt>{words.label(line)}</dt>
          <dd>
            {line.value}
            {line.before !== null && <s>{t('request.before', { value: line.before })}</s>}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** What a decider has to know, beside the list and on the request's own page. */
export function Details({ row }: { row: Approval }) {
  const t = texts.use()
  const words = useWords()
  const path = ownPath(row.link)
  return (
    <div className="dz-stack">
      {row.replaces_id && <Banner tone="warning">{t('request.changed')}</Banner>}
      <Evidence row={row} />
      <Facts
        items={[
          [t('request.kind'), words.kind(row)],
          [t('request.requester'), row.requester_name],
          [t('request.filed'), <DateTime key="filed" at={row.filed_at} />],
          ...(row.amount ? ([[t('request.amount'), <Money key="amount" value={row.amount} />]] as const) : []),
          ...(row.effective_at ? ([[t('request.effective'), <DateTime key="effective" at={row.effective_at} />]] as const) : []),
          ...(row.due_at ? ([[t('row.due'), <DateTime key="due" at={row.due_at} />]] as const) : []),
          ...(row.decided_at ? ([[t('request.decided'), <DateTime key="decided" at={row.decided_at} />]] as const) : []),
          ...(row.takes_effect_at ? ([[t('request.takesEffect'), <DateTime key="takes" at={row.takes_effect_at} />]] as const) : []),
          ...(row.comment ? ([[t('request.comment'), row.comment]] as const) : []),
          [t('request.number'), <span key="number" className="dz-mono">{row.number}</span>],
        ]}
      />
      {path && <Link to={path as '/'}>{t('request.link')}</Link>}
    </div>
  )
}
