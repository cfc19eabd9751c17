import { useState } from 'react'
import { Button, ConfirmAction } from '@/shared/ui'
import { openFile, reprintLabel } from '../queries'
import { texts } from '../texts'

/** States after which the receiver in full is nobody's work any more. */
const DONE = new Set(['shipped', 'withdrawn'])

/** Prints at once while the shipment is worked on; afterwards it asks why. */
export function PrintLabel({ number, state }: { number: string; state: string }) {
  const t = texts.use()
  const [asking, setAsking] = useState(false)
  const done = DONE.has(state)
  return (
    <>
      <Button onClick={() => (done ? setAsking(true) : void openFile(`shipments/${number}/label.pdf`))}>{t('shipment.label')}</Button>
      <ConfirmAction open={asking} title={t('shipment.labelAgain', { number })} verb={t('shipment.label')} reason="required" onConfirm={(reason) => reprintLabel(number, reason)} onClose={() => setAsking(false)}>
        {t('shipment.labelWhy')}
      </ConfirmAction>
    </>
  )
}
