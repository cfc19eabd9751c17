import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type KeyboardEvent, useMemo, useState } from 'react'
import { companyDay, dayAfter } from '@/shared/lib/time'
import { Button, Chip, IconButton, Loaded, Page } from '@/shared/ui'
import { BackIcon, CameraIcon, ChevronRightIcon } from '@/shared/ui/icons'
import '../attendance.css'
import { DayDetail } from '../components/day-detail'
import { MARK_TONES, markOf } from '../components/judge'
import { monthAfter, thisMonth, weekday, weeksOf } from '../components/months'
import { PhotoSignIn } from '../components/photo-sign-in'
import { calendarQuery, type Day, type Month, monthQuery } from '../queries'
import { texts } from '../texts'
import { useLanguage } from '@/shared/i18n'

/** One's own month, each day with its reason; heads and HR open others' from the board. */
export function MyAttendance() {
  const t = texts.use()
  const search = useSearch({ from: '/shell/my-attendance' })
  const navigate = useNavigate({ from: '/my-attendance' })
  const month = search.month ?? thisMonth()
  const query = useQuery(monthQuery(month, search.employee))
  const [signing, setSigning] = useState(false)
  const move = (months: number) => void navigate({ search: (old) => ({ ...old, month: monthAfter(month, months), day: undefined }) })
  const open = (day: string) => void navigate({ search: (old) => ({ ...old, month: day.slice(0, 7), day }), replace: true })
  return (
    <Page
      title={t(search.employee ? 'month.someones' : 'month.title')}
      lead={t('month.lead')}
      actions={
        !search.employee && (
          <Button kind="primary" icon={CameraIcon} onClick={() => setSigning(true)}>
            {t('photo.title')}
          </Button>
        )
      }
    >
      <div className="dz-row" style={{ justifyContent: 'center' }}>
        <IconButton label={t('month.before')} icon={BackIcon} onClick={() => move(-1)} />
        <strong className="dz-mono">{month}</strong>
        <IconButton label={t('month.after')} icon={ChevronRightIcon} onClick={() => move(1)} />
      </div>
      <Loaded query={query} lines={8}>
        {(data) => (
          <>
            <Sums data={data} />
            <Grid month={month} days={data.days} chosen={search.day} onOpen={open} />
            {search.day && data.days.some((day) => day.on === search.day) && <DayDetail employee={data.employee_id} on={search.day} own={search.employee === undefined} />}
          </>
        )}
      </Loaded>
      {signing && <PhotoSignIn onDone={() => open(companyDay())} onClose={() => setSigning(false)} />}
    </Page>
  )
}

const COUNTED = ['late', 'early', 'leave_cases', 'missing', 'absent'] as const

function Sums({ data }: { data: Month }) {
  const t = texts.use()
  const bad = COUNTED.filter((name) => data.figures[name] > 0)
  return (
    <div className="dz-row" style={{ flexWrap: 'wrap' }}>
      <span>{t('month.worked', { worked: data.worked_days, days: data.work_days })}</span>
      {bad.length === 0 && <Chip tone="success">{t('month.clean')}</Chip>}
      {bad.map((name) => (
        <Chip key={name} tone={name === 'late' || name === 'early' ? 'warning' : 'danger'}>
          {t(`figures.${name}`)} {data.figures[name]}
        </Chip>
      ))}
      {data.figures.photo_proved > 0 && <Chip tone="info">{t('figures.photo_proved')} {data.figures.photo_proved}</Chip>}
      {data.figures.contradictions > 0 && <Chip tone="warning">{t('figures.contradictions')} {data.figures.contradictions}</Chip>}
    </div>
  )
}

const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }

function Grid({ month, days, chosen, onOpen }: { month: string; days: readonly Day[]; chosen: string | undefined; onOpen: (day: string) => void }) {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  const calendar = useQuery(calendarQuery(Number(month.slice(0, 4))))
  const names = useMemo(() => new Map(calendar.data?.days.map((day) => [day.on, zh ? day.name_zh : day.name_en])), [calendar.data, zh])
  const known = new Map(days.map((day) => [day.on, day]))
  const today = companyDay()
  const step = (event: KeyboardEvent<HTMLButtonElement>, day: string) => {
    const next = STEPS[event.key] === undefined ? undefined : dayAfter(day, STEPS[event.key])
    if (!next || !known.has(next)) return
    event.preventDefault()
    event.currentTarget.parentElement?.querySelector<HTMLElement>(`[data-day="${next}"]`)?.focus()
  }
  return (
    <div className="att-month" role="group" aria-label={month}>
      {weeksOf(month)[1]?.map((day) => day && <span key={weekday(day)}>{t(`weekdays.${String(weekday(day)) as '1'}`)}</span>)}
      {weeksOf(month)
        .flat()
        .map((on, place) => {
          const day = on === null ? undefined : known.get(on)
          if (on === null || !day) return <span key={on ?? `empty ${place}`}>{on === null ? '' : Number(on.slice(8))}</span>
          const mark = markOf(day)
          const said = mark === 'off' ? (day.kind === 'holiday' && names.get(on)) || t(`marks.${mark}`) : t(`marks.${mark}`)
          return (
            <button key={on} type="button" className="att-day" data-day={on} aria-current={on === today ? 'date' : undefined} aria-pressed={on === chosen} onClick={() => onOpen(on)} onKeyDown={(event) => step(event, on)}>
              <span className="dz-mono">{Number(on.slice(8))}</span>
              <small data-tone={MARK_TONES[mark]}>{mark === 'ahead' ? '' : said}</small>
              {mark === 'ahead' && <span className="dz-hidden">{said}</span>}
            </button>
          )
        })}
    </div>
  )
}
