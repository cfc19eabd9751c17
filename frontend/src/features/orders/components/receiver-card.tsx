import { useState } from 'react'
import { Button, Card, ConfirmAction, Facts } from '@/shared/ui'
import { type FullReceiver, type OrderOut, useReveal } from '../queries'
import { texts } from '../texts'

/** Masked; in full only after a reason, and only as long as this page is open (rule ORD-5). */
export function ReceiverCard({ order }: { order: OrderOut }) {
  const t = texts.use()
  const reveal = useReveal()
  const [full, setFull] = useState<FullReceiver | null>(null)
  const [asking, setAsking] = useState(false)
  const shown = full ?? order.receiver
  const place = [shown.country, shown.province, shown.city, shown.district, full?.town].filter(Boolean).join(' ')
  return (
    <Card
      title={t('receiver')}
      extra={
        full ? (
          <Button size="small" onClick={() => setFull(null)}>
            {t('reveal.hide')}
          </Button>
        ) : (
          order.actions.includes('reveal_receiver') && (
            <Button size="small" onClick={() => setAsking(true)}>
              {t('reveal.verb')}
            </Button>
          )
        )
      }
    >
      <div className="dz-stack">
        <Facts
          items={[
            [t('receiver'), shown.name || '–'],
            [t('reveal.phone'), <span key="phone" className="dz-mono">{shown.phone || '–'}</span>],
            [t('region'), place || '–'],
            [t('reveal.street'), full ? full.street || '–' : '***'],
            ...(full?.postcode ? [[t('reveal.postcode'), full.postcode] as const] : []),
          ]}
        />
        {full && (
          <p className="dz-soft">
            <span className="dz-rule">ORD-5</span> {t('reveal.shown')}
          </p>
        )}
      </div>
      <ConfirmAction
        open={asking}
        title={t('reveal.title')}
        verb={t('reveal.verb')}
        reason="required"
        reasons={[t('reveal.reasons.call'), t('reveal.reasons.address'), t('reveal.reasons.carrier')]}
        onConfirm={async (reason) => setFull(await reveal.mutateAsync({ id: order.id, reason }))}
        onClose={() => setAsking(false)}
      >
        {t('reveal.text')}
      </ConfirmAction>
    </Card>
  )
}
