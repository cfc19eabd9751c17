import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useCan } from '@/shared/api'
import { companyDay, dayStart } from '@/shared/lib/time'
import { Button, Card, Chip, DateTime, Facts, Loaded, Page, toast } from '@/shared/ui'
import { FormModal, type FormField } from '@/shared/ui/form'
import { AddIcon } from '@/shared/ui/icons'
import { inForce } from '../components/in-force'
import { readHours, writeHours } from '../components/policy-text'
import { useShops } from '../components/shops'
import { type ShipPolicyOut, shipPoliciesQuery, usePublishShipping } from '../queries'
import { texts } from '../texts'

const TONES = { current: 'success', coming: 'info', past: 'neutral' } as const

export function ShipRules() {
  const t = texts.use()
  const can = useCan()
  const query = useQuery(shipPoliciesQuery)
  const [publishing, setPublishing] = useState(false)
  const [now] = useState(() => Date.now())
  const current = inForce(query.data ?? [], Math.max(now, query.dataUpdatedAt))
  const stateOf = (policy: ShipPolicyOut) => (policy === current ? 'current' : policy.effective_from !== null && Date.parse(policy.effective_from) > now ? 'coming' : 'past')
  return (
    <Page
      title={t('shipping.title')}
      lead={t('shipping.lead')}
      actions={
        can('orders.policies.publish') &&
        current && (
          <Button kind="primary" icon={AddIcon} onClick={() => setPublishing(true)}>
            {t('rules.publish')}
          </Button>
        )
      }
    >
      <Loaded query={query}>{(policies) => policies.map((policy) => <Version key={policy.version} policy={policy} state={stateOf(policy)} />)}</Loaded>
      {publishing && current && <PublishShipping from={current} onClose={() => setPublishing(false)} />}
    </Page>
  )
}

function Version({ policy, state }: { policy: ShipPolicyOut; state: keyof typeof TONES }) {
  const t = texts.use()
  const { nameOf } = useShops()
  const { parameters } = policy
  const each = (hours: Record<string, unknown>, name: (code: string) => string) => {
    const said = Object.entries(hours).map(([code, number]) => `${name(code)} ${String(number)}`)
    return said.length > 0 ? said.join(' · ') : t('shipping.none')
  }
  return (
    <Card
      title={
        <span className="dz-row">
          <span className="dz-rule">{policy.rule}</span>
          {t('rules.version', { version: policy.version })}
          <Chip tone={TONES[state]}>{t(`rules.${state}`)}</Chip>
        </span>
      }
      extra={<span className="dz-soft">{policy.version === 0 ? t('rules.shippedWith') : policy.published_by}</span>}
    >
      <Facts
        items={[
          [t('rules.from'), policy.effective_from ? <DateTime key="from" at={policy.effective_from} /> : t('rules.since')],
          [t('shipping.hours'), String(parameters.hours)],
          [t('shipping.platforms'), each(parameters.platform_hours, (code) => code)],
          [t('shipping.shops'), each(parameters.shop_hours, nameOf)],
          [t('shipping.weekends'), t(parameters.weekends_count ? 'rules.yes' : 'rules.no')],
          ...(policy.note ? [[t('rules.note'), policy.note] as const] : []),
          ...(policy.published_at ? [[t('rules.published'), <DateTime key="published" at={policy.published_at} />] as const] : []),
        ]}
      />
    </Card>
  )
}

interface Values {
  hours: number
  platforms: string | null
  shops: string | null
  weekends: boolean | null
  effective: string | null
  note: string | null
}

const asText = (value: unknown) => (typeof value === 'string' ? value : '')

/** A new version, begun from the one in force. */
function PublishShipping({ from, onClose }: { from: ShipPolicyOut; onClose: () => void }) {
  const t = texts.use()
  const publish = usePublishShipping()
  const { all } = useShops()
  const { parameters } = from
  const check = (value: unknown) => (readHours(asText(value)) ? undefined : t('shipping.wrong'))
  const fields: FormField<Values>[] = [
    { kind: 'number', name: 'hours', label: t('shipping.hours'), required: true, min: 1, max: 2000 },
    { kind: 'textarea', name: 'platforms', label: t('shipping.platforms'), help: t('shipping.platformsHelp'), rows: 3, check },
    { kind: 'textarea', name: 'shops', label: t('shipping.shops'), help: t('shipping.shopsHelp', { shop: all[0]?.id ?? 'shp_1' }), rows: 3, check },
    { kind: 'switch', name: 'weekends', label: t('shipping.weekends') },
    { kind: 'date', name: 'effective', label: t('rules.effective'), help: t('rules.effectiveHelp'), check: (value) => (asText(value) !== '' && asText(value) < companyDay() ? t('rules.effectivePast') : undefined) },
    { kind: 'textarea', name: 'note', label: t('rules.note'), rows: 2, maxLength: 500 },
  ]
  return (
    <FormModal<Values>
      open
      title={t('rules.publish')}
      verb={t('rules.publishVerb')}
      fields={fields}
      initial={{ hours: parameters.hours, platforms: writeHours(parameters.platform_hours), shops: writeHours(parameters.shop_hours), weekends: parameters.weekends_count }}
      onSubmit={async (values) => {
        const made = await publish.mutateAsync({
          parameters: { hours: values.hours, platform_hours: readHours(values.platforms ?? '') ?? {}, shop_hours: readHours(values.shops ?? '') ?? {}, weekends_count: values.weekends === true },
          note: values.note ?? '',
          // Today's midnight has passed: a policy for today is one from now on.
          ...(values.effective && values.effective > companyDay() ? { effective_from: dayStart(values.effective) } : {}),
        })
        toast.success(t('rules.done', { version: made.version }))
      }}
      onClose={onClose}
    />
  )
}
