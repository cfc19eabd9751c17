import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useCan } from '@/shared/api'
import { Button, Card, Loaded, toast } from '@/shared/ui'
import { FormModal, type FormField } from '@/shared/ui/form'
import { formatTime } from '@/shared/lib/time'
import { type EnrolmentOut, enrolmentsQuery, findEmployees, saveCertificate, type TrainingPage, useEnrol, useParticipation, useResult } from '../queries'
import { texts } from '../texts'
import { Outcome, Part } from './chips'
import { ExportButton } from './export-button'

const PARTS = ['present', 'late', 'absent'] as const

export function PeopleCard({ training, now }: { training: TrainingPage; now: number }) {
  const t = texts.use()
  const plans = useCan()('people.trainings.plan')
  const query = useQuery(enrolmentsQuery(training.id))
  const [form, setForm] = useState<'add' | EnrolmentOut | null>(null)
  const [noting, setNoting] = useState<EnrolmentOut | null>(null)
  const begun = (row: EnrolmentOut) => row.starts_at !== null && new Date(row.starts_at).getTime() <= now
  return (
    <Card
      title={t('people.title')}
      flush
      extra={
        <>
          {(query.data?.length ?? 0) > 0 && <ExportButton search={{ training_id: training.id }} size="small" />}
          {plans && training.state === 'open' && (
            <Button size="small" onClick={() => setForm('add')}>
              {t('people.add')}
            </Button>
          )}
        </>
      }
    >
      <Loaded query={query}>
        {(rows) =>
          rows.length === 0 ? (
            <p className="dz-soft" style={{ padding: 16 }}>
              {t('people.none')}
            </p>
          ) : (
            <div className="dz-table-wrap">
              <table className="dz-table">
                <thead>
                  <tr>
                    <th scope="col">{t('people.who')}</th>
                    <th scope="col">{t('people.session')}</th>
                    <th scope="col">{t('people.attended')}</th>
                    <th scope="col">{t('people.outcome')}</th>
                    <th scope="col" className="dz-num">
                      {t('people.score')}
                    </th>
                    <th scope="col">{t('people.certificate')}</th>
                    {plans && <td />}
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row) => (
                    <tr key={row.id}>
                      <td>
                        {row.name} <span className="dz-soft">{row.employee_number ?? `${t('people.outside')} ${row.outside_reference ?? ''}`}</span>
                      </td>
                      <td>{row.starts_at ? formatTime(row.starts_at) : t('session.self')}</td>
                      <td title={row.reason}>
                        <Part state={row.state} />
                      </td>
                      <td>
                        <Outcome outcome={row.outcome} />
                      </td>
                      <td className="dz-num">{row.score ?? '–'}</td>
                      <td>
                        {row.certificate_number && (
                          <Button size="small" kind="link" onClick={() => void saveCertificate(row.certificate_number as string).catch(toast.error)}>
                            {row.certificate_number}
                          </Button>
                        )}
                      </td>
                      {plans && (
                        <td>
                          {row.outcome === null && row.state !== 'withdrawn' && (
                            <span className="dz-row">
                              {begun(row) && (
                                <Button size="small" onClick={() => setNoting(row)} aria-label={`${t('session.roll')}: ${row.name}`}>
                                  {t('session.roll')}
                                </Button>
                              )}
                              {row.state !== 'absent' && (training.paper_number === null || row.participant_kind === 'outside') && (
                                <Button size="small" onClick={() => setForm(row)} aria-label={`${t('people.result')}: ${row.name}`}>
                                  {t('people.result')}
                                </Button>
                              )}
                            </span>
                          )}
                        </td>
                      )}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Loaded>
      {form === 'add' && <EnrolForm training={training} onClose={() => setForm(null)} />}
      {form !== null && form !== 'add' && <ResultForm row={form} byScore={training.paper_number !== null} onClose={() => setForm(null)} />}
      {noting && <PartForm row={noting} onClose={() => setNoting(null)} />}
    </Card>
  )
}

interface EnrolValues {
  session: string | null
  employee: string | null
  reference: string | null
  name: string | null
}

function EnrolForm({ training, onClose }: { training: TrainingPage; onClose: () => void }) {
  const t = texts.use()
  const enrol = useEnrol()
  const fields: FormField<EnrolValues>[] = [
    { kind: 'select', name: 'session', label: t('people.session'), options: training.sessions.filter((one) => one.state === 'planned').map((one) => ({ value: one.id, label: `${formatTime(one.starts_at)} ${one.place}` })), help: t('session.self') },
    { kind: 'find', name: 'employee', label: t('people.addEmployee'), find: findEmployees },
  ]
  if (training.audience.outside) {
    fields.push(
      { kind: 'text', name: 'reference', label: `${t('people.addOutside')}：${t('people.reference')}`, maxLength: 100, when: (values) => !values.employee },
      { kind: 'text', name: 'name', label: t('people.name'), maxLength: 200, when: (values) => !values.employee },
    )
  }
  return (
    <FormModal<EnrolValues>
      open
      title={t('people.add')}
      verb={t('people.add')}
      fields={fields}
      onSubmit={async ({ session, employee, reference, name }) => {
        const outside = !employee && reference ? [{ reference, name: name || reference }] : []
        await enrol.mutateAsync({ id: training.id, session_id: session || null, employee_ids: employee ? [employee] : [], outside })
        toast.success(t('people.added'))
      }}
      onClose={onClose}
    />
  )
}

interface PartValues {
  state: (typeof PARTS)[number]
  reason: string | null
}

function PartForm({ row, onClose }: { row: EnrolmentOut; onClose: () => void }) {
  const t = texts.use()
  const note = useParticipation()
  const fields: FormField<PartValues>[] = [
    { kind: 'select', name: 'state', label: t('people.attended'), required: true, options: PARTS.map((part) => ({ value: part, label: t(`part.${part}`) })) },
    { kind: 'text', name: 'reason', label: t('session.reason'), required: true, maxLength: 500, when: (values) => values.state === 'absent' },
  ]
  return (
    <FormModal<PartValues>
      open
      title={`${t('session.roll')} · ${row.name}`}
      verb={t('session.rollSave')}
      initial={{ state: 'present', reason: row.reason }}
      fields={fields}
      onSubmit={async ({ state, reason }) => {
        await note.mutateAsync({ session: row.session_id as string, marks: [{ enrolment_id: row.id, state, reason: state === 'absent' ? (reason ?? '') : '' }] })
        toast.success(t('session.rollSaved'))
      }}
      onClose={onClose}
    />
  )
}

interface ResultValues {
  passed: boolean
  score: number | null
  comment: string | null
}

function ResultForm({ row, byScore, onClose }: { row: EnrolmentOut; byScore: boolean; onClose: () => void }) {
  const t = texts.use()
  const record = useResult()
  const fields: FormField<ResultValues>[] = [{ kind: 'number', name: 'score', label: t('people.score'), min: 0, required: byScore }]
  if (!byScore) fields.unshift({ kind: 'switch', name: 'passed', label: t('people.passed') })
  fields.push({ kind: 'textarea', name: 'comment', label: t('people.comment'), maxLength: 500 })
  return (
    <FormModal<ResultValues>
      open
      title={`${t('people.result')} · ${row.name}`}
      verb={t('people.result')}
      initial={{ passed: true }}
      fields={fields}
      onSubmit={async ({ passed, score, comment }) => {
        await record.mutateAsync({ id: row.id, passed: passed ?? false, score: score ?? null, comment: comment ?? '' })
        toast.success(t('people.saved'))
      }}
      onClose={onClose}
    />
  )
}
