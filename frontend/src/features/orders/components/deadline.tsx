import { useState } from 'react'
import { companyDay } from '@/shared/lib/time'
import { Chip, DateTime } from '@/shared/ui'
import { texts } from '../texts'

const OPEN = new Set(['placed', 'reviewed', 'allocated', 'picked', 'packed'])

type Light = 'overdue' | 'today' | 'later'

/** Red: it should have left; amber: it has to leave today. null: it has no deadline, or has left. */
export function lightOf(row: { ship_by: string | null; status: string }, now: number): Light | null {
  if (row.ship_by === null || !OPEN.has(row.status)) return null
  if (Date.parse(row.ship_by) < now) return 'overdue'
  return companyDay(new Date(row.ship_by)) === companyDay(new Date(now)) ? 'today' : 'later'
}

/** The latest moment at which the order may leave, with its light while it is here. */
export function Deadline({ row }: { row: { ship_by: string | null; status: string } }) {
  const t = texts.use()
  const [now] = useState(() => Date.now())
  const light = lightOf(row, now)
  if (row.ship_by === null) return null
  return (
    <span className="dz-row" style={{ display: 'inline-flex', gap: 6, flexWrap: 'nowrap' }}>
      <DateTime at={row.ship_by} />
      {light === 'overdue' && <Chip tone="danger">{t('dues.overdue')}</Chip>}
      {light === 'today' && <Chip tone="warning">{t('dues.today')}</Chip>}
    </span>
  )
}
