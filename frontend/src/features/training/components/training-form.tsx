import { useQuery } from '@tanstack/react-query'
import { useLanguage } from '@/shared/i18n'
import { toast } from '@/shared/ui'
import { FormModal, type FormField } from '@/shared/ui/form'
import { KINDS } from '../choices'
import { type TrainingPage, unitsQuery, useChangeTraining, useCreateTraining } from '../queries'
import { texts } from '../texts'

interface Values {
  code: string
  title: string
  kind: (typeof KINDS)[number]
  goal: string | null
  unit_id: string | null
  /** Named as the field it is a part of: a refusal of the audience finds its place. */
  audience: string[]
  everyone: boolean
  new_hire_days: number | null
  outside: boolean
  certificate_months: number | null
}

/** A new training, or with `training` other facts of one. Its code is what others know it by, and stays. */
export function TrainingForm({ training, onClose }: { training?: TrainingPage; onClose: () => void }) {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  const units = (useQuery(unitsQuery).data ?? []).map((unit) => ({ value: unit.id, label: zh ? unit.name_zh : unit.name_en }))
  const create = useCreateTraining()
  const change = useChangeTraining()
  const positions = training?.audience.position_ids ?? []
  const anybody = (values: Partial<Values>) => values.everyone || values.audience?.length || values.new_hire_days || values.outside || positions.length
  const facts: FormField<Values>[] = [
    { kind: 'text', name: 'title', label: t('list.name'), required: true, maxLength: 200 },
    { kind: 'select', name: 'kind', label: t('list.kind'), required: true, options: KINDS.map((kind) => ({ value: kind, label: t(`kind.${kind}`) })) },
    { kind: 'textarea', name: 'goal', label: t('form.goal'), maxLength: 4000 },
    { kind: 'select', name: 'unit_id', label: t('form.unit'), options: units },
    { kind: 'switch', name: 'everyone', label: t('form.everyone'), check: (_, values) => (anybody(values) ? undefined : t('form.audience')) },
    { kind: 'multi', name: 'audience', label: t('form.units'), options: units, help: positions.length > 0 && t('form.positions', { number: positions.length }) },
    { kind: 'number', name: 'new_hire_days', label: t('form.newHires'), min: 1, max: 3660, unit: t('form.days') },
    { kind: 'switch', name: 'outside', label: t('form.outside') },
    { kind: 'number', name: 'certificate_months', label: t('form.certificate'), min: 0, max: 600, help: t('form.certificateHelp') },
  ]
  const code: FormField<Values> = { kind: 'text', name: 'code', label: t('list.code'), required: true, maxLength: 40 }
  const given = ({ title, kind, goal, unit_id, audience, everyone, new_hire_days, outside, certificate_months }: Values) => ({
    title,
    kind,
    goal: goal ?? '',
    unit_id: unit_id || null,
    audience: { everyone, unit_ids: audience, position_ids: positions, new_hire_days, outside },
    certificate_months,
  })
  return (
    <FormModal<Values>
      open
      title={t(training ? 'form.change' : 'list.create')}
      verb={t(training ? 'form.save' : 'list.createVerb')}
      initial={training ? valuesOf(training) : { kind: 'skill', everyone: true, audience: [], outside: false }}
      fields={training ? facts : [code, ...facts]}
      onSubmit={async (values) => {
        if (training) await change.mutateAsync({ training, facts: given(values) })
        else await create.mutateAsync({ code: values.code, ...given(values) })
        toast.success(t(training ? 'form.saved' : 'list.created'))
      }}
      onClose={onClose}
    />
  )
}

function valuesOf({ title, kind, goal, unit_id, audience, certificate_months }: TrainingPage): Partial<Values> {
  return {
    title,
    kind: kind as Values['kind'],
    goal,
    unit_id,
    audience: audience.unit_ids ?? [],
    everyone: audience.everyone ?? false,
    new_hire_days: audience.new_hire_days ?? null,
    outside: audience.outside ?? false,
    certificate_months,
  }
}
