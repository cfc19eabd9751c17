import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { companyDay } from '@/shared/lib/time'
import { Banner, Button, Card, Chip, Columns, ConfirmAction, IconButton, Loaded, Page, toast } from '@/shared/ui'
import { FormModal } from '@/shared/ui/form'
import { AddIcon, BackIcon, ChevronRightIcon } from '@/shared/ui/icons'
import { Notices } from '../components/notices'
import { calendarQuery, type CalendarYear, type DayKind, useClearDay, useSetDay } from '../queries'
import { texts } from '../texts'

const KINDS = ['statutory', 'in_lieu', 'make_up', 'plain'] as const
const TONES = { statutory: 'success', in_lieu: 'info', make_up: 'warning', plain: 'neutral' } as const

/** Public holidays, make-up work days, the company's own days, what each month asks, and notices of changed hours. */
export function CompanyCalendar() {
  const t = texts.use()
  const can = useCan()
  const search = useSearch({ from: '/shell/company-calendar' })
  const navigate = useNavigate({ from: '/company-calendar' })
  const year = Number(search.year) >= 2001 && Number(search.year) <= 2099 ? Number(search.year) : Number(companyDay().slice(0, 4))
  const query = useQuery(calendarQuery(year))
  const setDay = useSetDay()
  const [setting, setSetting] = useState(false)
  const go = (years: number) => void navigate({ search: { year: String(year + years) } })
  return (
    <Page
      title={t('calendar.title')}
      lead={t('calendar.lead')}
      actions={
        <>
          <IconButton label={t('calendar.before')} icon={BackIcon} onClick={() => go(-1)} />
          <strong className="dz-mono">{year}</strong>
          <IconButton label={t('calendar.after')} icon={ChevronRightIcon} onClick={() => go(1)} />
          {can('people.attendance.keep') && (
            <Button icon={AddIcon} onClick={() => setSetting(true)}>
              {t('calendar.set')}
            </Button>
          )}
        </>
      }
    >
      <Loaded query={query}>
        {(calendar) => (
          <>
            {!calendar.announced && <Banner tone="warning">{t('calendar.notAnnounced', { year })}</Banner>}
            <Columns min={300}>
              <Card title={t('calendar.days')}>
                <Days calendar={calendar} />
              </Card>
              <Card title={t('calendar.months')}>
                <Months calendar={calendar} />
              </Card>
            </Columns>
          </>
        )}
      </Loaded>
      <Notices />
      {setting && (
        <FormModal<{ on: string; kind: DayKind; name: string; reason: string }>
          open
          title={t('calendar.set')}
          lead={t('calendar.setLead')}
          verb={t('calendar.setVerb')}
          fields={[
            { kind: 'date', name: 'on', label: t('calendar.day'), required: true },
            { kind: 'select', name: 'kind', label: t('calendar.kind'), required: true, options: KINDS.map((kind) => ({ value: kind, label: t(`calendar.kinds.${kind}`) })) },
            { kind: 'text', name: 'name', label: t('calendar.name'), required: true, maxLength: 100 },
            { kind: 'text', name: 'reason', label: t('reason'), required: true, maxLength: 500 },
          ]}
          onSubmit={async (values) => {
            await setDay.mutateAsync(values)
            toast.success(t('calendar.done'))
          }}
          onClose={() => setSetting(false)}
        />
      )}
    </Page>
  )
}

function Days({ calendar }: { calendar: CalendarYear }) {
  const t = texts.use()
  const can = useCan()
  const zh = useLanguage() === 'zh-CN'
  const clear = useClearDay()
  const [clearing, setClearing] = useState<string | null>(null)
  return (
    <>
    <ul className="dz-stack" style={{ listStyle: 'none', padding: 0, gap: 6 }}>
      {calendar.days.map((day) => {
        const kind = KINDS.find((one) => one === day.kind) ?? 'plain'
        return (
          <li key={day.on} className="dz-row">
            <span className="dz-mono">{day.on}</span>
            <Chip tone={TONES[kind]}>{t(`calendar.kinds.${kind}`)}</Chip>
            <span className="dz-grow">{zh ? day.name_zh : day.name_en}</span>
            {day.source === 'company' &&
              (can('people.attendance.keep') ? (
                <Button size="small" onClick={() => setClearing(day.on)}>
                  {t('calendar.own')}
                </Button>
              ) : (
                <Chip>{t('calendar.own')}</Chip>
              ))}
          </li>
        )
      })}
    </ul>
    <ConfirmAction open={clearing !== null} title={t('calendar.clear')} verb={t('calendar.clearVerb')} onConfirm={() => clear.mutateAsync(clearing ?? '')} onClose={() => setClearing(null)}>
      {clearing}
    </ConfirmAction>
    </>
  )
}

function Months({ calendar }: { calendar: CalendarYear }) {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  const groups = [...new Map(calendar.months.map((one) => [one.group, zh ? one.group_zh : one.group_en]))]
  const months = [...new Set(calendar.months.map((one) => one.month))]
  return (
    <div className="dz-table-wrap">
      <table className="dz-table">
        <thead>
          <tr>
            <th scope="col">{t('calendar.month')}</th>
            {groups.map(([group, name]) => (
              <th key={group} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {months.map((month) => (
            <tr key={month}>
              <th scope="row">{month}</th>
              {groups.map(([group]) => {
                const one = calendar.months.find((cell) => cell.month === month && cell.group === group)
                return <td key={group}>{one ? t('calendar.required', { days: one.required_days, punches: one.punches, hours: one.minutes / 60 }) : '–'}</td>
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
