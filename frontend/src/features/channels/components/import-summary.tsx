import { Chip, Count, Facts } from '@/shared/ui'
import { type ImportOut, OUTCOMES } from '../queries'
import { texts } from '../texts'
import { Outcome } from './chips'
import { useWords } from './words'

/** What was read from a file: whose export, how many, what becomes of them and why. */
export function ImportSummary({ found }: { found: ImportOut }) {
  const t = texts.use()
  const words = useWords()
  const { counts } = found
  const reasons = Object.entries(found.reasons).toSorted(([, one], [, other]) => other - one)
  return (
    <div className="dz-stack">
      <Facts
        items={[
          [t('imports.dialect'), words.dialect(found.dialect)],
          [t('imports.encoding'), found.encoding],
          [t('imports.rows'), <Count key="rows" value={found.row_count} />],
          [t('imports.orders'), <Count key="orders" value={counts.orders} />],
        ]}
      />
      <div className="dz-row">
        {OUTCOMES.filter((outcome) => counts[outcome] > 0).map((outcome) => (
          <span key={outcome} className="dz-row" style={{ gap: 4 }}>
            <Outcome outcome={outcome} /> <Count value={counts[outcome]} />
          </span>
        ))}
        {counts.held > 0 && (
          <span className="dz-row" style={{ gap: 4 }}>
            <Chip tone="warning">{t('imports.held')}</Chip> <Count value={counts.held} />
          </span>
        )}
        {counts.needs_attention > 0 && (
          <span className="dz-row" style={{ gap: 4 }}>
            <Chip tone="danger">{t('imports.attention')}</Chip> <Count value={counts.needs_attention} />
          </span>
        )}
      </div>
      {reasons.length > 0 && (
        <div className="dz-row">
          <span className="dz-soft">{t('imports.reasons')}</span>
          {reasons.map(([code, count]) => (
            <span key={code}>
              {words.code(code)} × <Count value={count} />
            </span>
          ))}
        </div>
      )}
    </div>
  )
}
