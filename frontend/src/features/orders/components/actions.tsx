import { useState } from 'react'
import { Button, Chip, ConfirmAction, Dialog, toast } from '@/shared/ui'
import { type Action, type ActionResults, useCancel, useHold, useRelease } from '../queries'
import { texts } from '../texts'
import { sorted, summaryOf } from './results'

export type Verb = 'release' | 'hold' | 'cancel'

export interface Asking {
  verb: Verb
  ids: readonly string[]
  stage?: 'service' | 'finance'
  /** What to do once it was asked for: a selection that was dealt with must not wait for the next button. */
  done?: () => void
}

interface OrderActionProps {
  /** What is asked about now, if anything. */
  asking: Asking | null
  onClose: () => void
}

/**
 * Asks, does it, and says for each order what became of it. The same for one order and for five hundred. It belongs to the
 * page, not to the selection: orders that were dealt with leave a queue before anybody has read the results.
 */
export function OrderAction({ asking, onClose }: OrderActionProps) {
  const t = texts.use()
  const doing = { release: useRelease(), hold: useHold(), cancel: useCancel() }
  const [shown, setShown] = useState<ActionResults | null>(null)
  const verb = asking?.verb
  const count = asking?.ids.length ?? 0

  const run = (action: Verb) => async (reason: string) => {
    const input: Action = { ids: [...(asking?.ids ?? [])], reason, ...(asking?.stage ? { stage: asking.stage } : {}) }
    const results = await doing[action].mutateAsync(input)
    const { refused, pending } = summaryOf(results)
    if (refused === 0 && (count === 1 || pending === 0)) toast.success(count === 1 ? t(pending > 0 ? 'order.asked' : 'order.done') : t('result.done', { count: results.done }))
    else setShown(results)
    asking?.done?.()
  }
  return (
    <>
      <ConfirmAction open={verb === 'release'} title={t('releaseTitle', { count })} verb={t('release')} reason="optional" onConfirm={run('release')} onClose={onClose}>
        {t('releaseText')}
      </ConfirmAction>
      <ConfirmAction
        open={verb === 'hold'}
        title={t('holdTitle', { count })}
        verb={t('holdVerb')}
        reason="required"
        reasons={[t('holdReasons.asked'), t('holdReasons.check'), t('holdReasons.stock')]}
        onConfirm={run('hold')}
        onClose={onClose}
      >
        {t('holdText')}
      </ConfirmAction>
      <ConfirmAction
        open={verb === 'cancel'}
        title={t('cancelTitle', { count })}
        verb={t('cancelVerb')}
        danger
        reason="required"
        reasons={[t('cancelReasons.buyer'), t('cancelReasons.stock'), t('cancelReasons.wrong')]}
        onConfirm={run('cancel')}
        onClose={onClose}
      >
        {t('cancelText')}
      </ConfirmAction>
      {shown && <Results results={shown} onClose={() => setShown(null)} />}
    </>
  )
}

/** What became of each order; refusals first. */
export function Results({ results, onClose }: { results: ActionResults; onClose: () => void }) {
  const t = texts.use()
  const [onlyRefused, setOnlyRefused] = useState(false)
  const rows = sorted(results).filter((one) => !onlyRefused || one.refusal !== null)
  return (
    <Dialog
      open
      title={t('result.title')}
      width={720}
      onClose={onClose}
      foot={
        <Button kind="primary" onClick={onClose} data-focus>
          {t('result.close')}
        </Button>
      }
    >
      <div className="dz-stack">
        <div className="dz-row">
          {results.done > 0 ? <Chip tone="success">{t('result.done', { count: results.done })}</Chip> : <Chip>{t('result.none')}</Chip>}
          {results.refused > 0 && <Chip tone="danger">{t('result.refused', { count: results.refused })}</Chip>}
          <span className="dz-grow" />
          {results.done > 0 && results.refused > 0 && (
            <Button size="small" aria-pressed={onlyRefused} onClick={() => setOnlyRefused(!onlyRefused)}>
              {t(onlyRefused ? 'result.all' : 'result.only')}
            </Button>
          )}
        </div>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by keyboard */}
        <div className="dz-table-wrap" style={{ maxHeight: '50vh', overflow: 'auto' }} tabIndex={0} role="region" aria-label={t('result.title')}>
          <table className="dz-table">
            <thead>
              <tr>
                <th scope="col">{t('result.order')}</th>
                <th scope="col">{t('result.why')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((one) => (
                <tr key={one.id}>
                  <td className="dz-mono" style={{ whiteSpace: 'nowrap' }}>
                    {one.number}
                  </td>
                  <td>
                    {one.refusal ? (
                      <span>
                        {one.refusal.rule && <span className="dz-rule">{one.refusal.rule}</span>} {one.refusal.detail}
                      </span>
                    ) : (
                      <Chip tone={one.pending ? 'warning' : 'success'}>{t(one.pending ? 'result.pending' : 'result.ok')}</Chip>
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
