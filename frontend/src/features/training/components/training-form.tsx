import { useQuery } from '@tanstack/react-query'
import { useLanguage } from '@/shared/i18n'
import { toast } from '@/shared/ui'
import { FormModal, type FormField } from '@/shared/ui/form'
import { KINDS } from '../choices'
import { unitsQuery, useCreateTraining } from '../queries'
import { texts } from '../texts'

interface Values {
  code: string
  title: string
  kind: (typeof KINDS)[number]
  goal: string | null
  everyone: boolean
  unit_ids: string[]
  new_hire_days: number | null
  outside: boolean
  certificate_months: number | null
}

export function TrainingForm({ onClose }: { onClose: () => void }) {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  const units = useQuery(unitsQuery).data ?? []
  const create = useCreateTraining()
  const fields: FormField<Values>[] = [
    { kind: 'text', name: 'code', label: t('list.code'), required: true, maxLength: 40 },
    { kind: 'text', name: 'title', label: t('list.name'), required: true, maxLength: 200 },
    { kind: 'select', name: 'kind', label: t('list.kind'), required: true, options: KINDS.map((kind) => ({ value: kind, label: t(`kind.${kind}`) })) },
    { kind: 'textarea', name: 'goal', label: t('form.goal'), maxLength: 4000 },
    { kind: 'switch', name: 'everyone', label: t('form.everyone'), check: (_, values) => (values.everyone || values.unit_ids?.length || values.new_hire_days || values.outside ? undefined : t('form.audience')) },
    { kind: 'multi', name: 'unit_ids', label: t('form.units'), options: units.map((unit) => ({ value: unit.id, label: zh ? unit.name_zh : unit.name_en })) },
    { kind: 'number', name: 'new_hire_days', label: t('form.newHires'), min: 1, max: 3660, unit: t('form.days') },
    { kind: 'switch', name: 'outside', label: t('form.outside') },
    { kind: 'number', name: 'certificate_months', label: t('form.certificate'), min: 0, max: 600, help: t('form.certificateHelp') },
  ]
  return (
    <FormModal<Values>
      open
      title={t('list.create')}
      verb={t('list.createVerb')}
      initial={{ kind: 'skill', everyone: true, unit_ids: [], outside: false }}
      fields={fields}
      onSubmit={async (values) => {
        await create.mutateAsync({
          code: values.code,
          title: values.title,
          kind: values.kind,
          goal: values.goal ?? '',
          unit_id: null,
          audience: { everyone: values.everyone, unit_ids: values.unit_ids, position_ids: [], new_hire_days: values.new_hire_days ?? null, outside: values.outside },
          certificate_months: values.certificate_months ?? null,
        })
        toast.success(t('list.created'))
      }}
      onClose={onClose}
    />
  )
}
