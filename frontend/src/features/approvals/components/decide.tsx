import { useState } from 'react'
import { ConfirmAction, Results, toast } from '@/shared/ui'
import { type Approval, type BulkResults, type Decision, useDecide, useDecideMany } from '../queries'
import { texts } from '../texts'
import { useWords } from './words'

export interface Asking {
  decision: Decision
  rows: readonly Approval[]
}

interface DecideProps {
  asking: Asking | null
  onClose: () => void
  /** Those that were decided; the ones that were refused stay where they are. */
  onDone: (ids: readonly string[]) => void
}

/** Asks before a decision, takes the comment, and says for each of many what became of it. */
export function Decide({ asking, onClose, onDone }: DecideProps) {
  const t = texts.use()
  const words = useWords()
  const one = useDecide()
  const many = useDecideMany()
  const [shown, setShown] = useState<{ results: BulkResults; rows: readonly Approval[] } | null>(null)
  const rows = asking?.rows ?? []
  const count = rows.length

  const run = (decision: Decision) => async (comment: string) => {
    const [first] = rows
    if (count === 1 && first) {
      await one.mutateAsync({ row: first, decision, comment })
      toast.success(t(decision === 'approve' ? 'decide.approved' : 'decide.refused'))
      onDone([first.id])
      return
    }
    const results = await many.mutateAsync({ rows, decision, comment })
    if (results.refused === 0) toast.success(t('decide.done', { count: results.done }))
    else setShown({ results, rows })
    onDone(results.results.filter((result) => result.refusal === null).map((result) => result.id))
  }

  const titleOf = (id: string) => {
    const row = shown?.rows.find((candidate) => candidate.id === id)
    return row ? words.title(row) : id
  }
  return (
    <>
      <ConfirmAction
        open={asking?.decision === 'approve'}
        title={count === 1 ? t('decide.approveTitle') : t('decide.approveManyTitle', { count })}
        verb={t('decide.approve')}
        reason="optional"
        onConfirm={run('approve')}
        onClose={onClose}
      >
        {count === 1 && rows[0] ? <strong>{words.title(rows[0])}</strong> : t('decide.approveManyText')}
      </ConfirmAction>
      <ConfirmAction
        open={asking?.decision === 'refuse'}
        title={t('decide.refuseTitle', { count })}
        verb={t('decide.refuse')}
        danger
        reason="required"
        onConfirm={run('refuse')}
        onClose={onClose}
      >
        {count === 1 && rows[0] && <strong>{words.title(rows[0])}</strong>}
        <p className="dz-soft">{t('decide.refuseText')}</p>
      </ConfirmAction>
      {shown && (
        <Results
          of={t('decide.request')}
          results={shown.results.results.map((result) => ({ ...result, name: titleOf(result.id) }))}
          onClose={() => setShown(null)}
        />
      )}
    </>
  )
}
