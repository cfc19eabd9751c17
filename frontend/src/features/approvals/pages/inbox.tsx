import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useCan } from '@/shared/api'
import { Page, Tabs } from '@/shared/ui'
import { shownCount } from '../components/badge'
import { Desk } from '../components/desk'
import { Filters } from '../components/filters'
import { countsQuery } from '../queries'
import { texts } from '../texts'

export function Inbox() {
  const t = texts.use()
  const can = useCan()
  const search = useSearch({ from: '/shell/approvals' })
  const navigate = useNavigate({ from: '/approvals' })
  const waiting = useQuery(countsQuery).data?.to_decide ?? 0
  const view = search.view ?? 'mine'
  const mine = waiting > 0 ? `${t('inbox.mine')} (${shownCount(waiting)})` : t('inbox.mine')
  const tabs = [{ id: 'mine' as const, label: mine }, { id: 'decided' as const, label: t('inbox.decided') }, ...(can('people.approvals.read') ? [{ id: 'all' as const, label: t('inbox.all') }] : [])]
  return (
    <Page title={t('inbox.title')} lead={t('inbox.lead')} width="full" actions={<Link to="/approval-delegations">{t('inbox.delegated')}</Link>}>
      <Tabs label={t('inbox.title')} value={view} tabs={tabs} onChange={(id) => void navigate({ search: { view: id === 'mine' ? undefined : id } })} />
      <Filters search={{ kind: search.kind, state: search.state }} withState={view !== 'mine'} onChange={(patch) => void navigate({ search: (old) => ({ ...old, ...patch, id: undefined }), replace: true })} />
      <Desk
        key={view}
        view={view}
        search={{ kind: search.kind, state: view === 'mine' ? undefined : search.state }}
        open={search.id}
        onOpen={(id, replace) => void navigate({ search: (old) => ({ ...old, id }), replace })}
        onPage={(approvalId) => void navigate({ to: '/approvals/$approvalId', params: { approvalId } })}
      />
    </Page>
  )
}
