import { useId } from 'react'
import { companyDay } from '@/shared/lib/time'
import { Button } from '@/shared/ui'
import { texts } from '../../organisation-texts'

interface DayChoiceProps {
  /** Undefined is today. */
  day: string | undefined
  /** Days worth looking at. */
  days?: readonly string[]
  onChange: (day: string | undefined) => void
}

const NO_DAYS: readonly string[] = []

/** Which day is shown; it lives in the URL. */
export function DayChoice({ day, days = NO_DAYS, onChange }: DayChoiceProps) {
  const t = texts.use()
  const id = useId()
  const today = companyDay()
  const choose = (next: string) => onChange(next === '' || next === today ? undefined : next)
  return (
    <div className="org-day">
      <label htmlFor={id}>{t('day')}</label>
      <input id={id} type="date" value={day ?? today} onChange={(event) => choose(event.target.value)} />
      {days.length > 0 && (
        <select aria-label={t('chart.days')} value={day && days.includes(day) ? day : ''} onChange={(event) => choose(event.target.value)}>
          <option value="">{t('chart.days')}</option>
          {days.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
      )}
      {day && (
        <Button size="small" onClick={() => onChange(undefined)}>
          {t('chart.back')}
        </Button>
      )}
    </div>
  )
}
