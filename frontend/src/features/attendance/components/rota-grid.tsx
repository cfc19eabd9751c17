import { type KeyboardEvent, useState } from 'react'
import type { Rota } from '../queries'
import { texts } from '../texts'
import { weekday } from './months'
import type { Rests } from './rota-days'

interface RotaGridProps {
  rota: Rota
  rests: Rests
  onToggle: (employee: string, day: string) => void
}

const STEPS: Record<string, readonly [number, number]> = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }

/** People by days. Arrows walk, Space or Enter sets a rest day; one cell at a time takes the focus. */
export function RotaGrid({ rota, rests, onToggle }: RotaGridProps) {
  const t = texts.use()
  const [here, setHere] = useState<readonly [number, number]>([0, 0])
  const walk = (event: KeyboardEvent<HTMLTableElement>) => {
    const step = STEPS[event.key]
    if (!step) return
    event.preventDefault()
    const next = [clamp(here[0] + step[0], rota.people.length), clamp(here[1] + step[1], rota.days.length)] as const
    setHere(next)
    event.currentTarget.querySelector<HTMLElement>(`[data-cell="${next[0]} ${next[1]}"]`)?.focus()
  }
  return (
    <div className="att-rota">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- arrows walk between the buttons inside */}
      <table aria-label={t('rota.grid', { month: rota.month })} onKeyDown={walk}>
        <thead>
          <tr>
            <th scope="col">{t('board.name')}</th>
            {rota.days.map((day) => (
              <th key={day.on} scope="col" data-off={day.kind === 'statutory' || weekday(day.on) === 7} title={day.on}>
                {Number(day.on.slice(8))}
                <br />
                {t(`weekdays.${String(weekday(day.on)) as '1'}`)}
              </th>
            ))}
            <th scope="col">{t('rota.rests')}</th>
          </tr>
        </thead>
        <tbody>
          {rota.people.map((person, row) => (
            <tr key={person.employee_id}>
              <th scope="row">
                {person.name} <span className="dz-soft dz-mono">{person.number}</span>
              </th>
              {rota.days.map((day, column) => {
                const rested = rests[person.employee_id]?.includes(day.on) ?? false
                const off = day.kind === 'statutory' || person.rest_weekdays.includes(weekday(day.on))
                return (
                  <td key={day.on}>
                    <button
                      type="button"
                      role="checkbox"
                      aria-checked={rested}
                      aria-label={t('rota.cell', { name: person.name, number: person.number, on: day.on })}
                      data-cell={`${row} ${column}`}
                      tabIndex={here[0] === row && here[1] === column ? 0 : -1}
                      disabled={!rota.may_plan}
                      onFocus={() => setHere([row, column])}
                      onClick={() => onToggle(person.employee_id, day.on)}
                    >
                      {rested ? t('rota.rest') : off ? '·' : ''}
                    </button>
                  </td>
                )
              })}
              <td>
                {rests[person.employee_id]?.length ?? 0}/{person.rest_days}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function clamp(place: number, size: number): number {
  return Math.min(Math.max(place, 0), size - 1)
}
