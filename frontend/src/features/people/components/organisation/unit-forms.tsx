import { companyDay } from '@/shared/lib/time'
import { toast } from '@/shared/ui'
import { type FormField, FormModal } from '@/shared/ui/form'
import { findPeople, useUnitChoices, useUnits } from './choices'
import { useNames } from './names'
import { type Unit, useChangeUnit, useCloseUnit, useCreateUnit } from './queries'
import { texts } from '../../organisation-texts'
import { withBelow } from './tree'

interface UnitValues {
  code: string
  name_zh: string
  name_en: string
  parent_id: string | null
  head_id: string | null
  deputy_id: string | null
  valid_from: string
}

const CODE = /^[A-Za-z0-9][A-Za-z0-9._-]*$/

export function NewUnitForm({ above, onClose }: { above: Unit | null; onClose: () => void }) {
  const t = texts.use()
  const create = useCreateUnit()
  const parents = useUnitChoices()
  const fields: FormField<UnitValues>[] = [
    { kind: 'text', name: 'code', label: t('code'), required: true, maxLength: 40, check: (value) => (CODE.test(String(value ?? '')) ? undefined : t('codeWrong')) },
    { kind: 'text', name: 'name_zh', label: t('nameZh'), required: true, maxLength: 80 },
    { kind: 'text', name: 'name_en', label: t('nameEn'), required: true, maxLength: 80 },
    { kind: 'select', name: 'parent_id', label: t('chart.above'), options: parents, required: parents.length > 0 },
    { kind: 'find', name: 'head_id', label: t('chart.head'), find: findPeople },
    { kind: 'find', name: 'deputy_id', label: t('chart.deputy'), find: findPeople },
    { kind: 'date', name: 'valid_from', label: t('chart.from'), required: true, help: t('chart.fromHelp') },
  ]
  return (
    <FormModal<UnitValues>
      open
      title={t('chart.create')}
      verb={t('chart.createVerb')}
      initial={{ parent_id: above?.id ?? null, valid_from: companyDay() }}
      fields={fields}
      onSubmit={async (values) => {
        await create.mutateAsync({ ...values, parent_id: values.parent_id || null, head_id: values.head_id || null, deputy_id: values.deputy_id || null, place: 0 })
        toast.success(t('saved'))
      }}
      onClose={onClose}
    />
  )
}

interface ChangeValues {
  effective_from: string
  name_zh: string
  name_en: string
  head_id: string | null
  deputy_id: string | null
  reason: string | null
}

const known = (person: Unit['head']) => (person ? { value: person.id, label: `${person.name} ${person.number}` } : undefined)

function finding(name: 'head_id' | 'deputy_id', label: string, person: Unit['head']): FormField<ChangeValues> {
  const chosen = known(person)
  return { kind: 'find', name, label, find: findPeople, ...(chosen ? { known: chosen } : {}) }
}

export function ChangeUnitForm({ unit, onClose }: { unit: Unit; onClose: () => void }) {
  const t = texts.use()
  const names = useNames()
  const change = useChangeUnit()
  const fields: FormField<ChangeValues>[] = [
    { kind: 'date', name: 'effective_from', label: t('effective'), required: true, help: t('effectiveHelp') },
    { kind: 'text', name: 'name_zh', label: t('nameZh'), required: true, maxLength: 80 },
    { kind: 'text', name: 'name_en', label: t('nameEn'), required: true, maxLength: 80 },
    finding('head_id', t('chart.head'), unit.head),
    finding('deputy_id', t('chart.deputy'), unit.deputy),
    { kind: 'text', name: 'reason', label: t('reason'), maxLength: 500 },
  ]
  const initial = { effective_from: companyDay(), name_zh: unit.name_zh, name_en: unit.name_en, head_id: unit.head?.id ?? null, deputy_id: unit.deputy?.id ?? null }
  return (
    <FormModal<ChangeValues>
      open
      title={`${t('chart.rename')} · ${names.name(unit)}`}
      verb={t('chart.renameVerb')}
      initial={initial}
      fields={fields}
      onSubmit={async (values) => {
        const next = { name_zh: values.name_zh, name_en: values.name_en, head_id: values.head_id || null, deputy_id: values.deputy_id || null }
        // Only what is another: the rest may have changes of its own planned.
        const wish = Object.fromEntries(Object.entries(next).filter(([name, value]) => value !== initial[name as keyof typeof next]))
        await change.mutateAsync({ id: unit.id, version: unit.version, patch: { effective_from: values.effective_from, reason: values.reason || null, ...wish } })
        toast.success(t('saved'))
      }}
      onClose={onClose}
    />
  )
}

interface MoveValues {
  parent_id: string
  effective_from: string
  reason: string | null
}

/** After a drop as well as from the menu or with M: where to, and from when. */
export function MoveUnitForm({ unit, onto, onClose }: { unit: Unit; onto: Unit | null; onClose: () => void }) {
  const t = texts.use()
  const names = useNames()
  const change = useChangeUnit()
  const units = useUnits()
  const below = withBelow(units, unit.id)
  const parents = useUnitChoices().filter((choice) => !below.has(choice.value))
  const fields: FormField<MoveValues>[] = [
    { kind: 'select', name: 'parent_id', label: t('chart.above'), options: parents, required: true },
    { kind: 'date', name: 'effective_from', label: t('effective'), required: true, help: t('effectiveHelp') },
    { kind: 'text', name: 'reason', label: t('reason'), maxLength: 500 },
  ]
  return (
    <FormModal<MoveValues>
      open
      title={t('chart.moveTitle', { name: names.name(unit) })}
      lead={t('chart.moveLead')}
      verb={t('chart.moveVerb')}
      initial={{ effective_from: companyDay(), ...(onto ? { parent_id: onto.id } : {}) }}
      fields={fields}
      onSubmit={async (values) => {
        await change.mutateAsync({ id: unit.id, version: unit.version, patch: { effective_from: values.effective_from, parent_id: values.parent_id, reason: values.reason || null } })
        toast.success(t('chart.moved', { name: names.name(unit), day: values.effective_from }))
      }}
      onClose={onClose}
    />
  )
}

export function CloseUnitForm({ unit, onClose }: { unit: Unit; onClose: () => void }) {
  const t = texts.use()
  const names = useNames()
  const close = useCloseUnit()
  return (
    <FormModal<{ closed_from: string; reason: string | null }>
      open
      title={t('chart.closeTitle', { name: names.name(unit) })}
      verb={t('chart.closeVerb')}
      initial={{ closed_from: companyDay() }}
      fields={[
        { kind: 'date', name: 'closed_from', label: t('chart.closedFrom'), required: true },
        { kind: 'text', name: 'reason', label: t('reason'), maxLength: 500 },
      ]}
      onSubmit={async (values) => {
        await close.mutateAsync({ id: unit.id, version: unit.version, closed_from: values.closed_from, reason: values.reason ?? '' })
        toast.success(t('chart.closed'))
      }}
      onClose={onClose}
    />
  )
}
