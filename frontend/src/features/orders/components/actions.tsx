import { useId, useState } from 'react'
import { useCan } from '@/shared/api'
import { Chip, ConfirmAction, Results, toast } from '@/shared/ui'
import { type Action, type ActionResults, useCancel, useHold, useRelease } from '../queries'
import { texts as reviewTexts } from '../pages/review/texts'
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
  const review = reviewTexts.use()
  const can = useCan()
  const both = can('orders.orders.review') && can('orders.orders.review_finance')
  const [stage, setStage] = useState<NonNullable<Action['stage']>>('service')
  const field = useId()
  const verb = asking?.verb
  const count = asking?.ids.length ?? 0

  const run = (action: Verb) => async (reason: string) => {
    const asked = asking?.stage ?? (action === 'hold' && both ? stage : undefined)
    const input: Action = { ids: [...(asking?.ids ?? [])], reason, ...(asked ? { stage: asked } : {}) }
    const results = await doing[action].mutateAsync(input)
    const { refused, pending } = summaryOf(results)
    if (refused === 0 && (count === 1 || pending === 0)) toast.success(count === 1 ? t(pending > 0 ? 'order.asked' : 'order.done') : t('doneMany', { count: results.done }))
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
        <p>{t('holdText')}</p>
        {both && !asking?.stage && (
          <div className="dz-field">
            <label htmlFor={field}>{t('holdFor')}</label>
            <select id={field} className="dz-input" value={stage} onChange={(event) => setStage(event.target.value === 'finance' ? 'finance' : 'service')}>
              <option value="service">{review('stages.service')}</option>
              <option value="finance">{review('stages.finance')}</option>
            </select>
          </div>
        )}
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
      {shown && <OrderResults results={shown} onClose={() => setShown(null)} />}
    </>
  )
}

/** What became of each order, also of those that wait for the warehouse. */
export function OrderResults({ results, onClose }: { results: ActionResults; onClose: () => void }) {
  const t = texts.use()
  const rows = sorted(results).map((one) => (one.pending ? { ...one, said: <Chip tone="warning">{t('pending')}</Chip> } : one))
  return <Results of={t('number')} results={rows} onClose={onClose} />
}
