import { useNavigate, useSearch } from '@tanstack/react-router'
import { Page } from '@/shared/ui'
import { Desk } from '../components/desk'
import { Filters } from '../components/filters'
import { texts } from '../texts'

export function MyRequests() {
  const t = texts.use()
  const search = useSearch({ from: '/shell/my-requests' })
  const navigate = useNavigate({ from: '/my-requests' })
  return (
    <Page title={t('inbox.asked')} width="full">
      <Filters search={{ kind: search.kind, state: search.state }} withState onChange={(patch) => void navigate({ search: patch, replace: true })} />
      <Desk
        view="asked"
        search={{ kind: search.kind, state: search.state }}
        open={search.id}
        onOpen={(id, replace) => void navigate({ search: (old) => ({ ...old, id }), replace })}
        onPage={(approvalId) => void navigate({ to: '/approvals/$approvalId', params: { approvalId } })}
      />
    </Page>
  )
}
