import { useState } from 'react'
import { useLanguage } from '@/shared/i18n'
import { Button, Chip, ConfirmAction, Results } from '@/shared/ui'
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
  const [shown, setShown] = useState<ClosingOutcome[] | null>(null)
  const picked = units.filter((unit) => chosen.has(unit.unit_id)).slice(0, MOST_AT_ONCE)
  const waiting = ready(units)
  const run = async () => {
    const answer = await close.mutateAsync(picked.map((unit) => ({ id: unit.sheet_id ?? '', version: unit.version ?? 0 })))
    onChoose([])
    setShown(outcomes(picked, answer))
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
      {shown && <Closed rows={shown} onClose={() => setShown(null)} />}
    </div>
  )
}

function Closed({ rows, onClose }: { rows: ClosingOutcome[]; onClose: () => void }) {
  const t = texts.use()
  const chinese = useLanguage() === 'zh-CN'
  const results = rows.map(({ unit, refusal }) => ({ id: unit.unit_id, name: chinese ? unit.name_zh : unit.name_en, refusal, said: <Chip tone="success">{t('sheetStates.closed')}</Chip> }))
  return <Results of={t('month.unit')} results={results} onClose={onClose} />
}
