import { useNavigate } from '@tanstack/react-router'
import { companyDay } from '@/shared/lib/time'
import { toast } from '@/shared/ui'
import { FormModal } from '@/shared/ui/form'
import { usePositionChoices, useUnitChoices } from './choices'
import { basicFields, type BasicValues, emptyText, withBasics } from './description-fields'
import { useNames } from './names'
import { type Position, type PositionFile, type Unit, useClosePosition, useCreatePosition, usePlanHeadcount } from './queries'
import { texts } from '../../organisation-texts'

const CODE = /^[A-Za-z0-9][A-Za-z0-9._-]*$/

/** The position and the first draft of its description; the rest of the draft is written on its page. */
export function NewPositionForm({ unit, onClose }: { unit: Unit | null; onClose: () => void }) {
  const t = texts.use()
  const navigate = useNavigate()
  const create = useCreatePosition()
  const units = useUnitChoices()
  const superiors = usePositionChoices()
  return (
    <FormModal<BasicValues & { code: string; unit_id: string }>
      open
      title={t('positions.create')}
      verb={t('positions.createVerb')}
      initial={{ unit_id: unit?.id ?? '', attendance_group: 'operations' }}
      fields={[
        { kind: 'select', name: 'unit_id', label: t('unit'), options: units, required: true },
        { kind: 'text', name: 'code', label: t('code'), required: true, maxLength: 40, check: (value) => (CODE.test(String(value ?? '')) ? undefined : t('codeWrong')) },
        ...basicFields(t, superiors),
      ]}
      onSubmit={async ({ code, unit_id, ...basics }) => {
        const made = await create.mutateAsync({ code, unit_id, text: withBasics(emptyText, basics) })
        toast.success(t('saved'))
        await navigate({ to: '/positions/$id', params: { id: made.id } })
      }}
      onClose={onClose}
    />
  )
}

export function PlanForm({ position, onClose }: { position: PositionFile; onClose: () => void }) {
  const t = texts.use()
  const plan = usePlanHeadcount()
  return (
    <FormModal<{ planned: number; valid_from: string; reason: string | null }>
      open
      title={t('positions.plan')}
      lead={t('positions.planLead')}
      verb={t('positions.planVerb')}
      initial={{ planned: position.planned ?? 1, valid_from: companyDay() }}
      fields={[
        { kind: 'number', name: 'planned', label: t('positions.planned'), min: 0, max: 10_000, required: true },
        { kind: 'date', name: 'valid_from', label: t('positions.planFrom'), required: true },
        { kind: 'text', name: 'reason', label: t('reason'), maxLength: 500 },
      ]}
      onSubmit={async (values) => {
        await plan.mutateAsync({ id: position.id, plan: { planned: Number(values.planned), valid_from: values.valid_from, reason: values.reason ?? '' } })
        toast.success(t('saved'))
      }}
      onClose={onClose}
    />
  )
}

export function ClosePositionForm({ position, onClose }: { position: Position; onClose: () => void }) {
  const t = texts.use()
  const names = useNames()
  const close = useClosePosition()
  return (
    <FormModal<{ closed_on: string; reason: string | null }>
      open
      title={`${t('positions.close')} · ${names.title(position)}`}
      verb={t('positions.closeVerb')}
      initial={{ closed_on: companyDay() }}
      fields={[
        { kind: 'date', name: 'closed_on', label: t('positions.closedOn'), required: true },
        { kind: 'text', name: 'reason', label: t('reason'), maxLength: 500 },
      ]}
      onSubmit={async (values) => {
        await close.mutateAsync({ id: position.id, version: position.version, closed_on: values.closed_on, reason: values.reason ?? '' })
        toast.success(t('saved'))
      }}
      onClose={onClose}
    />
  )
}
