import type { ReactNode } from 'react'
import { useState } from 'react'
import { companyDay, dayStart } from '@/shared/lib/time'
import { Card, Chip, DateTime, Facts } from '@/shared/ui'
import type { FormField } from '@/shared/ui/form'
import { texts } from '../texts'

/** What versions of every policy have. */
export interface Versioned {
  rule: string
  version: number
  effective_from: string | null
  note: string
  published_at: string | null
  published_by: string
}

/** What a form to publish any policy asks besides its figures. */
export interface WhenAndWhy {
  effective: string | null
  note: string | null
}

const TONES = { current: 'success', coming: 'info', past: 'neutral' } as const
const start = (policy: Versioned) => (policy.effective_from === null ? Number.NEGATIVE_INFINITY : Date.parse(policy.effective_from))

/** Of those in effect the one that took effect last, and of these the newest (as the service decides it). */
export function inForce<Policy extends Versioned>(policies: readonly Policy[], now: number): Policy | undefined {
  return policies.filter((policy) => start(policy) <= now).toSorted((a, b) => start(b) - start(a) || b.version - a.version)[0]
}

export function Versions<Policy extends Versioned>({ policies, figures }: { policies: readonly Policy[]; figures: (policy: Policy) => readonly (readonly [string, ReactNode])[] }) {
  const t = texts.use()
  const [now] = useState(() => Date.now())
  const current = inForce(policies, now)
  const stateOf = (policy: Policy) => (policy === current ? 'current' : start(policy) > now ? 'coming' : 'past')
  return policies.map((policy) => (
    <Card
      key={policy.version}
      title={
        <span className="dz-row">
          <span className="dz-rule">{policy.rule}</span>
          {t('rules.version', { version: policy.version })}
          <Chip tone={TONES[stateOf(policy)]}>{t(`rules.${stateOf(policy)}`)}</Chip>
        </span>
      }
      extra={<span className="dz-soft">{policy.version === 0 ? t('rules.shippedWith') : policy.published_by}</span>}
    >
      <Facts
        items={[
          [t('rules.from'), policy.effective_from ? <DateTime key="from" at={policy.effective_from} /> : t('rules.since')],
          ...figures(policy),
          ...(policy.note ? [[t('rules.note'), policy.note] as const] : []),
          ...(policy.published_at ? [[t('rules.published'), <DateTime key="published" at={policy.published_at} />] as const] : []),
        ]}
      />
    </Card>
  ))
}

export function useWhenAndWhy<Values extends WhenAndWhy>(): FormField<Values>[] {
  const t = texts.use()
  const past = (value: unknown) => (typeof value === 'string' && value !== '' && value < companyDay() ? t('rules.effectivePast') : undefined)
  const fields: FormField<WhenAndWhy>[] = [
    { kind: 'date', name: 'effective', label: t('rules.effective'), help: t('rules.effectiveHelp'), check: past },
    { kind: 'textarea', name: 'note', label: t('rules.note'), rows: 2, maxLength: 500 },
  ]
  // A field takes its values in and gives them out, so TypeScript sees no relation between the two forms; all that is used stands in both.
  return fields as unknown as FormField<Values>[]
}

/** Today's midnight has passed: a policy for today is one from now on. */
export function whenAndWhy(values: WhenAndWhy): { note: string; effective_from?: string } {
  return { note: values.note ?? '', ...(values.effective && values.effective > companyDay() ? { effective_from: dayStart(values.effective) } : {}) }
}
