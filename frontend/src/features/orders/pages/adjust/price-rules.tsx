import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useCan } from '@/shared/api'
import { companyDay, dayStart } from '@/shared/lib/time'
import { Button, Card, Chip, DateTime, Facts, Loaded, Money, Page, toast } from '@/shared/ui'
import { type FormField, FormModal } from '@/shared/ui/form'
import { AddIcon } from '@/shared/ui/icons'
import { inForce } from '../../components/in-force'
import { readLimits, writeLimits } from '../../components/policy-text'
import { type PricePolicyOut, pricePoliciesQuery, usePublishPrices } from './queries'
import { texts } from './texts'

const TONES = { current: 'success', coming: 'info', past: 'neutral' } as const

export function PriceRulesPage() {
  const t = texts.use()
  const can = useCan()
  const query = useQuery(pricePoliciesQuery)
  const [publishing, setPublishing] = useState(false)
  const [now] = useState(() => Date.now())
  const current = inForce(query.data ?? [], Math.max(now, query.dataUpdatedAt))
  return (
    <Page
      title={t('policy.title')}
      lead={t('policy.lead')}
      actions={
        can('orders.policies.publish') &&
        current && (
          <Button kind="primary" icon={AddIcon} onClick={() => setPublishing(true)}>
            {t('policy.publish')}
          </Button>
        )
      }
    >
      <Loaded query={query}>
        {(policies) => (
          <>
            {policies.map((policy) => (
              <Version key={policy.version} policy={policy} state={policy === current ? 'current' : policy.effective_from !== null && Date.parse(policy.effective_from) > now ? 'coming' : 'past'} />
            ))}
          </>
        )}
      </Loaded>
      {publishing && current && <Publish from={current} onClose={() => setPublishing(false)} />}
    </Page>
  )
}

function Version({ policy, state }: { policy: PricePolicyOut; state: keyof typeof TONES }) {
  const t = texts.use()
  return (
    <Card title={t('policy.version', { version: policy.version })} extra={<Chip tone={TONES[state]}>{t(`policy.${state}`)}</Chip>}>
      <Facts
        items={[
          [
            t('policy.limits'),
            <span key="limits" className="dz-row">
              {Object.entries(policy.parameters.amount_limits).map(([currency, amount]) => (
                <Money key={currency} value={{ amount: String(amount), currency }} />
              ))}
            </span>,
          ],
          [t('policy.percent'), `${policy.parameters.percent}%`],
          [t('policy.from'), policy.effective_from ? <DateTime key="from" at={policy.effective_from} /> : t('policy.since')],
          [t('policy.published'), policy.published_at ? `${policy.published_by}` : t('policy.shippedWith')],
          [t('policy.note'), policy.note || null],
        ]}
      />
    </Card>
  )
}

interface Values {
  limits: string | null
  percent: number
  effective: string | null
  note: string | null
}

const asText = (value: unknown) => (typeof value === 'string' ? value : '')

/** A new version, begun from the one in force. */
function Publish({ from, onClose }: { from: PricePolicyOut; onClose: () => void }) {
  const t = texts.use()
  const publish = usePublishPrices()
  const fields: FormField<Values>[] = [
    { kind: 'textarea', name: 'limits', label: t('policy.limits'), help: t('policy.limitsHelp'), rows: 3, check: (value) => (readLimits(asText(value)) ? undefined : t('policy.limitsWrong')) },
    { kind: 'number', name: 'percent', label: t('policy.percent'), required: true, min: 0, max: 100, unit: '%' },
    { kind: 'date', name: 'effective', label: t('policy.effective'), help: t('policy.effectiveHelp'), check: (value) => (asText(value) !== '' && asText(value) < companyDay() ? t('policy.effectivePast') : undefined) },
    { kind: 'textarea', name: 'note', label: t('policy.note'), rows: 2, maxLength: 500 },
  ]
  return (
    <FormModal<Values>
      open
      title={t('policy.publish')}
      verb={t('policy.publishVerb')}
      fields={fields}
      initial={{ limits: writeLimits(from.parameters.amount_limits), percent: from.parameters.percent }}
      onSubmit={async (values) => {
        const made = await publish.mutateAsync({
          parameters: { amount_limits: readLimits(values.limits ?? '') ?? {}, percent: values.percent },
          note: values.note ?? '',
          ...(values.effective && values.effective > companyDay() ? { effective_from: dayStart(values.effective) } : {}),
        })
        toast.success(t('policy.done', { version: made.version }))
      }}
      onClose={onClose}
    />
  )
}
