import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useCan } from '@/shared/api'
import { toast } from '@/shared/ui'
import { FormModal } from '@/shared/ui/form'
import { ShownOnce } from '@/shared/ui/shown-once'
import { accountKeys, accountPage } from '../../queries'
import { type CandidateFile, useHire } from './queries'
import { texts } from '../../hiring-texts'

interface Values {
  kind: 'formal' | 'temporary'
  hired_on: string
  account: 'former' | 'new' | 'link' | 'none'
  login: string | null
  account_id: string | null
}

/** The candidate becomes an employee; a new account's password is shown once. */
export function HireDialog({ candidate, onHired, onClose }: { candidate: CandidateFile; onHired: (employee: string) => void; onClose: () => void }) {
  const t = texts.use()
  const hire = useHire()
  const may = useCan()('people.accounts.read')
  const accounts = useQuery({ queryKey: accountKeys.other('choices'), enabled: may, queryFn: ({ signal }) => accountPage({ disabled: false })(undefined, signal) }).data?.data ?? []
  const offer = candidate.offers.find((one) => one.state === 'accepted')
  const keepOpen = useRef(false)
  const [made, setMade] = useState<{ employee_id: string; login: string; password: string } | null>(null)
  if (made) return <ShownOnce title={t('hire.title')} lead={t('hire.passwordLead', { login: made.login })} label={t('hire.password')} secret={made.password} onClose={() => onHired(made.employee_id)} />
  const former = candidate.former_account
  const ways = [...(former ? (['former'] as const) : []), 'new' as const, ...(may ? (['link'] as const) : []), 'none' as const]
  return (
    <FormModal<Values>
      open
      title={`${t('hire.title')}: ${candidate.name}`}
      lead={t('hire.lead')}
      verb={t('hire.verb')}
      initial={{ kind: 'formal', hired_on: offer?.starts_on ?? '', account: former ? 'former' : 'new' }}
      fields={[
        { kind: 'select', name: 'kind', label: t('hire.kind'), required: true, options: (['formal', 'temporary'] as const).map((one) => ({ value: one, label: t(`hire.kinds.${one}`) })) },
        { kind: 'date', name: 'hired_on', label: t('hire.day'), required: true },
        { kind: 'select', name: 'account', label: t('hire.account'), required: true, options: ways.map((one) => ({ value: one, label: one === 'former' ? t('hire.accounts.former', { login: former?.login ?? '' }) : t(`hire.accounts.${one}`) })), help: former ? t('hire.formerHelp') : undefined },
        { kind: 'text', name: 'login', label: t('hire.login'), required: true, maxLength: 64, when: (values) => values.account === 'new', check: (value) => (/^[A-Za-z0-9][A-Za-z0-9._@-]{1,63}$/.test(String(value ?? '')) ? undefined : t('hire.loginWrong')) },
        { kind: 'select', name: 'account_id', label: t('hire.link'), required: true, when: (values) => values.account === 'link', options: accounts.map((one) => ({ value: one.id, label: `${one.name} (${one.login})` })) },
      ]}
      onSubmit={async (values) => {
        const account = values.account === 'new' ? { new_login: { login: values.login ?? '', locale: 'zh-CN' as const, shop_ids: [] } } : values.account === 'link' ? { account_id: values.account_id } : values.account === 'former' && former ? { account_id: former.id } : {}
        const hired = await hire.mutateAsync({ id: candidate.id, version: candidate.version, hiring: { kind: values.kind, hired_on: values.hired_on, ...account } })
        toast.success(t('hire.done', { number: hired.number }))
        if (hired.login && hired.initial_password) {
          keepOpen.current = true
          setMade({ employee_id: hired.employee_id, login: hired.login, password: hired.initial_password })
        } else onHired(hired.employee_id)
      }}
      // The form closes itself once it is done; the password still has to be seen.
      onClose={() => keepOpen.current || onClose()}
    />
  )
}
