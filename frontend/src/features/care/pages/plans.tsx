import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useCan } from '@/shared/api'
import { Button, Card, Chip, Columns, DateTime, EmptyState, Facts, Loaded, Page, toast } from '@/shared/ui'
import { FormModal } from '@/shared/ui/form'
import { AddIcon } from '@/shared/ui/icons'
import { useCallWords } from '../components/call-words'
import { type CallbackPlanOut, plansQuery, type Trigger, TRIGGERS, usePublishPlan, useShops } from '../queries'
import { texts } from '../texts'

interface Values {
  name: string
  trigger: string
  days: number
  sample_percent: number
  shop_ids?: string[]
  active?: boolean
  note?: string | null
}

export function CallbackPlans() {
  const t = texts.use()
  const can = useCan()
  const query = useQuery(plansQuery)
  const [changing, setChanging] = useState<CallbackPlanOut | 'new' | null>(null)
  return (
    <Page
      title={t('plans.title')}
      lead={t('plans.lead')}
      actions={
        can('orders.callbacks.plan') && (
          <Button kind="primary" icon={AddIcon} onClick={() => setChanging('new')}>
            {t('plans.add')}
          </Button>
        )
      }
    >
      <Loaded query={query}>
        {(plans) =>
          plans.length === 0 ? (
            <EmptyState title={t('plans.empty')} />
          ) : (
            <Columns min={320}>
              {plans.map((plan) => (
                <Plan key={plan.id} plan={plan} {...(can('orders.callbacks.plan') ? { onChange: () => setChanging(plan) } : {})} />
              ))}
            </Columns>
          )
        }
      </Loaded>
      {changing !== null && <PlanForm plan={changing === 'new' ? null : changing} onClose={() => setChanging(null)} />}
    </Page>
  )
}

function Plan({ plan, onChange }: { plan: CallbackPlanOut; onChange?: () => void }) {
  const t = texts.use()
  const words = useCallWords()
  const { nameOf } = useShops()
  const { name, trigger, days, sample_percent, shop_ids, active } = plan.parameters
  return (
    <Card
      title={
        <span className="dz-row">
          <span className="dz-rule">CARE-5</span>
          {name}
          <Chip tone={active === false ? 'neutral' : 'success'}>{t(active === false ? 'plans.stopped' : 'plans.active')}</Chip>
        </span>
      }
      extra={
        onChange && (
          <Button size="small" onClick={onChange}>
            {t('plans.change')}
          </Button>
        )
      }
    >
      <Facts
        items={[
          [t('plans.trigger'), `${words.trigger(trigger)} · ${t('plans.daysAfter', { days })}`],
          [t('plans.sample'), `${sample_percent}%`],
          [t('plans.shops'), shop_ids?.map(nameOf).join(', ') ?? t('plans.allShops')],
          [t('plans.made'), plan.made],
          [t('plans.version', { version: plan.version }), <DateTime key="from" at={plan.effective_from} />],
          [t('plans.by'), plan.published_by],
          ...(plan.note ? [[t('note'), plan.note] as const] : []),
        ]}
      />
    </Card>
  )
}

function PlanForm({ plan, onClose }: { plan: CallbackPlanOut | null; onClose: () => void }) {
  const t = texts.use()
  const publish = usePublishPlan()
  const { all } = useShops()
  const old = plan?.parameters
  return (
    <FormModal<Values>
      open
      title={plan === null ? t('plans.add') : t('plans.change')}
      verb={t('save')}
      initial={old ? { ...old, shop_ids: old.shop_ids ?? [], active: old.active ?? true } : { days: 3, sample_percent: 20, active: true }}
      fields={[
        { kind: 'text', name: 'name', label: t('plans.name'), required: true, maxLength: 100 },
        { kind: 'select', name: 'trigger', label: t('plans.trigger'), required: true, disabled: plan !== null, options: TRIGGERS.map((one) => ({ value: one, label: t(`calls.triggers.${one}`) })) },
        { kind: 'number', name: 'days', label: t('plans.days'), required: true, min: 0, max: 3650 },
        { kind: 'number', name: 'sample_percent', label: t('plans.sample'), required: true, min: 1, max: 100 },
        { kind: 'multi', name: 'shop_ids', label: t('plans.shops'), help: t('plans.shopsHelp'), options: all.map((shop) => ({ value: shop.id, label: shop.name })) },
        { kind: 'switch', name: 'active', label: t('plans.active') },
        { kind: 'text', name: 'note', label: t('note'), maxLength: 500 },
      ]}
      onSubmit={async ({ name, trigger, days, sample_percent, shop_ids = [], active = true, note }) => {
        const parameters = { name, trigger: trigger as Trigger, days: Number(days), sample_percent: Number(sample_percent), shop_ids: shop_ids.length > 0 ? shop_ids : null, active }
        await publish.mutateAsync({ id: plan?.id ?? null, parameters, note: note ?? '' })
        toast.success(t('done'))
      }}
      onClose={onClose}
    />
  )
}
