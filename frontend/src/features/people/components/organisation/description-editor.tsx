import { useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { pageName } from '@/shared/lib/page-names'
import { permissionName } from '@/shared/lib/permission-names'
import { Button, IconButton, toast } from '@/shared/ui'
import { FormModal } from '@/shared/ui/form'
import { AddIcon, ArrowDownIcon, ArrowUpIcon, RemoveIcon, SettingsIcon } from '@/shared/ui/icons'
import { rolesQuery } from '../../queries'
import { usePositionChoices } from './choices'
import { askedOf, askedValues, type AskedValues, basicFields, type BasicValues, EDUCATIONS, moved, readExperience, withBasics } from './description-fields'
import { DescriptionView } from './description-view'
import { useNames } from './names'
import { type Description, type DescriptionText, dutyMapQuery, useWriteDraft } from './queries'
import { texts } from '../../organisation-texts'

type Editing = { part: 'basics' | 'qualifications' } | { part: 'duty' | 'indicator'; at: number | null }
type Save = (text: DescriptionText) => Promise<unknown>

/** The draft, each part with its own button. Every step is saved at once, with the version that was read. */
export function DescriptionEditor({ position, draft, below }: { position: string; draft: Description; below: readonly { title_zh: string; title_en: string }[] }) {
  const t = texts.use()
  const write = useWriteDraft()
  const [editing, setEditing] = useState<Editing | null>(null)
  const text = draft.text
  const save: Save = (next) => write.mutateAsync({ id: position, number: draft.number, etag: `"${draft.version}"`, text: next })
  const quietly = (next: DescriptionText) => void save(next).catch((error: unknown) => toast.error(error))
  const lineTools = (list: 'duties' | 'indicators', at: number, name: string) => (
    <span className="dz-row" style={{ flexWrap: 'nowrap', gap: 2 }}>
      <IconButton size="small" icon={ArrowUpIcon} label={t('description.up', { name })} disabled={at === 0 || write.isPending} onClick={() => quietly({ ...text, [list]: moved<unknown>(text[list], at, -1) })} />
      <IconButton size="small" icon={ArrowDownIcon} label={t('description.down', { name })} disabled={at === text[list].length - 1 || write.isPending} onClick={() => quietly({ ...text, [list]: moved<unknown>(text[list], at, 1) })} />
      <IconButton size="small" icon={SettingsIcon} label={t('description.editOne', { name })} onClick={() => setEditing({ part: list === 'duties' ? 'duty' : 'indicator', at })} />
      <IconButton size="small" icon={RemoveIcon} label={t('description.removeOne', { name })} disabled={write.isPending} onClick={() => quietly({ ...text, [list]: text[list].filter((_, place) => place !== at) })} />
    </span>
  )
  const edit = (part: 'basics' | 'qualifications', title: string) => (
    <Button size="small" aria-label={`${t('description.edit')}: ${title}`} onClick={() => setEditing({ part })}>
      {t('description.edit')}
    </Button>
  )
  const add = (part: 'duty' | 'indicator', label: string) => (
    <Button size="small" icon={AddIcon} onClick={() => setEditing({ part, at: null })}>
      {label}
    </Button>
  )
  const close = () => setEditing(null)
  return (
    <>
      <DescriptionView
        text={text}
        below={below}
        extra={{
          basics: edit('basics', t('description.basics')),
          qualifications: edit('qualifications', t('description.qualifications')),
          duties: add('duty', t('description.addDuty')),
          indicators: add('indicator', t('description.addIndicator')),
        }}
        ofDuty={(at) => lineTools('duties', at, text.duties[at]?.text ?? '')}
        ofIndicator={(at) => lineTools('indicators', at, text.indicators[at]?.name ?? '')}
      />
      {editing?.part === 'basics' && <BasicsForm text={text} own={position} save={save} onClose={close} />}
      {editing?.part === 'qualifications' && <AskedForm text={text} save={save} onClose={close} />}
      {editing?.part === 'duty' && <DutyForm text={text} at={editing.at} save={save} onClose={close} />}
      {editing?.part === 'indicator' && <IndicatorForm text={text} at={editing.at} save={save} onClose={close} />}
    </>
  )
}

interface PartProps {
  text: DescriptionText
  save: Save
  onClose: () => void
}

function BasicsForm({ text, own, save, onClose }: PartProps & { own: string }) {
  const t = texts.use()
  const names = useNames()
  const mayRoles = useCan()('people.roles.read')
  const superiors = usePositionChoices().filter((choice) => choice.value !== own)
  const roles = useQuery({ ...rolesQuery, enabled: mayRoles }).data ?? []
  return (
    <FormModal<BasicValues>
      open
      title={t('description.basics')}
      verb={t('save')}
      initial={text}
      fields={[...basicFields<BasicValues>(t, superiors), ...(mayRoles ? [{ kind: 'multi' as const, name: 'role_ids' as const, label: t('description.roles'), options: roles.map((role) => ({ value: role.id, label: names.name(role) })) }] : [])]}
      onSubmit={(values) => save(withBasics(text, values))}
      onClose={onClose}
    />
  )
}

function AskedForm({ text, save, onClose }: PartProps) {
  const t = texts.use()
  const lines = (name: 'majors' | 'certificates' | 'abilities' | 'other') => ({ kind: 'textarea' as const, name, label: t(`description.${name}`), help: t('description.lines'), rows: 2 })
  return (
    <FormModal<AskedValues>
      open
      title={t('description.qualifications')}
      verb={t('save')}
      initial={askedValues(text.qualifications)}
      fields={[
        { kind: 'select', name: 'education', label: t('description.education'), required: true, options: EDUCATIONS.map((one) => ({ value: one, label: t(`description.educations.${one}`) })) },
        lines('majors'),
        { kind: 'textarea', name: 'experience', label: t('description.experience'), help: t('description.experienceHelp'), rows: 3, check: (value) => (readExperience(value as string) === null ? t('description.experienceWrong') : undefined) },
        lines('certificates'),
        lines('abilities'),
        lines('other'),
        { kind: 'number', name: 'age_from', label: t('description.ageFrom'), min: 16, max: 99, help: t('description.ageHelp') },
        { kind: 'number', name: 'age_to', label: t('description.ageTo'), min: 16, max: 99 },
      ]}
      onSubmit={(values) => save({ ...text, qualifications: askedOf(values) })}
      onClose={onClose}
    />
  )
}

/** The list with `entry` in its place, or at the end. */
function put<Entry>(list: readonly Entry[], at: number | null, entry: Entry): Entry[] {
  return at === null ? [...list, entry] : list.map((one, place) => (place === at ? entry : one))
}

const choices = (values: Iterable<string>, name: (value: string) => string = String) => [...new Set(values)].map((value) => ({ value, label: name(value) })).toSorted((a, b) => a.label.localeCompare(b.label))

function DutyForm({ text, at, save, onClose }: PartProps & { at: number | null }) {
  const t = texts.use()
  const language = useLanguage()
  const known = useQuery(dutyMapQuery(undefined)).data?.known ?? []
  const pages = Object.keys(useRouter().routesByPath).filter((path) => /^\/[a-z0-9/_$-]*$/.test(path))
  const duty = at === null ? undefined : text.duties[at]
  return (
    <FormModal<DescriptionText['duties'][number]>
      open
      title={at === null ? t('description.addDuty') : t('description.duty')}
      verb={t('save')}
      initial={duty ?? { permissions: [], pages: [], indicators: [] }}
      fields={[
        { kind: 'textarea', name: 'text', label: t('description.dutyText'), required: true, maxLength: 500 },
        { kind: 'multi', name: 'permissions', label: t('description.permissions'), options: choices([...known, ...(duty?.permissions ?? [])], (code) => permissionName(code, language)) },
        { kind: 'multi', name: 'pages', label: t('description.pages'), options: choices([...pages, ...(duty?.pages ?? [])], (path) => pageName(path, language)) },
        { kind: 'multi', name: 'indicators', label: t('description.indicators'), options: choices(text.indicators.map((one) => one.name)) },
      ]}
      onSubmit={(values) => save({ ...text, duties: put(text.duties, at, values) })}
      onClose={onClose}
    />
  )
}

function IndicatorForm({ text, at, save, onClose }: PartProps & { at: number | null }) {
  const t = texts.use()
  return (
    <FormModal<{ name: string; measure: string | null; target: string | null }>
      open
      title={at === null ? t('description.addIndicator') : t('description.indicator')}
      verb={t('save')}
      initial={at === null ? {} : (text.indicators[at] ?? {})}
      fields={[
        { kind: 'text', name: 'name', label: t('description.indicator'), required: true, maxLength: 120 },
        { kind: 'text', name: 'measure', label: t('description.measure'), maxLength: 500 },
        { kind: 'text', name: 'target', label: t('description.target'), maxLength: 120 },
      ]}
      onSubmit={(values) => save({ ...text, indicators: put(text.indicators, at, { name: values.name, measure: values.measure ?? '', target: values.target ?? '' }) })}
      onClose={onClose}
    />
  )
}
