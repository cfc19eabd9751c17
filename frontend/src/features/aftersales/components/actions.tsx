import { useState } from 'react'
import { ConfirmAction, Results, toast } from '@/shared/ui'
import { type CaseResults, useAgree, useRefuse } from '../queries'
import { texts } from '../texts'

export type Verb = 'agree' | 'refuse'

export interface Asking {
  verb: Verb
  ids: readonly string[]
  done?: () => void
}

/** Asks, does it, and says for each case what became of it; the same for one and for a hundred. */
export function CaseAction({ asking, onClose }: { asking: Asking | null; onClose: () => void }) {
  const t = texts.use()
  const doing = { agree: useAgree(), refuse: useRefuse() }
  const [shown, setShown] = useState<CaseResults | null>(null)
  const number = asking?.ids.length ?? 0
  const run = (verb: Verb) => async (reason: string) => {
    const results = await doing[verb].mutateAsync({ ids: [...(asking?.ids ?? [])], reason })
    if (results.refused === 0) toast.success(t('ask.done'))
    else setShown(results)
    asking?.done?.()
  }
  return (
    <>
      <ConfirmAction open={asking?.verb === 'agree'} title={t('ask.agree', { number })} verb={t('verbs.agree')} reason="optional" onConfirm={run('agree')} onClose={onClose}>
        {t('ask.agreeText')}
      </ConfirmAction>
      <ConfirmAction
        open={asking?.verb === 'refuse'}
        title={t('ask.refuse', { number })}
        verb={t('verbs.refuse')}
        danger
        reason="required"
        reasons={[t('ask.refuseReasons.evidence'), t('ask.refuseReasons.used'), t('ask.refuseReasons.late')]}
        onConfirm={run('refuse')}
        onClose={onClose}
      />
      {shown && <Results of={t('number')} results={shown.results} onClose={() => setShown(null)} />}
    </>
  )
}
