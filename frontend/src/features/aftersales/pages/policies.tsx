import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { companyDay, dayStart } from '@/shared/lib/time'
import { Button, Card, Chip, DateTime, Facts, Loaded, Page, toast } from '@/shared/ui'
import { type FormField, FormModal } from '@/shared/ui/form'
import { AddIcon } from '@/shared/ui/icons'
import { useCaseWords } from '../components/words'
import { type AftersalesPolicyOut, policiesQuery, usePublishPolicy } from '../queries'
import { texts } from '../texts'

const TONES = { current: 'success', coming: 'info', past: 'neutral' } as const
const LIMITS = ['refund', 'compensation', 'price_protection'] as const
const TIMED = ['opened', 'in_approval', 'stopping', 'awaiting_goods', 'arrived', 'inspected', 'awaiting_payment', 'settling', 'giving_back'] as const
const FIGURES = ['days_after_delivery', 'price_protection_days', 'compensation_percent', 'points_per_yuan', 'claim_days', 'picture_keep_days', 'weight_percent', 'packaging_g'] as const
const MOST: Record<(typeof FIGURES)[number], number> = {
  days_after_delivery: 3650,
  price_protection_days: 3650,
  compensation_percent: 100,
  points_per_yuan: 1000,
  claim_days: 365,
  picture_keep_days: 3650,
  weight_percent: 100,
  packaging_g: 100_000,
}
const LEAST: Partial<typeof MOST> = { claim_days: 1, picture_keep_days: 1 }

const start = (policy: AftersalesPolicyOut) => (policy.effective_from === null ? Number.NEGATIVE_INFINITY : Date.parse(policy.effective_from))

/** Of those in effect the one that took effect last, and of these the newest. */
function inForce(policies: readonly AftersalesPolicyOut[], now: number) {
  return policies.filter((policy) => start(policy) <= now).toSorted((a, b) => start(b) - start(a) || b.version - a.version)[0]
}

export function CasePolicies() {
  const t = texts.use()
  const can = useCan()
  const query = useQuery(policiesQuery)
  const [publishing, setPublishing] = useState(false)
  const [now] = useState(() => Date.now())
  const moment = Math.max(now, query.dataUpdatedAt)
  const current = inForce(query.data ?? [], moment)
  const stateOf = (policy: AftersalesPolicyOut) => (policy === current ? 'current' : start(policy) > moment ? 'coming' : 'past')
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
      <Loaded query={query}>{(policies) => policies.map((policy) => <Version key={policy.version} policy={policy} state={stateOf(policy)} />)}</Loaded>
      {publishing && current && <Publish from={current} onClose={() => setPublishing(false)} />}
    </Page>
  )
}

const amounts = (limits: Record<string, unknown>) =>
  Object.entries(limits)
    .map(([currency, amount]) => `${String(amount)} ${currency}`)
    .join(' · ')

function Version({ policy, state }: { policy: AftersalesPolicyOut; state: keyof typeof TONES }) {
  const t = texts.use()
  const words = useCaseWords()
  const zh = useLanguage() === 'zh-CN'
  const { parameters } = policy
  const limits = (name: (typeof LIMITS)[number]) => amounts(parameters.clerk_limits[name] ?? {}) || t('policy.noLimit')
  return (
    <Card
      title={
        <span className="dz-row">
          <span className="dz-rule">{policy.rule}</span>
          {t('policy.version', { version: policy.version })}
          <Chip tone={TONES[state]}>{t(`policy.${state}`)}</Chip>
        </span>
      }
      extra={<span className="dz-soft">{policy.version === 0 ? t('policy.shippedWith') : policy.published_by}</span>}
    >
      <Facts
        items={[
          [t('policy.from'), policy.effective_from ? <DateTime key="from" at={policy.effective_from} /> : t('policy.since')],
          ...LIMITS.map((name) => [t(`policy.limits.${name}`), limits(name)] as const),
          [t('policy.trusted'), amounts(parameters.trusted_limits ?? {}) || t('policy.noTrust')],
          ...FIGURES.map((name) => [t(`policy.figures.${name}`), String(parameters[name] ?? '–')] as const),
          [t('policy.hours'), TIMED.map((name) => `${words.state(name)} ${String(parameters.hours[name] ?? '–')}`).join(' · ')],
          [t('policy.reasons'), parameters.reasons.map((reason) => (zh ? reason.zh : reason.en)).join(' · ')],
          ...(policy.note ? [[t('page.note'), policy.note] as const] : []),
        ]}
      />
    </Card>
  )
}

type Values = Record<string, string | number | null>

/** A new version, begun from the one in force; reasons stay as they are. */
function Publish({ from, onClose }: { from: AftersalesPolicyOut; onClose: () => void }) {
  const t = texts.use()
  const words = useCaseWords()
  const publish = usePublishPolicy()
  const { parameters } = from
  const fields: FormField<Values>[] = [
    ...LIMITS.map((name): FormField<Values> => ({ kind: 'money', name: `limit_${name}`, label: t(`policy.limits.${name}`), currency: 'CNY', required: true })),
    { kind: 'money', name: 'trusted', label: t('policy.trusted'), help: t('policy.trustedHelp'), currency: 'CNY', required: true },
    ...FIGURES.map((name): FormField<Values> => ({ kind: 'number', name, label: t(`policy.figures.${name}`), required: true, min: LEAST[name] ?? 0, max: MOST[name] })),
    ...TIMED.map((name): FormField<Values> => ({ kind: 'number', name: `hours_${name}`, label: t('policy.hoursIn', { state: words.state(name) }), required: true, min: 1, max: 8760 })),
    { kind: 'date', name: 'effective', label: t('policy.effective'), help: t('policy.effectiveHelp'), check: (value) => (typeof value === 'string' && value !== '' && value < companyDay() ? t('policy.effectivePast') : undefined) },
    { kind: 'textarea', name: 'note', label: t('page.note'), rows: 2, maxLength: 500 },
  ]
  const initial: Values = {
    ...Object.fromEntries(LIMITS.map((name) => [`limit_${name}`, String(parameters.clerk_limits[name]?.CNY ?? '0.00')])),
    trusted: String(parameters.trusted_limits?.CNY ?? '0.00'),
    ...Object.fromEntries(FIGURES.map((name) => [name, parameters[name] ?? 0])),
    ...Object.fromEntries(TIMED.map((name) => [`hours_${name}`, parameters.hours[name] ?? 24])),
  }
  return (
    <FormModal<Values>
      open
      title={t('policy.publish')}
      verb={t('policy.publishVerb')}
      fields={fields}
      initial={initial}
      onSubmit={async (values) => {
        const effective = typeof values.effective === 'string' ? values.effective : ''
        const made = await publish.mutateAsync({
          parameters: {
            ...parameters,
            ...Object.fromEntries(FIGURES.map((name) => [name, Number(values[name])])),
            clerk_limits: Object.fromEntries(LIMITS.map((name) => [name, { ...parameters.clerk_limits[name], CNY: String(values[`limit_${name}`]) }])),
            trusted_limits: { ...parameters.trusted_limits, CNY: String(values.trusted) },
            hours: { ...parameters.hours, ...Object.fromEntries(TIMED.map((name) => [name, Number(values[`hours_${name}`])])) },
          },
          note: typeof values.note === 'string' ? values.note : '',
          // Today's midnight has passed: a policy for today is one from now on.
          ...(effective > companyDay() ? { effective_from: dayStart(effective) } : {}),
        })
        toast.success(t('policy.done', { version: made.version }))
      }}
      onClose={onClose}
    />
  )
}
