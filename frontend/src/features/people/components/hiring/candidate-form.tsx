import { useQuery } from '@tanstack/react-query'
import { body } from '@/shared/api'
import { listEmployees } from '@/shared/api/gen'
import { toast } from '@/shared/ui'
import { type Choice, type FormField, FormModal } from '@/shared/ui/form'
import { useNames } from '../organisation/names'
import { experienceOf, experienceText, linesOf, type Profile, wrongLine } from './profile-fields'
import { type CandidateFile, type NewCandidateIn, openRequisitionsQuery, useAddCandidate, useChangeCandidate } from './queries'
import { texts } from '../../hiring-texts'

const SOURCES = ['job_site', 'referral', 'campus', 'agency', 'walk_in', 'former', 'other'] as const
const EDUCATIONS = ['none', 'secondary', 'junior_college', 'bachelor', 'master', 'doctor'] as const
const CONTACT = ['phone', 'email', 'id_card', 'address', 'emergency_contact'] as const

interface Values {
  requisition_id: string
  name: string
  phone: string | null
  email: string | null
  id_card: string | null
  address: string | null
  emergency_contact: string | null
  source: (typeof SOURCES)[number]
  source_note: string | null
  education: (typeof EDUCATIONS)[number]
  major: string | null
  experience: string | null
  certificates: string | null
  abilities: string | null
  documents: string | null
  former_employee_id: string | null
}

async function findLeavers(q: string): Promise<Choice[]> {
  const found = await body(listEmployees({ query: { q: q || undefined, stage: 'left', limit: 20 } }))
  return found.data.map((one) => ({ value: one.id, label: `${one.name} ${one.number}` }))
}

function useFields(begun: boolean): FormField<Values>[] {
  const t = texts.use()
  const names = useNames()
  const open = useQuery(openRequisitionsQuery).data ?? []
  const help = begun ? { help: t('candidates.contactHelp') } : {}
  const added: FormField<Values>[] = [
    { kind: 'select', name: 'requisition_id', label: t('candidates.requisition'), required: true, options: open.map((one) => ({ value: one.id, label: `${one.number} · ${names.title(one)}` })) },
    { kind: 'find', name: 'former_employee_id', label: t('candidates.former'), find: findLeavers },
  ]
  return [
    ...(begun ? [] : added),
    { kind: 'text', name: 'name', heading: t('candidates.papers'), label: t('candidates.name'), required: true, maxLength: 200 },
    { kind: 'text', name: 'phone', label: t('candidates.phone'), maxLength: 200, ...help },
    { kind: 'text', name: 'email', label: t('candidates.email'), maxLength: 200, ...help },
    { kind: 'text', name: 'id_card', label: t('candidates.idCard'), maxLength: 200, ...help },
    { kind: 'text', name: 'address', label: t('candidates.address'), maxLength: 200, ...help },
    { kind: 'text', name: 'emergency_contact', label: t('candidates.emergency'), maxLength: 200, ...help },
    { kind: 'select', name: 'source', label: t('candidates.source'), required: true, options: SOURCES.map((one) => ({ value: one, label: t(`candidates.sources.${one}`) })) },
    { kind: 'text', name: 'source_note', label: t('candidates.sourceNote'), maxLength: 200 },
    { kind: 'select', name: 'education', heading: t('check.title'), label: t('candidates.education'), required: true, options: EDUCATIONS.map((one) => ({ value: one, label: t(`candidates.educations.${one}`) })) },
    { kind: 'text', name: 'major', label: t('candidates.major'), maxLength: 120 },
    {
      kind: 'textarea',
      name: 'experience',
      label: t('candidates.experience'),
      help: t('candidates.experienceHelp'),
      check: (value) => {
        const line = wrongLine(value as string | null)
        return line === null ? undefined : t('candidates.experienceWrong', { line })
      },
    },
    { kind: 'textarea', name: 'certificates', label: t('candidates.certificates'), help: t('candidates.perLine') },
    { kind: 'textarea', name: 'abilities', label: t('candidates.abilities'), help: t('candidates.perLine') },
    { kind: 'textarea', name: 'documents', label: t('candidates.documents'), help: begun ? t('candidates.contactHelp') : t('candidates.documentsHelp'), maxLength: 20_000, rows: 5 },
  ]
}

function contactOf(values: Partial<Values>): NewCandidateIn['contact'] {
  return Object.fromEntries(CONTACT.flatMap((name) => (values[name] ? [[name, values[name]]] : [])))
}

function profileOf(values: Values): Profile {
  return { education: values.education, major: values.major ?? '', experience: experienceOf(values.experience), certificates: linesOf(values.certificates), abilities: linesOf(values.abilities) }
}

export function AddCandidateForm({ requisition, onMade, onClose }: { requisition?: string | undefined; onMade: (id: string) => void; onClose: () => void }) {
  const t = texts.use()
  const add = useAddCandidate()
  return (
    <FormModal<Values>
      open
      title={t('candidates.add')}
      verb={t('candidates.addVerb')}
      width={640}
      initial={{ source: 'job_site', education: 'none', ...(requisition ? { requisition_id: requisition } : {}) }}
      fields={useFields(false)}
      onSubmit={async (values) => {
        const made = await add.mutateAsync({
          requisition_id: values.requisition_id,
          name: values.name,
          contact: contactOf(values),
          source: values.source,
          source_note: values.source_note ?? '',
          profile: profileOf(values),
          documents: values.documents ?? '',
          former_employee_id: values.former_employee_id || null,
        })
        toast.success(t('saved'))
        onMade(made.id)
      }}
      onClose={onClose}
    />
  )
}

export function ChangeCandidateForm({ candidate, onClose }: { candidate: CandidateFile; onClose: () => void }) {
  const t = texts.use()
  const change = useChangeCandidate()
  const { profile } = candidate
  return (
    <FormModal<Values>
      open
      title={t('candidates.edit')}
      verb={t('candidates.editVerb')}
      width={640}
      initial={{
        name: candidate.name,
        source: candidate.source as Values['source'],
        source_note: candidate.source_note,
        education: profile.education as Values['education'],
        major: profile.major,
        experience: experienceText(profile.experience),
        certificates: profile.certificates.join('\n'),
        abilities: profile.abilities.join('\n'),
      }}
      fields={useFields(true)}
      onSubmit={async (values) => {
        const contact = contactOf(values)
        const patch = {
          name: values.name,
          source: values.source,
          source_note: values.source_note ?? '',
          profile: profileOf(values),
          ...(Object.keys(contact).length > 0 ? { contact } : {}),
          ...(values.documents ? { documents: values.documents } : {}),
        }
        await change.mutateAsync({ id: candidate.id, version: candidate.version, patch })
        toast.success(t('saved'))
      }}
      onClose={onClose}
    />
  )
}
