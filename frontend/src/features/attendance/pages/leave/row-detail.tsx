import { Link } from '@tanstack/react-router'
import '../../attendance.css'
import { Button, By, Card, Chip, DateTime, Facts } from '@/shared/ui'
import type { MonthFigures, MonthRowDetail } from './queries'
import { changesOf, SHOWN, valueOf } from './revisions'
import { texts } from './texts'
import { whoText } from './who'

const ODD = ['late', 'early', 'leave_cases', 'missing', 'absent', 'overtime_minutes', 'unauthorised_minutes', 'photo_proved', 'rest_worked'] as const
const CAUSES = ['compiled', 'objection', 'correction'] as const

/** Every figure of a month with the days behind it; each day opens to its punches. */
export function RowDetail({ row, signed, onObject }: { row: MonthRowDetail; signed: boolean; onObject?: (day: string) => void }) {
  const t = texts.use()
  const { required_days: days, required_punches: punches, required_hours: hours } = row.figures
  const odd = row.days.filter((day) => day.leave.length > 0 || ODD.some((name) => (day.figures[name] ?? 0) > 0))
  return (
    <div className="dz-stack">
      <Card title={whoText(row)} extra={signed && row.accepted && <Chip tone="success">{row.accepted === 'silence' ? t('month.bySilence') : t('month.byObjection')}</Chip>}>
        <Facts items={SHOWN.map((name) => [t(`figures.${name}`), name === 'required_days' ? t('month.required', { days, punches, hours }) : valueOf(row.figures, name)])} />
        {signed && row.accepted_at && (
          <p className="dz-soft">
            {t('month.accepted')} <DateTime at={row.accepted_at} form="second" />
          </p>
        )}
      </Card>
      <Card title={t('month.dayFigures')}>
        <ul className="att-lines">
          {odd.map((day) => (
            <li key={day.on}>
              <Link to="/my-attendance" search={{ month: day.on.slice(0, 7), day: day.on, employee: row.employee_id }}>
                {day.on}
              </Link>{' '}
              {SHOWN.filter((name) => (day.figures[name] ?? 0) > 0).map((name) => (
                <Chip key={name} tone={name === 'photo_proved' ? 'info' : 'warning'}>
                  {t(`figures.${name}`)} {day.figures[name]}
                </Chip>
              ))}
              {(day.figures['absent'] ?? 0) > 0 && <Chip tone="danger">{t('figures.absent_days')}</Chip>} {day.leave.map((one) => one.number).join(', ')}{' '}
              {onObject && (
                <Button size="small" aria-label={t('objection.objectTo', { on: day.on })} onClick={() => onObject(day.on)}>
                  {t('objection.object')}
                </Button>
              )}
            </li>
          ))}
        </ul>
        <p className="dz-soft">{t('month.clean')}</p>
      </Card>
      <Card title={t('month.revisions')}>
        <ul>
          {row.revisions.map((one, place) => (
            <li key={one.revision}>
              {one.revision} · {t(`causes.${CAUSES.find((cause) => cause === one.cause) ?? 'compiled'}`)} {one.document} · <DateTime at={one.made_at} form="second" /> · <By name={one.made_by} />
              <Changed now={one.figures} before={row.revisions[place + 1]?.figures ?? null} />
            </li>
          ))}
        </ul>
      </Card>
    </div>
  )
}

/** What a revision made different from the one before it; the first one, what is odd in it. */
function Changed({ now, before }: { now: MonthFigures | null; before: MonthFigures | null }) {
  const t = texts.use()
  const changes = changesOf(now, before)
  return (
    <div className="dz-row dz-soft">
      {changes.length === 0 && t(before ? 'month.unchanged' : 'month.nothingOdd')}
      {changes.map(({ name, was, is }) => (
        <span key={name}>
          {t(`figures.${name}`)} {was === null ? is : `${was} → ${is}`}
        </span>
      ))}
    </div>
  )
}
