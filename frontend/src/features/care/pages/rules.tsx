import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useCan } from '@/shared/api'
import { Button, Card, Chip, DateTime, Facts, Loaded, Page, toast } from '@/shared/ui'
import { type FormField, FormModal } from '@/shared/ui/form'
import { AddIcon } from '@/shared/ui/icons'
import { carePoliciesQuery, type CarePolicyOut, KINDS, usePublishCare } from '../queries'
import { texts } from '../texts'

const DAYS = ['w1', 'w2', 'w3', 'w4', 'w5', 'w6', 'w7'] as const
const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/

/** Newest first: the first whose time has come. */
const inForce = (policies: readonly CarePolicyOut[], now: number) => policies.find((one) => one.effective_from === null || Date.parse(one.effective_from) <= now)

export function CareRules() {
  const t = texts.use()
  const can = useCan()
  const query = useQuery(carePoliciesQuery)
  const [publishing, setPublishing] = useState(false)
  const [opened] = useState(() => Date.now())
  const now = Math.max(opened, query.dataUpdatedAt)
  const current = inForce(query.data ?? [], now)
  const stateOf = (policy: CarePolicyOut) => (policy === current ? 'current' : policy.effective_from !== null && Date.parse(policy.effective_from) > now ? 'coming' : 'past')
  return (
    <Page
      title={t('rules.title')}
      lead={t('rules.lead')}
      actions={
        can('orders.policies.publish') &&
        current && (
          <Button kind="primary" icon={AddIcon} onClick={() => setPublishing(true)}>
            {t('rules.publish')}
          </Button>
        )
      }
    >
      <Loaded query={query}>
        {(policies) => (
          <div className="dz-stack">
            {policies.map((policy) => (
              <Version key={policy.version} policy={policy} state={stateOf(policy)} />
            ))}
          </div>
        )}
      </Loaded>
      {publishing && current && <Publish from={current} onClose={() => setPublishing(false)} />}
    </Page>
  )
}

const TONES = { current: 'success', coming: 'info', past: 'neutral' } as const

function Version({ policy, state }: { policy: CarePolicyOut; state: keyof typeof TONES }) {
  const t = texts.use()
  const { hours, terms, callbacks, mediation } = policy.parameters
  const days = hours.weekdays.map((day) => DAYS[day - 1]).flatMap((day) => (day ? [t(`rules.weekday.${day}`)] : []))
  return (
    <Card
      title={
        <span className="dz-row">
          <span className="dz-rule">{policy.rule}</span>
          {t('rules.version', { version: policy.version })}
          <Chip tone={TONES[state]}>{t(`rules.${state}`)}</Chip>
        </span>
      }
    >
      <Facts
        items={[
          [t('rules.effective'), policy.effective_from ? <DateTime key="from" at={policy.effective_from} /> : t('rules.since')],
          [t('rules.by'), policy.version === 0 ? t('rules.since') : policy.published_by],
          [t('rules.hours'), `${days.join(' ')} ${hours.opens.slice(0, 5)}–${hours.closes.slice(0, 5)}`],
          [t('rules.holidays'), t(hours.holidays === 'kept' ? 'rules.keepsHolidays' : 'rules.ignoresHolidays')],
          [t('rules.callbacks'), t('rules.callbacksSay', { score: callbacks.unhappy_up_to, hours: callbacks.retry_hours, most: callbacks.most_attempts })],
          [t('rules.mediation'), t('rules.mediationSays', { statement: mediation.statement_days, decide: mediation.decide_days, comply: mediation.comply_days })],
          ...(policy.note ? [[t('note'), policy.note] as const] : []),
        ]}
      />
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by keyboard */}
      <div className="dz-table-wrap" tabIndex={0} role="region" aria-label={t('rules.terms')}>
        <table className="dz-table">
          <thead>
            <tr>
              <th scope="col">{t('kind')}</th>
              <th scope="col" className="dz-num">
                {t('rules.answerHours')}
              </th>
              <th scope="col" className="dz-num">
                {t('rules.solve')}
              </th>
            </tr>
          </thead>
          <tbody>
            {KINDS.map((kind) => {
              const term = terms[kind]
              return (
                term && (
                  <tr key={kind}>
                    <td>{t(`kinds.${kind}`)}</td>
                    <td className="dz-num">{term.answer_hours}</td>
                    <td className="dz-num">{`${term.solve} ${t(`rules.units.${term.solve_unit}`)}`}</td>
                  </tr>
                )
              )
            })}
          </tbody>
        </table>
      </div>
    </Card>
  )
}

type Values = Record<string, unknown>

const number = (name: string, label: string, max = 1000): FormField<Values> => ({ kind: 'number', name, label, required: true, min: 1, max })

/** Every figure of the newest version stands in the form; what is not touched stays as it is. */
function Publish({ from, onClose }: { from: CarePolicyOut; onClose: () => void }) {
  const t = texts.use()
  const publish = usePublishCare()
  const { hours, terms, callbacks, mediation } = from.parameters
  const clock = (value: unknown) => (CLOCK.test(String(value)) ? undefined : t('rules.time'))
  const initial: Values = {
    weekdays: hours.weekdays.map(String), opens: hours.opens.slice(0, 5), closes: hours.closes.slice(0, 5), holidays: hours.holidays === 'kept',
    unhappy: callbacks.unhappy_up_to, retry: callbacks.retry_hours, most: callbacks.most_attempts,
    statement: mediation.statement_days, decide: mediation.decide_days, comply: mediation.comply_days,
  }
  for (const kind of KINDS) {
    const term = terms[kind]
    Object.assign(initial, { [`${kind}_answer`]: term?.answer_hours, [`${kind}_solve`]: term?.solve, [`${kind}_unit`]: term?.solve_unit })
  }
  const fields: FormField<Values>[] = [
    { kind: 'multi', name: 'weekdays', heading: t('rules.hours'), label: t('rules.weekdays'), required: true, options: DAYS.map((day, place) => ({ value: String(place + 1), label: t(`rules.weekday.${day}`) })) },
    { kind: 'text', name: 'opens', label: t('rules.opens'), required: true, check: clock },
    { kind: 'text', name: 'closes', label: t('rules.closes'), required: true, check: clock },
    { kind: 'switch', name: 'holidays', label: t('rules.keepsHolidays') },
    ...KINDS.flatMap((kind): FormField<Values>[] => [
      { ...number(`${kind}_answer`, t('rules.answerHours')), heading: `${t('rules.terms')} · ${t(`kinds.${kind}`)}` },
      number(`${kind}_solve`, t('rules.solve')),
      { kind: 'select', name: `${kind}_unit`, label: t('rules.unit'), required: true, options: (['working_hours', 'days'] as const).map((unit) => ({ value: unit, label: t(`rules.units.${unit}`) })) },
    ]),
    { ...number('unhappy', t('rules.unhappy'), 4), heading: t('rules.callbacks') },
    number('retry', t('rules.retry')),
    number('most', t('rules.most'), 20),
    { ...number('statement', t('rules.statement'), 365), heading: t('rules.mediation') },
    number('decide', t('rules.decide'), 365),
    number('comply', t('rules.comply'), 365),
    { kind: 'text', name: 'note', label: t('note'), maxLength: 500 },
  ]
  return (
    <FormModal<Values>
      open
      width={640}
      title={t('rules.publish')}
      verb={t('rules.publish')}
      initial={initial}
      fields={fields}
      onSubmit={async (values) => {
        const days = Array.isArray(values.weekdays) ? values.weekdays.map(Number).toSorted() : []
        const termOf = (kind: string) => ({ answer_hours: Number(values[`${kind}_answer`]), solve: Number(values[`${kind}_solve`]), solve_unit: values[`${kind}_unit`] === 'days' ? ('days' as const) : ('working_hours' as const) })
        await publish.mutateAsync({
          parameters: {
            hours: { weekdays: days, opens: String(values.opens), closes: String(values.closes), holidays: values.holidays === true ? 'kept' : 'open' },
            terms: Object.fromEntries(KINDS.map((kind) => [kind, termOf(kind)])),
            callbacks: { unhappy_up_to: Number(values.unhappy), retry_hours: Number(values.retry), most_attempts: Number(values.most) },
            mediation: { statement_days: Number(values.statement), decide_days: Number(values.decide), comply_days: Number(values.comply) },
          },
          note: typeof values.note === 'string' ? values.note : '',
        })
        toast.success(t('done'))
      }}
      onClose={onClose}
    />
  )
}
