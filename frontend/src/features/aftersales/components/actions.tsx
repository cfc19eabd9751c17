import { useState } from 'react'
import { Button, ConfirmAction, Dialog, toast } from '@/shared/ui'
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
      {shown && <Results results={shown} onClose={() => setShown(null)} />}
    </>
  )
}

function Results({ results, onClose }: { results: CaseResults; onClose: () => void }) {
  const t = texts.use()
  return (
    <Dialog
      open
      title={t('ask.result')}
      width={680}
      onClose={onClose}
      foot={
        <Button kind="primary" onClick={onClose} data-focus>
          {t('ask.close')}
        </Button>
      }
    >
      <p>{t('ask.some', { done: results.done, refused: results.refused })}</p>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by keyboard */}
      <div className="dz-table-wrap" style={{ maxHeight: '50vh', overflow: 'auto' }} tabIndex={0} role="region" aria-label={t('ask.result')}>
        <table className="dz-table">
          <tbody>
            {results.results.map((one) => (
              <tr key={one.id}>
                <td className="dz-mono">{one.number}</td>
                <td>
                  {one.refusal ? (
                    <>
                      {one.refusal.rule && <span className="dz-rule">{one.refusal.rule}</span>} {one.refusal.detail}
                    </>
                  ) : (
                    t('ask.ok')
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Dialog>
  )
}
