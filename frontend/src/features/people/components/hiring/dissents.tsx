import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button, Card, Chip, DateTime, Loaded, toast } from '@/shared/ui'
import { FormModal } from '@/shared/ui/form'
import { findPeople } from '../organisation/choices'
import type { EmployeeFile } from '../organisation/queries'
import { type Dissent, dissentsQuery, useAnswerDissent, useComply, useWriteDissent } from './queries'
import { texts } from '../../hiring-texts'

const OUTCOMES = ['upheld', 'changed', 'withdrawn'] as const

/** Seen by who wrote it, who gave the instruction, and HR; the server says which. */
export function Dissents({ employee, own }: { employee: EmployeeFile; own: boolean }) {
  const t = texts.use()
  const query = useQuery(dissentsQuery(employee.id))
  const comply = useComply()
  const [writing, setWriting] = useState(false)
  const [answering, setAnswering] = useState<Dissent | null>(null)
  return (
    <Card
      title={t('conduct.dissents')}
      extra={
        own && (
          <Button size="small" onClick={() => setWriting(true)}>
            {t('conduct.write')}
          </Button>
        )
      }
    >
      <Loaded query={query}>
        {(list) => (
          <ul className="hire-list">
            {list.map((one) => (
              <li key={one.id}>
                <span className="dz-row">
                  <span className="dz-grow">
                    {one.given_by_name} → {one.employee_name} {one.reference && <span className="dz-mono">{one.reference}</span>}
                  </span>
                  <DateTime at={one.written_at} />
                  {one.outcome && <Chip>{t(`conduct.outcomes.${one.outcome as 'upheld'}`)}</Chip>}
                </span>
                <p className="hire-text">
                  <strong>{t('conduct.instruction')}</strong> {one.instruction}
                </p>
                <p className="hire-text">
                  <strong>{t('conduct.dissent')}</strong> {one.dissent}
                </p>
                {one.answer && (
                  <p className="hire-text">
                    <strong>{t('conduct.answer')}</strong> {one.answer}
                  </p>
                )}
                <span className="dz-row">
                  {one.complied_at ? (
                    <span className="dz-soft">{t('conduct.complied', { day: one.complied_at.slice(0, 10) })}</span>
                  ) : (
                    own && (
                      <Button size="small" onClick={() => void comply.mutateAsync(one).catch(toast.error)}>
                        {t('conduct.comply')}
                      </Button>
                    )
                  )}
                  {!own && one.answer === null && (
                    <Button size="small" onClick={() => setAnswering(one)}>
                      {t('conduct.answerVerb')}
                    </Button>
                  )}
                </span>
              </li>
            ))}
            {list.length === 0 && <li className="dz-soft">{t('conduct.dissentsEmpty')}</li>}
          </ul>
        )}
      </Loaded>
      {writing && <WriteForm onClose={() => setWriting(false)} />}
      {answering && <AnswerForm dissent={answering} onClose={() => setAnswering(null)} />}
    </Card>
  )
}

function WriteForm({ onClose }: { onClose: () => void }) {
  const t = texts.use()
  const write = useWriteDissent()
  return (
    <FormModal<{ given_by_id: string; reference: string | null; instruction: string; dissent: string }>
      open
      title={t('conduct.write')}
      lead={t('conduct.writeLead')}
      verb={t('conduct.writeVerb')}
      initial={{}}
      fields={[
        { kind: 'find', name: 'given_by_id', label: t('conduct.givenBy'), required: true, find: findPeople },
        { kind: 'text', name: 'reference', label: t('conduct.reference'), maxLength: 200 },
        { kind: 'textarea', name: 'instruction', label: t('conduct.instruction'), required: true, maxLength: 8000 },
        { kind: 'textarea', name: 'dissent', label: t('conduct.dissent'), required: true, maxLength: 8000 },
      ]}
      onSubmit={(values) => write.mutateAsync({ ...values, reference: values.reference ?? '' })}
      onClose={onClose}
    />
  )
}

function AnswerForm({ dissent, onClose }: { dissent: Dissent; onClose: () => void }) {
  const t = texts.use()
  const answer = useAnswerDissent()
  return (
    <FormModal<{ answer: string; outcome: (typeof OUTCOMES)[number] }>
      open
      title={t('conduct.answer')}
      verb={t('conduct.answerVerb')}
      initial={{ outcome: 'upheld' }}
      fields={[
        { kind: 'textarea', name: 'answer', label: t('conduct.answer'), required: true, maxLength: 8000 },
        { kind: 'select', name: 'outcome', label: t('conduct.outcome'), required: true, options: OUTCOMES.map((one) => ({ value: one, label: t(`conduct.outcomes.${one}`) })) },
      ]}
      onSubmit={(values) => answer.mutateAsync({ id: dissent.id, version: dissent.version, answer: values })}
      onClose={onClose}
    />
  )
}
