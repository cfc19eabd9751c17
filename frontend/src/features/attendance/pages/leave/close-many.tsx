import { useState } from 'react'
import { useLanguage } from '@/shared/i18n'
import { Button, Chip, ConfirmAction, Dialog } from '@/shared/ui'
import { type ClosingOutcome, MOST_AT_ONCE, outcomes, ready } from './closing'
import { type BoardUnit, useCloseMany } from './queries'
import { texts } from './texts'

interface CloseManyProps {
  month: string
  units: readonly BoardUnit[]
  chosen: ReadonlySet<string>
  onChoose: (units: readonly BoardUnit[]) => void
}

/** The months of many departments at once, with an answer for each. */
export function CloseMany({ month, units, chosen, onChoose }: CloseManyProps) {
  const t = texts.use()
  const close = useCloseMany()
  const [asking, setAsking] = useState(false)
  const [shown, setShown] = useState<{ done: number; rows: ClosingOutcome[] } | null>(null)
  const picked = units.filter((unit) => chosen.has(unit.unit_id)).slice(0, MOST_AT_ONCE)
  const waiting = ready(units)
  const run = async () => {
    const answer = await close.mutateAsync(picked.map((unit) => ({ id: unit.sheet_id ?? '', version: unit.version ?? 0 })))
    onChoose([])
    setShown({ done: answer.done, rows: outcomes(picked, answer) })
  }
  return (
    <div className="dz-row" style={{ flexWrap: 'wrap' }}>
      <Button size="small" disabled={waiting.length === 0} onClick={() => onChoose(waiting)}>
        {t('closing.ready', { count: waiting.length })}
      </Button>
      {picked.length > 0 && (
        <>
          <Button size="small" onClick={() => onChoose([])}>
            {t('closing.none')}
          </Button>
          <Button size="small" kind="primary" onClick={() => setAsking(true)}>
            {t('closing.close', { count: picked.length })}
          </Button>
        </>
      )}
      <ConfirmAction open={asking} title={t('closing.title', { count: picked.length, month })} verb={t('month.close')} danger onConfirm={run} onClose={() => setAsking(false)}>
        {t('closing.text')}
      </ConfirmAction>
      {shown && <Results {...shown} onClose={() => setShown(null)} />}
    </div>
  )
}

function Results({ done, rows, onClose }: { done: number; rows: ClosingOutcome[]; onClose: () => void }) {
  const t = texts.use()
  const chinese = useLanguage() === 'zh-CN'
  return (
    <Dialog
      open
      title={t('closing.results')}
      width={640}
      onClose={onClose}
      foot={
        <Button kind="primary" onClick={onClose} data-focus>
          {t('closing.ok')}
        </Button>
      }
    >
      <div className="dz-stack">
        <div className="dz-row">
          <Chip tone={done > 0 ? 'success' : 'neutral'}>{t('closing.done', { count: done })}</Chip>
          {rows.length > done && <Chip tone="danger">{t('closing.refused', { count: rows.length - done })}</Chip>}
        </div>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by keyboard */}
        <div className="dz-table-wrap" style={{ maxHeight: '50vh', overflow: 'auto' }} tabIndex={0} role="region" aria-label={t('closing.results')}>
          <table className="dz-table">
            <thead>
              <tr>
                <th scope="col">{t('month.unit')}</th>
                <th scope="col">{t('month.state')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ unit, refusal }) => (
                <tr key={unit.unit_id}>
                  <td>{chinese ? unit.name_zh : unit.name_en}</td>
                  <td>
                    {refusal ? (
                      <span>
                        {refusal.rule && <span className="dz-rule">{refusal.rule}</span>} {refusal.detail}
                      </span>
                    ) : (
                      <Chip tone="success">{t('sheetStates.closed')}</Chip>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </div>
    </Dialog>
  )
}
