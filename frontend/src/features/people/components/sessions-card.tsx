import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { session as here } from '@/shared/api'
import { Ago, Button, Card, Chip, ConfirmAction, DateTime, Loaded, toast } from '@/shared/ui'
import { type Session, sessionsQuery, useEndAllSessions, useEndSession } from '../queries'
import { texts } from '../texts'
import { readUserAgent } from './user-agent'

function useDeviceName(): (session: Session) => string {
  const t = texts.use()
  return (session) => {
    const { browser, system } = readUserAgent(session.user_agent)
    if (!browser && !system) return session.user_agent?.slice(0, 40) || t('account.unknownDevice')
    return t('account.on', { browser: browser ?? t('account.unknownBrowser'), system: system ?? t('account.unknownDevice') })
  }
}

export function SessionsCard() {
  const t = texts.use()
  const sessions = useQuery(sessionsQuery)
  const endOne = useEndSession()
  const endAll = useEndAllSessions()
  const device = useDeviceName()
  const [ending, setEnding] = useState<Session | 'all' | null>(null)
  const one = ending === 'all' ? null : ending
  return (
    <Card
      flush
      title={t('account.sessions')}
      extra={
        <Button kind="danger" onClick={() => setEnding('all')}>
          {t('account.endAll')}
        </Button>
      }
    >
      <p className="dz-soft" style={{ padding: '12px 16px 0' }}>
        {t('account.sessionsLead')}
      </p>
      <div style={{ paddingTop: 8 }}>
        <Loaded query={sessions}>{(list) => <SessionTable sessions={list} device={device} onEnd={setEnding} />}</Loaded>
      </div>
      <ConfirmAction
        open={one !== null}
        title={t('account.endTitle')}
        verb={t('account.end')}
        danger
        onConfirm={async () => {
          if (one) await endOne.mutateAsync(one.id)
          toast.success(t('account.ended'))
        }}
        onClose={() => setEnding(null)}
      >
        {one && t('account.endText', { device: device(one) })}
      </ConfirmAction>
      <ConfirmAction
        open={ending === 'all'}
        title={t('account.endAllTitle')}
        verb={t('account.endAll')}
        danger
        onConfirm={async () => {
          await endAll.mutateAsync(undefined)
          await here.signOut()
        }}
        onClose={() => setEnding(null)}
      >
        {t('account.endAllText')}
      </ConfirmAction>
    </Card>
  )
}

function SessionTable({ sessions, device, onEnd }: { sessions: readonly Session[]; device: (session: Session) => string; onEnd: (session: Session) => void }) {
  const t = texts.use()
  return (
    <div className="dz-table-wrap">
      <table className="dz-table">
        <thead>
          <tr>
            <th scope="col">{t('account.device')}</th>
            <th scope="col">{t('account.address')}</th>
            <th scope="col">{t('account.since')}</th>
            <th scope="col">{t('account.seen')}</th>
            <th scope="col">
              <span className="dz-hidden">{t('account.end')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sessions.map((session) => (
            <tr key={session.id}>
              <td>
                <span className="dz-row">
                  {device(session)}
                  {session.current && <Chip tone="success">{t('account.thisDevice')}</Chip>}
                </span>
              </td>
              <td>{session.ip ?? '–'}</td>
              <td>
                <DateTime at={session.created_at} />
              </td>
              <td>
                <Ago at={session.last_seen_at} />
              </td>
              <td className="dz-num">
                {!session.current && (
                  <Button size="small" onClick={() => onEnd(session)} aria-label={`${t('account.end')}: ${device(session)}`}>
                    {t('account.end')}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
