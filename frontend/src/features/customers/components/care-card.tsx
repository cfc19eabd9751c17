import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useCan } from '@/shared/api'
import { Banner, Button, Card, ConfirmAction, DateTime, Loaded } from '@/shared/ui'
import { customerCareQuery, useAllowCalls, useForbidCalls } from '../queries'
import { texts } from '../texts'

/** What customer care knows of the customer: complaints, call-backs, and whether they may be called (rules CARE-3, CARE-5). */
export function CareCard({ id }: { id: string }) {
  const can = useCan()
  return can('orders.complaints.read') ? <Shown id={id} /> : null
}

function Shown({ id }: { id: string }) {
  const t = texts.use()
  const can = useCan()
  const query = useQuery(customerCareQuery(id))
  const forbid = useForbidCalls()
  const allow = useAllowCalls()
  const [asking, setAsking] = useState(false)
  const forbidden = query.data?.do_not_call
  const verb = t(forbidden ? 'care.allow' : 'care.forbid')
  return (
    <Card
      title={t('care.title')}
      extra={
        can('orders.callbacks.make') &&
        query.data && (
          <Button size="small" onClick={() => setAsking(true)}>
            {verb}
          </Button>
        )
      }
    >
      <Loaded query={query}>
        {({ do_not_call, complaints, callbacks }) => (
          <div className="dz-stack">
            {do_not_call && (
              <Banner tone="warning">
                {t('care.forbidden')} {do_not_call.reason} · {do_not_call.by_name}
              </Banner>
            )}
            {complaints.map((one) => (
              <p key={one.id}>
                <Link className="dz-mono" to="/complaints/$id" params={{ id: one.id }}>
                  {one.number}
                </Link>{' '}
                <DateTime at={one.opened_at} />
              </p>
            ))}
            {complaints.length === 0 && <p className="dz-soft">{t('care.noComplaints')}</p>}
            {callbacks.map((one) => (
              <p key={one.id}>
                <Link to="/callbacks/$id" params={{ id: one.id }}>
                  {one.plan_name ?? t('care.callback')}
                </Link>{' '}
                <DateTime at={one.done_at ?? one.due_at} /> {one.satisfaction !== null && t('care.satisfaction', { score: one.satisfaction })}
              </p>
            ))}
            {callbacks.length === 0 && <p className="dz-soft">{t('care.noCallbacks')}</p>}
          </div>
        )}
      </Loaded>
      <ConfirmAction open={asking} title={verb} verb={verb} reason="required" onConfirm={(reason) => (forbidden ? allow : forbid).mutateAsync({ id, reason })} onClose={() => setAsking(false)} />
    </Card>
  )
}
