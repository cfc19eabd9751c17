import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useCan } from '@/shared/api'
import { Button, Card, DateTime, Facts, Loaded, toast } from '@/shared/ui'
import { FormModal, type FormField } from '@/shared/ui/form'
import { type FeedbackParameters, policyQuery, usePublishPolicy } from '../feedback/queries'
import { texts } from '../feedback-texts'

const NUMBERS = ['bad_stars', 'answer_hours', 'bad_answer_hours', 'first_answer_seconds', 'repeat_days'] as const
const MOST = { bad_stars: 4, answer_hours: 8760, bad_answer_hours: 8760, first_answer_seconds: 86_400, repeat_days: 90 } as const

/** All versions, the newest first; a new one is in force at once. */
export function FeedbackPolicy() {
  const t = texts.use()
  const can = useCan()
  const query = useQuery(policyQuery)
  const [editing, setEditing] = useState(false)
  const newest = query.data?.[0]
  return (
    <div className="dz-stack">
      {can('orders.policies.publish') && newest && (
        <div>
          <Button kind="primary" onClick={() => setEditing(true)}>
            {t('policy.publish')}
          </Button>
        </div>
      )}
      <Loaded query={query} lines={6}>
        {(versions) =>
          versions.map((one) => (
            <Card key={one.version} title={t('policy.version', { version: one.version })} extra={one.effective_from === null ? t('policy.shipped') : <DateTime at={one.effective_from} />}>
              <Facts items={NUMBERS.map((name) => [t(`policy.${name}`), one.parameters[name]])} />
              <p className="dz-soft">
                <span className="dz-rule">{one.rule}</span> {one.published_by} {one.note}
              </p>
            </Card>
          ))
        }
      </Loaded>
      {editing && newest && <PolicyForm initial={newest.parameters} onClose={() => setEditing(false)} />}
    </div>
  )
}

type Values = FeedbackParameters & { note: string | null }

function PolicyForm({ initial, onClose }: { initial: FeedbackParameters; onClose: () => void }) {
  const t = texts.use()
  const publish = usePublishPolicy()
  const fields: FormField<Values>[] = [
    ...NUMBERS.map((name): FormField<Values> => ({ kind: 'number', name, label: t(`policy.${name}`), required: true, min: name === 'first_answer_seconds' ? 5 : 1, max: MOST[name] })),
    { kind: 'text', name: 'note', label: t('policy.note'), maxLength: 500 },
  ]
  return (
    <FormModal<Values>
      open
      title={t('policy.publish')}
      verb={t('policy.publish')}
      fields={fields}
      initial={initial}
      onSubmit={async ({ note, ...parameters }) => {
        await publish.mutateAsync({ parameters, note: note ?? '' })
        toast.success(t('policy.published'))
      }}
      onClose={onClose}
    />
  )
}
