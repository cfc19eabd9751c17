import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { companyDay } from '@/shared/lib/time'
import { Button, Card, Chip, ConfirmAction, EmptyState, Loaded, Page, toast } from '@/shared/ui'
import { FormModal } from '@/shared/ui/form'
import { AddIcon, ClockIcon } from '@/shared/ui/icons'
import { findEmployees, type Overtime, overtimeQuery, useFileOvertime, useTakeOvertimeBack } from './queries'
import { texts } from './texts'
import { Who } from './who'

const STATES = ['waiting', 'approved', 'refused', 'taken_back'] as const
const TONES = { waiting: 'warning', approved: 'success', refused: 'danger', taken_back: 'neutral' } as const
const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/

export function OvertimePage() {
  const t = texts.use()
  const chinese = useLanguage() === 'zh-CN'
  const can = useCan()
  const rows = useQuery(overtimeQuery)
  const file = useFileOvertime()
  const [asking, setAsking] = useState(false)
  const [ending, setEnding] = useState<Overtime | null>(null)
  const takeBack = useTakeOvertimeBack()
  const ask = (
    <Button kind="primary" icon={AddIcon} onClick={() => setAsking(true)}>
      {t('overtime.ask')}
    </Button>
  )
  return (
    <Page title={t('overtime.title')} lead={t('overtime.lead')} actions={ask}>
      <Loaded query={rows} lines={4}>
        {(found) =>
          found.length === 0 ? (
            <EmptyState icon={ClockIcon} title={t('overtime.none')}>
              {t('overtime.noneAdvice')}
            </EmptyState>
          ) : (
            <div className="dz-stack">
              {found.map((row) => (
                <One key={row.id} row={row} onEnd={() => setEnding(row)} />
              ))}
            </div>
          )
        }
      </Loaded>
      {asking && (
        <FormModal<{ employee: string | null; on: string; starts: string; ends: string; reason: string }>
          open
          title={t('overtime.ask')}
          verb={t('leave.send')}
          initial={{ employee: null, on: companyDay(), starts: '', ends: '', reason: '' }}
          fields={[
            ...(can('people.leave.keep') ? [{ kind: 'find', name: 'employee', label: t('overtime.whose'), help: t('overtime.mine'), find: findEmployees(chinese) } as const] : []),
            { kind: 'date', name: 'on', label: t('overtime.on'), required: true },
            { kind: 'text', name: 'starts', label: t('overtime.starts'), required: true, help: t('overtime.clock'), pattern: CLOCK },
            { kind: 'text', name: 'ends', label: t('overtime.ends'), required: true, pattern: CLOCK },
            { kind: 'textarea', name: 'reason', label: t('leave.reason'), required: true, maxLength: 500 },
          ]}
          onSubmit={async ({ employee, ...wish }) => {
            const made = await file.mutateAsync({ ...wish, ...(employee ? { employee_id: employee } : {}) })
            if (made.over_limit) toast.warning(t('overtime.over', { hours: made.week_hours, limit: made.limit_hours }))
            else toast.success(t('leave.sent'))
          }}
          onClose={() => setAsking(false)}
        />
      )}
      {ending && (
        <ConfirmAction
          open
          title={`${t('leave.takeBack')} ${ending.number}`}
          verb={t('leave.takeBack')}
          reason="optional"
          onConfirm={async (reason) => {
            await takeBack.mutateAsync({ id: ending.id, version: ending.version, reason })
            toast.success(t('leave.done'))
          }}
          onClose={() => setEnding(null)}
        />
      )}
    </Page>
  )
}

function One({ row, onEnd }: { row: Overtime; onEnd: () => void }) {
  const t = texts.use()
  const chinese = useLanguage() === 'zh-CN'
  const { mine } = row
  const state = STATES.find((one) => one === row.state) ?? 'waiting'
  const words = { hours: row.week_hours, limit: row.limit_hours }
  return (
    <Card title={`${row.on_date} ${row.starts}–${row.ends}`} extra={<Chip tone={TONES[state]}>{t(`states.${state}`)}</Chip>}>
      <div className="dz-stack">
        <div>
          {!mine && <Who name={row.employee_name} number={row.employee_number} unit={chinese ? row.unit_zh : row.unit_en} />}{' '}
          {row.reason} <span className="dz-soft dz-mono">{row.number}</span>
        </div>
        <div className="dz-row" style={{ flexWrap: 'wrap' }}>
          {row.over_limit ? <Chip tone="warning">{t('overtime.over', words)}</Chip> : <span className="dz-soft">{t('overtime.week', words)}</span>}
          {row.counts_from && row.counts_from !== row.starts && <Chip tone="info">{t('overtime.countsFrom', { from: row.counts_from })}</Chip>}
        </div>
        {mine && (state === 'waiting' || (state === 'approved' && row.on_date > companyDay())) && (
          <div>
            <Button size="small" onClick={onEnd}>
              {t('leave.takeBack')}
            </Button>
          </div>
        )}
      </div>
    </Card>
  )
}
