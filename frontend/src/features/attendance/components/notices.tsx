import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { Button, Card, Chip, DateTime, Loaded, toast } from '@/shared/ui'
import { FormModal } from '@/shared/ui/form'
import { AddIcon } from '@/shared/ui/icons'
import { type Notice, noticesQuery, unitsQuery, usePublishNotice, useWithdrawNotice } from '../queries'
import { texts } from '../texts'
import { readSessions, writeSessions } from './sessions'

interface Values {
  title: string
  reason: string
  first: string
  last: string
  units: string[]
  sessions: string | null
}

/** Notices of changed hours: for some units, between two days. */
export function Notices() {
  const t = texts.use()
  const can = useCan()
  const zh = useLanguage() === 'zh-CN'
  const query = useQuery(noticesQuery)
  const units = useQuery(unitsQuery)
  const publish = usePublishNotice()
  const [writing, setWriting] = useState(false)
  const names = new Map((units.data ?? []).map((unit) => [unit.id, zh ? unit.name_zh : unit.name_en]))
  return (
    <Card
      title={t('notices.title')}
      extra={
        can('people.attendance.keep') && (
          <Button size="small" icon={AddIcon} onClick={() => setWriting(true)}>
            {t('notices.new')}
          </Button>
        )
      }
    >
      <Loaded query={query}>
        {(notices) => (
          <>
            {notices.length === 0 && <p className="dz-soft">{t('notices.empty')}</p>}
            {notices.map((notice) => (
              <Line key={notice.id} notice={notice} units={notice.unit_ids.map((id) => names.get(id) ?? '').join(zh ? '、' : ', ')} />
            ))}
          </>
        )}
      </Loaded>
      {writing && (
        <FormModal<Values>
          open
          title={t('notices.new')}
          verb={t('notices.publish')}
          fields={[
            { kind: 'text', name: 'title', label: t('notices.name'), required: true, maxLength: 100 },
            { kind: 'text', name: 'reason', label: t('reason'), required: true, maxLength: 500 },
            { kind: 'date', name: 'first', label: t('notices.first'), required: true },
            { kind: 'date', name: 'last', label: t('notices.last'), required: true, check: (value, values) => (typeof value === 'string' && values.first && value < values.first ? t('notices.order') : undefined) },
            { kind: 'multi', name: 'units', label: t('notices.units'), required: true, options: [...names].map(([value, label]) => ({ value, label })) },
            { kind: 'textarea', name: 'sessions', label: t('notices.sessions'), help: t('notices.sessionsHelp'), rows: 3, check: (value) => (readSessions(typeof value === 'string' ? value : '') ? undefined : t('notices.sessionsWrong')) },
          ]}
          initial={{ sessions: '08:30-12:00\n14:00-18:00' }}
          onSubmit={async (values) => {
            await publish.mutateAsync({ title: values.title, reason: values.reason, first_day: values.first, last_day: values.last, unit_ids: values.units, sessions: readSessions(values.sessions ?? '') ?? [] })
            toast.success(t('notices.done'))
          }}
          onClose={() => setWriting(false)}
        />
      )}
    </Card>
  )
}

function Line({ notice, units }: { notice: Notice; units: string }) {
  const t = texts.use()
  const can = useCan()
  const withdraw = useWithdrawNotice()
  const [ending, setEnding] = useState(false)
  return (
    <div className="dz-row" style={{ flexWrap: 'wrap', padding: '6px 0' }}>
      <strong>{notice.title}</strong>
      <span className="dz-mono">
        {notice.first_day} – {notice.last_day}
      </span>
      <span>{notice.sessions.length === 0 ? t('notices.off') : writeSessions(notice.sessions).replace('\n', ', ')}</span>
      <span className="dz-grow dz-soft">
        {units} · {notice.reason} · {notice.published_by} <DateTime at={notice.published_at} />
      </span>
      {notice.state === 'withdrawn' ? (
        <Chip>{t('notices.withdrawn')}</Chip>
      ) : (
        can('people.attendance.keep') && (
          <Button size="small" onClick={() => setEnding(true)}>
            {t('notices.withdraw')}
          </Button>
        )
      )}
      {ending && (
        <FormModal<{ reason: string }>
          open
          title={t('notices.withdraw')}
          verb={t('notices.withdraw')}
          fields={[{ kind: 'text', name: 'reason', label: t('reason'), required: true, maxLength: 500 }]}
          onSubmit={({ reason }) => withdraw.mutateAsync({ id: notice.id, version: notice.version, reason })}
          onClose={() => setEnding(false)}
        />
      )}
    </div>
  )
}
