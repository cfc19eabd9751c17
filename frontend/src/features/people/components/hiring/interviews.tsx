import { useState } from 'react'
import { useCan } from '@/shared/api'
import { companyDay, formatTime } from '@/shared/lib/time'
import { Button, Card, Chip, DateTime, toast } from '@/shared/ui'
import { FormModal } from '@/shared/ui/form'
import { type CandidateFile, type InterviewNote, useChangeNote, useWriteNote } from './queries'
import { texts } from '../../hiring-texts'

const RECOMMENDATIONS = ['yes', 'unsure', 'no'] as const
const TONES = { yes: 'success', unsure: 'warning', no: 'danger' } as const
/** The company's clock, UTC+8 the year round. */
const ZONE = '+08:00'

interface Values {
  day: string
  time: string
  interviewers: string
  impression: string
  recommendation: (typeof RECOMMENDATIONS)[number]
}

export function Interviews({ candidate }: { candidate: CandidateFile }) {
  const t = texts.use()
  const may = useCan()('people.candidates.interview') && ['applied', 'interview', 'offered', 'accepted'].includes(candidate.stage)
  const [writing, setWriting] = useState<InterviewNote | 'new' | null>(null)
  return (
    <Card
      title={t('interview.title')}
      extra={
        may && (
          <Button size="small" onClick={() => setWriting('new')}>
            {t('interview.write')}
          </Button>
        )
      }
    >
      {candidate.notes.length === 0 ? (
        <p className="dz-soft">{t('interview.empty')}</p>
      ) : (
        <ul className="hire-list">
          {candidate.notes.map((note) => (
            <Note key={note.id} note={note} onChange={note.own && may ? () => setWriting(note) : undefined} />
          ))}
        </ul>
      )}
      {writing && <NoteForm candidate={candidate} note={writing === 'new' ? null : writing} onClose={() => setWriting(null)} />}
    </Card>
  )
}

function Said({ version }: { version: InterviewNote['versions'][number] }) {
  const t = texts.use()
  const recommendation = version.recommendation as keyof typeof TONES
  return (
    <>
      <span className="dz-row">
        <Chip tone={TONES[recommendation]}>{t(`interview.recommendations.${recommendation}`)}</Chip>
        <DateTime at={version.held_at} />
        <span className="dz-soft">{version.interviewers}</span>
      </span>
      <p className="hire-text">{version.impression}</p>
    </>
  )
}

function Note({ note, onChange }: { note: InterviewNote; onChange: (() => void) | undefined }) {
  const t = texts.use()
  const [now, ...earlier] = note.versions
  return (
    <li>
      <span className="dz-row">
        <strong className="dz-grow">{note.author_name}</strong>
        {onChange && (
          <Button size="small" onClick={onChange}>
            {t('interview.change')}
          </Button>
        )}
      </span>
      {now && <Said version={now} />}
      {earlier.length > 0 && (
        <details>
          <summary>{t('interview.earlier', { count: earlier.length })}</summary>
          {earlier.map((version) => (
            <Said key={version.number} version={version} />
          ))}
        </details>
      )}
    </li>
  )
}

function NoteForm({ candidate, note, onClose }: { candidate: CandidateFile; note: InterviewNote | null; onClose: () => void }) {
  const t = texts.use()
  const write = useWriteNote()
  const change = useChangeNote()
  const now = note?.versions[0]
  const [day, time] = now ? formatTime(now.held_at, 'second').split(' ') : [companyDay(), '']
  return (
    <FormModal<Values>
      open
      title={t('interview.write')}
      verb={t('interview.writeVerb')}
      initial={{ day: day ?? companyDay(), time: time?.slice(0, 5) ?? '', recommendation: 'unsure', ...(now ? { interviewers: now.interviewers, impression: now.impression, recommendation: now.recommendation as 'yes' } : {}) }}
      fields={[
        { kind: 'date', name: 'day', label: t('interview.day'), required: true },
        { kind: 'text', name: 'time', label: t('interview.time'), required: true, check: (value) => (/^([01]\d|2[0-3]):[0-5]\d$/.test(String(value ?? '')) ? undefined : t('interview.timeWrong')) },
        { kind: 'text', name: 'interviewers', label: t('interview.who'), required: true, maxLength: 200 },
        { kind: 'textarea', name: 'impression', label: t('interview.impression'), required: true, maxLength: 8000, rows: 5 },
        { kind: 'select', name: 'recommendation', label: t('interview.recommendation'), required: true, options: RECOMMENDATIONS.map((one) => ({ value: one, label: t(`interview.recommendations.${one}`) })) },
      ]}
      onSubmit={async ({ day: on, time: at, ...said }) => {
        const body = { ...said, held_at: `${on}T${at}:00${ZONE}` }
        await (note ? change.mutateAsync({ id: candidate.id, note_id: note.id, version: note.version, note: body }) : write.mutateAsync({ id: candidate.id, note: body }))
        toast.success(t('saved'))
      }}
      onClose={onClose}
    />
  )
}
