import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { spanOf } from '@/shared/lib/time'
import { Button, Card, Chip, ConfirmAction, DateTime, Facts, Loaded, Page, toast } from '@/shared/ui'
import { MeetingState, TaskState } from '../components/chips'
import { MeetingForm } from '../components/meeting-form'
import { MinutesEditor } from '../components/minutes-editor'
import { type MeetingPage, meetingQuery, meetingTasksQuery, type MinutesOut, useCancelMeeting, usePresence, useReviseMinutes } from '../queries'
import { texts } from '../texts'

export function MeetingDetail() {
  const t = texts.use()
  const { id } = useParams({ from: '/shell/meetings/$id' })
  const query = useQuery(meetingQuery(id))
  const cancel = useCancelMeeting()
  const revise = useReviseMinutes()
  const [asking, setAsking] = useState<'change' | 'cancel' | 'revise' | null>(null)
  const meeting = query.data
  const last = meeting?.minutes[0]
  return (
    <Page
      title={meeting?.title ?? t('meetings.title')}
      mark={meeting && <MeetingState state={meeting.state} />}
      actions={
        meeting?.may_run && (
          <>
            {meeting.state === 'planned' && <Button onClick={() => setAsking('change')}>{t('meetings.change')}</Button>}
            {meeting.state === 'planned' && <Button onClick={() => setAsking('cancel')}>{t('meeting.cancel')}</Button>}
            {last?.state === 'closed' && <Button onClick={() => setAsking('revise')}>{t('meeting.revise')}</Button>}
          </>
        )
      }
    >
      <Loaded query={query}>
        {(found) => (
          <>
            <Card>
              <Facts items={[[t('meetings.number'), found.number], [t('meetings.when'), spanOf(found.starts_at, found.ends_at)], [t('meetings.place'), found.place || '–'], [t('meetings.chair'), found.chair_name], [t('meetings.writerIs'), found.writer_name], [t('meeting.agenda'), found.agenda.map((item) => item.title).join(' · ') || t('meeting.noAgenda')]]} />
            </Card>
            <Invited meeting={found} />
            <Card title={t('meeting.minutes')}>
              {found.may_run && found.state !== 'cancelled' && last?.state !== 'closed' && <MinutesEditor key={`${last?.number ?? 0}`} meeting={found} draft={last} />}
              {found.minutes.filter((one) => one.state === 'closed' || !found.may_run).map((one) => (
                <Closed key={one.number} minutes={one} meeting={found} />
              ))}
              {found.minutes.length === 0 && !found.may_run && <p className="dz-soft">{t('meeting.none')}</p>}
            </Card>
            {found.task_count > 0 && <MeetingTasks id={found.id} />}
          </>
        )}
      </Loaded>
      {asking === 'change' && meeting && <MeetingForm meeting={meeting} onClose={() => setAsking(null)} />}
      <ConfirmAction open={asking === 'cancel'} title={t('meeting.cancel')} verb={t('meeting.cancel')} danger reason="required" onConfirm={(reason) => cancel.mutateAsync({ one: meeting as MeetingPage, reason })} onClose={() => setAsking(null)} />
      <ConfirmAction open={asking === 'revise'} title={t('meeting.revise')} verb={t('meeting.revise')} reason="required" onConfirm={(reason) => revise.mutateAsync({ id, at: (meeting as MeetingPage).version, reason })} onClose={() => setAsking(null)}>
        {t('meeting.reviseText')}
      </ConfirmAction>
    </Page>
  )
}

function Invited({ meeting }: { meeting: MeetingPage }) {
  const t = texts.use()
  const note = usePresence()
  const [now] = useState(() => Date.now())
  const [absent, setAbsent] = useState<string | null>(null)
  const begun = meeting.may_run && meeting.state !== 'cancelled' && new Date(meeting.starts_at).getTime() <= now
  const mark = (employee: string, presence: 'present' | 'absent', reason: string) => note.mutateAsync({ id: meeting.id, employee, presence, reason })
  return (
    <Card title={t('meeting.invited')}>
      <ul className="dz-stack" style={{ listStyle: 'none', margin: 0, padding: 0, gap: 6 }}>
        {meeting.invited.map((one) => (
          <li key={one.id} className="dz-row">
            <span className="dz-grow">
              {one.name} <span className="dz-soft">{one.reason}</span>
            </span>
            <Chip tone={one.presence === 'present' ? 'success' : one.presence === 'absent' ? 'danger' : 'neutral'}>{t(one.presence === 'present' ? 'meeting.present' : one.presence === 'absent' ? 'meeting.absent' : 'meeting.invitedState')}</Chip>
            {begun && (
              <>
                <Button size="small" onClick={() => void mark(one.id, 'present', '').catch(toast.error)} aria-label={`${t('meeting.present')}: ${one.name}`}>
                  {t('meeting.present')}
                </Button>
                <Button size="small" onClick={() => setAbsent(one.id)} aria-label={`${t('meeting.absent')}: ${one.name}`}>
                  {t('meeting.absent')}
                </Button>
              </>
            )}
          </li>
        ))}
      </ul>
      <ConfirmAction open={absent !== null} title={t('meeting.absent')} verb={t('meeting.absent')} reason="optional" onConfirm={(reason) => mark(absent as string, 'absent', reason)} onClose={() => setAbsent(null)} />
    </Card>
  )
}

function Closed({ minutes, meeting }: { minutes: MinutesOut; meeting: MeetingPage }) {
  const t = texts.use()
  const names = new Map(meeting.invited.map((one) => [one.id, one.name]))
  return (
    <article style={{ marginTop: 16 }}>
      <div className="dz-row">
        <strong>{t('meeting.minutesNo', { number: minutes.number })}</strong>
        <Chip tone={minutes.state === 'closed' ? 'success' : 'info'}>{t(minutes.state === 'closed' ? 'meeting.closed' : 'meeting.draft')}</Chip>
        <span className="dz-soft">
          {minutes.closed_by ?? minutes.written_by} · <DateTime at={minutes.closed_at ?? minutes.written_at} />
        </span>
      </div>
      {minutes.reason && (
        <div className="dz-soft">
          {t('meeting.reason')}：{minutes.reason}
        </div>
      )}
      <p style={{ whiteSpace: 'pre-wrap' }}>{minutes.text}</p>
      <ol>
        {minutes.decisions.map((one) => (
          <li key={one.id}>
            {one.text} — {(one.owner_id && names.get(one.owner_id)) ?? ''} {one.due_on}
          </li>
        ))}
      </ol>
    </article>
  )
}

function MeetingTasks({ id }: { id: string }) {
  const t = texts.use()
  const query = useQuery(meetingTasksQuery(id))
  return (
    <Card title={t('meeting.tasks')}>
      <Loaded query={query}>
        {(tasks) => (
          <ul className="dz-stack" style={{ listStyle: 'none', margin: 0, padding: 0 }}>
            {tasks.map((task) => (
              <li key={task.id} className="dz-row">
                <span className="dz-grow">
                  {task.title} <span className="dz-soft">{task.owner_name} · {task.due_on}</span>
                </span>
                <TaskState state={task.state} />
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Card>
  )
}
