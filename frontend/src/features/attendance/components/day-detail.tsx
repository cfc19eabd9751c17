import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useAccount, useCan } from '@/shared/api'
import { Button, Card, Chip, DateTime, ErrorPanel, Facts, Loaded } from '@/shared/ui'
import { FormModal } from '@/shared/ui/form'
import { type Day, type Edge, lookAtPhoto, openedQuery } from '../queries'
import { texts } from '../texts'
import { clock, toneOf } from './judge'

interface DayDetailProps {
  employee: string
  on: string
  /** One's own day may be answered with a leave form. */
  own: boolean
}

/** A day opened to every fact behind it. */
export function DayDetail({ employee, on, own }: DayDetailProps) {
  const t = texts.use()
  const can = useCan()
  const query = useQuery(openedQuery(employee, on))
  return (
    <Card title={`${on} · ${query.data ? t(`kinds.${asKind(query.data.day.kind)}`) : ''}`} extra={query.data && <span className="dz-soft">{t('day.policy', { number: query.data.day.policy_number })}</span>}>
      <Loaded query={query}>
        {({ day, punches }) => (
          <div className="dz-stack">
            <Reasons day={day} />
            {own && can('people.leave.request') && day.figures.leave_cases + day.figures.absent > 0 && (
              <Link className="dz-button" to="/leave" search={{ ask: on }}>
                {t('day.fileLeave')}
              </Link>
            )}
            {day.sessions.map((session) => (
              <Facts
                key={session.start}
                items={[
                  [t('day.session'), `${clock(session.start)}–${clock(session.end)}`],
                  [t('day.in'), <EdgeLine key="in" edge={session.sign_in} />],
                  [t('day.out'), <EdgeLine key="out" edge={session.sign_out} />],
                ]}
              />
            ))}
            <div>
              <h3>{t('day.proofs')}</h3>
              {punches.length + day.photos.length === 0 && <p className="dz-soft">{t('day.noProofs')}</p>}
              <ul>
                {punches.map((punch) => (
                  <li key={punch.at}>
                    <span className="dz-mono">{punch.at}</span> {t('sources.punch')} {punch.direction !== 'unsaid' && t(`directions.${punch.direction === 'in' ? 'in' : 'out'}`)}{' '}
                    <span className="dz-soft">
                      {punch.device || punch.name} {punch.received_at && <DateTime at={punch.received_at} />}
                    </span>
                  </li>
                ))}
                {day.photos.map((photo) => (
                  <li key={photo.id}>
                    <span className="dz-mono">{photo.at}</span> {t('sources.photo')} {t(`directions.${photo.direction === 'in' ? 'in' : 'out'}`)} {photo.kept ? <PhotoLook id={photo.id} /> : <span className="dz-soft">{t('photo.removed')}</span>}
                  </li>
                ))}
                {day.leaves.map((leave) => (
                  <li key={`${leave.reference} ${leave.start}`}>
                    <span className="dz-mono">
                      {clock(leave.start)}–{clock(leave.end)}
                    </span>{' '}
                    {t('day.leave')} {leave.reference}
                  </li>
                ))}
              </ul>
            </div>
          </div>
        )}
      </Loaded>
    </Card>
  )
}

const KINDS = ['work', 'rest', 'holiday', 'movable_rest', 'rota_rest', 'unplanned', 'off_by_notice'] as const
export const asKind = (kind: string) => KINDS.find((one) => one === kind) ?? 'work'
const REASONS = ['rest_day', 'holiday', 'movable_rest', 'rota_rest', 'rota_missing', 'off_by_notice', 'changed_hours', 'worked_on_rest', 'on_leave', 'absent', 'late', 'early', 'leave_case', 'missing', 'excused', 'photo_proved', 'contradiction'] as const
const VERDICTS = ['none', 'fine', 'late', 'early', 'leave_case', 'missing', 'pending'] as const

/** Why the day is what it is; each sentence with its rule. */
export function Reasons({ day }: { day: Day }) {
  const t = texts.use()
  if (day.reasons.length === 0) return <p>{day.state === 'over' ? t('day.asItShould') : t('day.soFar')}</p>
  return (
    <ul>
      {day.reasons.map((reason) => {
        const code = REASONS.find((one) => one === reason.code)
        const edge = reason.edge === null ? '' : t(`directions.${reason.edge === 'in' ? 'in' : 'out'}`)
        return (
          <li key={`${reason.code} ${reason.session} ${reason.edge}`}>
            {code === undefined ? reason.code : t(`reasons.${code}`, { edge, at: clock(reason.at), due: clock(reason.due), minutes: reason.minutes ?? 0, session: reason.session ?? '' })} <span className="dz-rule">{reason.rule}</span>
          </li>
        )
      })}
    </ul>
  )
}

function EdgeLine({ edge }: { edge: Edge }) {
  const t = texts.use()
  const verdict = VERDICTS.find((one) => one === edge.verdict) ?? 'none'
  return (
    <span className="dz-row" style={{ display: 'inline-flex', gap: 8 }}>
      <span className="dz-mono">{clock(edge.at)}</span>
      <Chip tone={toneOf(edge)}>{t(`verdicts.${verdict}`)}</Chip>
      {edge.excused && <Chip tone="special">{t('day.excused')}</Chip>}
      {edge.source !== 'none' && <span className="dz-soft">{t(`sources.${edge.source === 'both' ? 'both' : edge.source === 'photo' ? 'photo' : 'punch'}`)}</span>}
      {edge.contradiction && (
        <Chip tone="warning">
          {t('day.contradiction', { punch: clock(edge.punch), photo: clock(edge.photo) })}
        </Chip>
      )}
    </span>
  )
}

function PhotoLook({ id }: { id: string }) {
  const t = texts.use()
  const account = useAccount()
  const [asking, setAsking] = useState(false)
  const [picture, setPicture] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  if (picture) return <img className="att-photo" src={picture} alt={t('photo.alt')} />
  return (
    <>
      <Button size="small" onClick={() => setAsking(true)}>
        {t('photo.look')}
      </Button>
      {error !== null && <ErrorPanel error={error} />}
      {asking && (
        <FormModal<{ reason: string }>
          open
          title={t('photo.look')}
          lead={t('photo.lookLead', { name: account?.name ?? '' })}
          verb={t('photo.look')}
          fields={[{ kind: 'text', name: 'reason', label: t('reason'), required: true, maxLength: 500 }]}
          onSubmit={async ({ reason }) => {
            setError(null)
            setPicture(await lookAtPhoto(id, reason))
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}
