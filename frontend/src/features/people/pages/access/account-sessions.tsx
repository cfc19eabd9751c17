import { useQuery } from '@tanstack/react-query'
import { Ago, Button, Dialog, EmptyState, Loaded, toast } from '@/shared/ui'
import { DeviceIcon } from '@/shared/ui/icons'
import { readUserAgent } from '../../components/user-agent'
import { accountSessionsQuery, useEndAccountSession } from './queries'
import { texts } from './texts'

function device(agent: string): string {
  const { browser, system } = readUserAgent(agent)
  return [browser, system].filter(Boolean).join(' · ') || agent.slice(0, 40) || '–'
}

/** Where somebody else is signed in, each to be ended from here (ORG-8). */
export function AccountSessions({ account, onClose }: { account: { id: string; name: string }; onClose: () => void }) {
  const t = texts.use()
  const sessions = useQuery(accountSessionsQuery(account.id))
  const end = useEndAccountSession()
  return (
    <Dialog open title={t('admin.sessionsTitle', { name: account.name })} width={680} onClose={onClose}>
      <Loaded query={sessions}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState icon={DeviceIcon} title={t('admin.none')} />
          ) : (
            <div className="dz-table-wrap">
              <table className="dz-table">
                <thead>
                  <tr>
                    <th scope="col">{t('admin.device')}</th>
                    <th scope="col">{t('admin.address')}</th>
                    <th scope="col">{t('admin.seen')}</th>
                    <th scope="col">
                      <span className="dz-hidden">{t('admin.end')}</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {list.map((one) => (
                    <tr key={one.id}>
                      <td>{device(one.user_agent)}</td>
                      <td>{one.ip}</td>
                      <td>
                        <Ago at={one.last_seen_at} />
                      </td>
                      <td className="dz-num">
                        <Button
                          size="small"
                          busy={end.isPending && end.variables?.session === one.id}
                          aria-label={`${t('admin.end')}: ${device(one.user_agent)}`}
                          onClick={() => end.mutate({ account: account.id, session: one.id }, { onSuccess: () => toast.success(t('admin.done')), onError: (error) => toast.error(error) })}
                        >
                          {t('admin.end')}
                        </Button>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Loaded>
    </Dialog>
  )
}
