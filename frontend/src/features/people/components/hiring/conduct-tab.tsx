import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { session, useCan } from '@/shared/api'
import { companyDay } from '@/shared/lib/time'
import { Button, Card, Chip, ConfirmAction, Loaded, Money, toast } from '@/shared/ui'
import { FormModal } from '@/shared/ui/form'
import type { EmployeeFile } from '../organisation/queries'
import { Dissents } from './dissents'
import { type Conduct, conductQuery, useRecordConduct, useWithdrawConduct } from './queries'
import { texts } from '../../hiring-texts'
import './hiring.css'

const KINDS = ['conduct', 'reward', 'penalty'] as const
const CATEGORIES = ['quarrel', 'private_use', 'unrelated_activity', 'carelessness', 'rule_broken', 'merit', 'proposal', 'praise', 'other'] as const
const TONES = { conduct: 'neutral', reward: 'success', penalty: 'danger' } as const

/** Conduct, rewards and penalties, and written dissent beside them (rule ORG-12). */
export function ConductTab({ employee }: { employee: EmployeeFile }) {
  const t = texts.use()
  const own = employee.account_id !== null && employee.account_id === session.account?.id
  const may = useCan()('people.conduct.record') && !own
  const query = useQuery(conductQuery(employee.id))
  const withdraw = useWithdrawConduct()
  const [recording, setRecording] = useState(false)
  const [gone, setGone] = useState<Conduct | null>(null)
  return (
    <div className="dz-stack">
      <Card
        title={t('conduct.title')}
        extra={
          may && (
            <Button size="small" onClick={() => setRecording(true)}>
              {t('conduct.record')}
            </Button>
          )
        }
      >
        <Loaded query={query}>
          {(list) => (
            <ul className="hire-list">
              {list.map((entry) => (
                <Entry key={entry.id} entry={entry} onWithdraw={may && ['recorded', 'waiting'].includes(entry.state) ? () => setGone(entry) : undefined} />
              ))}
              {list.length === 0 && <li className="dz-soft">{t('conduct.empty')}</li>}
            </ul>
          )}
        </Loaded>
      </Card>
      <Dissents employee={employee} own={own} />
      {recording && <RecordForm employee={employee} onClose={() => setRecording(false)} />}
      {gone && (
        <ConfirmAction open title={t('conduct.withdrawTitle')} verb={t('conduct.withdraw')} reason="required" onConfirm={(reason) => withdraw.mutateAsync({ id: employee.id, entry: gone, reason })} onClose={() => setGone(null)}>
          {t('conduct.withdrawText')}
        </ConfirmAction>
      )}
    </div>
  )
}

function Entry({ entry, onWithdraw }: { entry: Conduct; onWithdraw: (() => void) | undefined }) {
  const t = texts.use()
  const kind = entry.kind as keyof typeof TONES
  return (
    <li>
      <span className="dz-row">
        <Chip tone={TONES[kind]}>{t(`conduct.kinds.${kind}`)}</Chip>
        <span className="dz-grow">
          {t(`conduct.categories.${entry.category as 'merit'}`)} · {entry.happened_on}
        </span>
        {entry.amount && <Money value={entry.amount} />}
        <Chip dot={false}>{t(`conduct.states.${entry.state as 'recorded'}`)}</Chip>
        {onWithdraw && (
          <Button size="small" onClick={onWithdraw}>
            {t('conduct.withdraw')}
          </Button>
        )}
      </span>
      <p className="hire-text">{entry.what}</p>
      <span className="dz-soft">
        {entry.recorded_by} {entry.comment && `· ${entry.comment}`}
      </span>
    </li>
  )
}

function RecordForm({ employee, onClose }: { employee: EmployeeFile; onClose: () => void }) {
  const t = texts.use()
  const record = useRecordConduct()
  return (
    <FormModal<{ kind: (typeof KINDS)[number]; category: (typeof CATEGORIES)[number]; happened_on: string; what: string; amount: string | null }>
      open
      title={t('conduct.recordTitle')}
      lead={t('conduct.recordLead')}
      verb={t('conduct.record')}
      initial={{ kind: 'conduct', happened_on: companyDay() }}
      fields={[
        { kind: 'select', name: 'kind', label: t('conduct.kind'), required: true, options: KINDS.map((one) => ({ value: one, label: t(`conduct.kinds.${one}`) })) },
        { kind: 'select', name: 'category', label: t('conduct.category'), required: true, options: CATEGORIES.map((one) => ({ value: one, label: t(`conduct.categories.${one}`) })) },
        { kind: 'date', name: 'happened_on', label: t('conduct.day'), required: true },
        { kind: 'textarea', name: 'what', label: t('conduct.what'), required: true, maxLength: 8000 },
        { kind: 'money', name: 'amount', label: t('conduct.amount'), when: (values) => values.kind !== 'conduct' },
      ]}
      onSubmit={async (values) => {
        const amount = values.kind !== 'conduct' && values.amount ? { amount: values.amount, currency: 'CNY' } : null
        await record.mutateAsync({ id: employee.id, entry: { kind: values.kind, category: values.category, happened_on: values.happened_on, what: values.what, amount } })
        toast.success(t('saved'))
      }}
      onClose={onClose}
    />
  )
}
