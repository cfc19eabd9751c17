import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { session } from '@/shared/api'
import { companyDay } from '@/shared/lib/time'
import { Button, Card, Chip, Loaded, toast } from '@/shared/ui'
import { FormModal } from '@/shared/ui/form'
import type { EmployeeFile } from '../organisation/queries'
import { talksQuery, useAgree, useRecordTalk } from './queries'
import { texts } from '../../hiring-texts'
import './hiring.css'

/** One-to-one talks: seen by the two and by HR. */
export function TalksTab({ employee }: { employee: EmployeeFile }) {
  const t = texts.use()
  const own = employee.account_id !== null && employee.account_id === session.account?.id
  const query = useQuery(talksQuery(employee.id))
  const agree = useAgree()
  const [recording, setRecording] = useState(false)
  return (
    <Card
      title={t('talks.title')}
      extra={
        !own && (
          <Button size="small" onClick={() => setRecording(true)}>
            {t('talks.record')}
          </Button>
        )
      }
    >
      <p className="dz-soft">{t('talks.lead')}</p>
      <Loaded query={query}>
        {(list) => (
          <ul className="hire-list">
            {list.map((talk) => (
              <li key={talk.id}>
                <span className="dz-row">
                  <span className="dz-grow">
                    {talk.held_on} · {t('talks.with', { name: talk.with_name })}
                  </span>
                  {own && !talk.agreed_at ? (
                    <Button size="small" onClick={() => void agree.mutateAsync(talk).catch(toast.error)}>
                      {t('talks.agree')}
                    </Button>
                  ) : (
                    <Chip tone={talk.agreed_at ? 'success' : 'warning'}>{t(talk.agreed_at ? 'talks.agreed' : 'talks.waiting')}</Chip>
                  )}
                </span>
                <p className="hire-text">{talk.notes}</p>
                {talk.next_on && (
                  <span className="dz-soft">
                    {t('talks.next')} {talk.next_on}
                  </span>
                )}
              </li>
            ))}
            {list.length === 0 && <li className="dz-soft">{t('talks.empty')}</li>}
          </ul>
        )}
      </Loaded>
      {recording && <TalkForm employee={employee} onClose={() => setRecording(false)} />}
    </Card>
  )
}

function TalkForm({ employee, onClose }: { employee: EmployeeFile; onClose: () => void }) {
  const t = texts.use()
  const record = useRecordTalk()
  return (
    <FormModal<{ held_on: string; notes: string; next_on: string | null }>
      open
      title={t('talks.record')}
      lead={t('talks.lead')}
      verb={t('talks.recordVerb')}
      initial={{ held_on: companyDay() }}
      fields={[
        { kind: 'date', name: 'held_on', label: t('talks.day'), required: true },
        { kind: 'textarea', name: 'notes', label: t('talks.notes'), required: true, maxLength: 8000, rows: 6 },
        { kind: 'date', name: 'next_on', label: t('talks.next') },
      ]}
      onSubmit={(values) => record.mutateAsync({ id: employee.id, talk: { ...values, next_on: values.next_on || null } })}
      onClose={onClose}
    />
  )
}
