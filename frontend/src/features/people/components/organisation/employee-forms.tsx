import { companyDay } from '@/shared/lib/time'
import { toast } from '@/shared/ui'
import { type Choice, type FormField, FormModal } from '@/shared/ui/form'
import { useQuery } from '@tanstack/react-query'
import { useCan } from '@/shared/api'
import { accountKeys, accountPage } from '../../queries'
import { usePositionChoices } from './choices'
import { useNames } from './names'
import { type EmployeeFile, type NewEmployee, useAssign, useChangeEmployee, useCreateEmployee, useEndAssignment } from './queries'
import { texts } from '../../organisation-texts'

interface EmployeeValues {
  name: string
  kind: 'formal' | 'temporary'
  hired_on: string
  probation_until: string | null
  account_id: string | null
  phone: string | null
  email: string | null
  id_card: string | null
  address: string | null
  emergency_contact: string | null
}

const CONTACT = ['phone', 'email', 'id_card', 'address', 'emergency_contact'] as const

/** What was typed; a field that was left empty stays as it is. */
function contactOf(values: Partial<EmployeeValues>): NewEmployee['contact'] {
  const told = Object.fromEntries(CONTACT.flatMap((name) => (values[name] ? [[name, values[name]]] : [])))
  return Object.keys(told).length > 0 ? told : null
}

function useAccountChoices(): Choice[] {
  const may = useCan()('people.accounts.read')
  const accounts = useQuery({ queryKey: accountKeys.other('choices'), enabled: may, queryFn: ({ signal }) => accountPage({ disabled: false })(undefined, signal) }).data?.data ?? []
  return accounts.map((account) => ({ value: account.id, label: `${account.name} (${account.login})` }))
}

function useFields(begun: boolean): FormField<EmployeeValues>[] {
  const t = texts.use()
  const accounts = useAccountChoices()
  const told = (name: (typeof CONTACT)[number], label: string): FormField<EmployeeValues> => ({ kind: 'text', name, label, maxLength: 200, ...(begun ? { help: t('employees.contactHelp') } : {}) })
  return [
    { kind: 'text', name: 'name', label: t('employees.name'), required: true, maxLength: 80 },
    { kind: 'select', name: 'kind', label: t('employees.kind'), required: true, options: (['formal', 'temporary'] as const).map((kind) => ({ value: kind, label: t(`employees.kinds.${kind}`) })) },
    ...(begun ? [] : [{ kind: 'date' as const, name: 'hired_on' as const, label: t('employees.hiredOn'), required: true }]),
    { kind: 'date', name: 'probation_until', label: t('employees.probationUntil') },
    ...(accounts.length > 0 ? [{ kind: 'select' as const, name: 'account_id' as const, label: t('employees.account'), options: accounts }] : []),
    told('phone', t('employees.phone')),
    told('email', t('employees.email')),
    told('id_card', t('employees.idCard')),
    told('address', t('employees.address')),
    told('emergency_contact', t('employees.emergency')),
  ]
}

export function NewEmployeeForm({ onMade, onClose }: { onMade: (id: string) => void; onClose: () => void }) {
  const t = texts.use()
  const create = useCreateEmployee()
  return (
    <FormModal<EmployeeValues>
      open
      title={t('employees.create')}
      verb={t('employees.createVerb')}
      initial={{ kind: 'formal', hired_on: companyDay() }}
      fields={useFields(false)}
      onSubmit={async (values) => {
        const made = await create.mutateAsync({ name: values.name, kind: values.kind, hired_on: values.hired_on, probation_until: values.probation_until || null, account_id: values.account_id || null, contact: contactOf(values) ?? null })
        toast.success(t('saved'))
        onMade(made.id)
      }}
      onClose={onClose}
    />
  )
}

export function ChangeEmployeeForm({ employee, onClose }: { employee: EmployeeFile; onClose: () => void }) {
  const t = texts.use()
  const change = useChangeEmployee()
  const mayAccounts = useCan()('people.accounts.read')
  return (
    <FormModal<EmployeeValues>
      open
      title={t('employees.edit')}
      verb={t('save')}
      initial={{ name: employee.name, kind: employee.kind as 'formal', probation_until: employee.probation_until, account_id: employee.account_id }}
      fields={useFields(true)}
      onSubmit={async (values) => {
        const contact = contactOf(values)
        const patch = { name: values.name, kind: values.kind, probation_until: values.probation_until || null, ...(mayAccounts ? { account_id: values.account_id || null } : {}), ...(contact ? { contact } : {}) }
        await change.mutateAsync({ id: employee.id, version: employee.version, patch })
        toast.success(t('saved'))
      }}
      onClose={onClose}
    />
  )
}

export function AssignForm({ employee, onClose }: { employee: EmployeeFile; onClose: () => void }) {
  const t = texts.use()
  const assign = useAssign()
  const positions = usePositionChoices()
  return (
    <FormModal<{ position_id: string; valid_from: string; valid_until: string | null; main: boolean; reason: string | null }>
      open
      title={t('employees.assign')}
      lead={t('employees.assignLead')}
      verb={t('employees.assignVerb')}
      initial={{ valid_from: companyDay(), main: employee.position_id === null }}
      fields={[
        { kind: 'select', name: 'position_id', label: t('position'), options: positions, required: true },
        { kind: 'switch', name: 'main', label: t('employees.main'), help: t('employees.mainHelp') },
        { kind: 'date', name: 'valid_from', label: t('employees.from'), required: true },
        { kind: 'date', name: 'valid_until', label: t('employees.until'), help: t('employees.untilHelp') },
        { kind: 'text', name: 'reason', label: t('reason'), maxLength: 500 },
      ]}
      onSubmit={async (values) => {
        await assign.mutateAsync({ id: employee.id, place: { ...values, main: Boolean(values.main), valid_until: values.valid_until || null, reason: values.reason ?? '' } })
        toast.success(t('saved'))
      }}
      onClose={onClose}
    />
  )
}

export function EndAssignmentForm({ employee, held, onClose }: { employee: EmployeeFile; held: EmployeeFile['assignments'][number]; onClose: () => void }) {
  const t = texts.use()
  const names = useNames()
  const end = useEndAssignment()
  return (
    <FormModal<{ until: string; reason: string | null }>
      open
      title={t('employees.endOf', { name: names.title(held) })}
      verb={t('employees.endVerb')}
      initial={{ until: companyDay() }}
      fields={[
        { kind: 'date', name: 'until', label: t('employees.endOn'), required: true },
        { kind: 'text', name: 'reason', label: t('reason'), maxLength: 500 },
      ]}
      onSubmit={async (values) => {
        await end.mutateAsync({ id: employee.id, assignment: held.id, end: { until: values.until, reason: values.reason ?? '' } })
        toast.success(t('saved'))
      }}
      onClose={onClose}
    />
  )
}
