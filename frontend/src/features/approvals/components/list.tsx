import { Ago, Money } from '@/shared/ui'
import type { Approval } from '../queries'
import { texts } from '../texts'
import { Marks, StateChip } from './details'
import { useWords } from './words'

interface ListProps {
  rows: readonly Approval[]
  current: string | undefined
  /** Only what waits for me can be chosen for a decision. */
  chosen: ReadonlySet<string> | null
  onOpen: (row: Approval) => void
  onChoose: (row: Approval) => void
}

export function ApprovalList({ rows, current, chosen, onOpen, onChoose }: ListProps) {
  const t = texts.use()
  const words = useWords()
  return (
    <ul className="dz-desk-list" aria-label={t('inbox.list')}>
      {rows.map((row) => (
        <li key={row.id} className="dz-desk-row" data-current={row.id === current}>
          {chosen && <input type="checkbox" checked={chosen.has(row.id)} aria-label={t('inbox.select', { title: words.title(row) })} onChange={() => onChoose(row)} />}
          <button type="button" aria-current={row.id === current || undefined} data-approval={row.id} onClick={() => onOpen(row)}>
            <span className="dz-row dz-spread">
              <strong>{words.title(row)}</strong>
              {row.amount && <Money value={row.amount} />}
            </span>
            <span className="dz-row" style={{ gap: 6 }}>
              <StateChip row={row} />
              <Marks row={row} />
              <span className="dz-soft">
                {words.kind(row)} · {t('row.by', { name: row.requester_name })} · <Ago at={row.filed_at} />
                {row.state === 'waiting' && row.step_count > 1 && <> · {t('row.step', { step: row.step, count: row.step_count })}</>}
              </span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}
