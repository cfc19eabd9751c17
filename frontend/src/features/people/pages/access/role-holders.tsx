import { useQuery } from '@tanstack/react-query'
import { Banner, Dialog, EmptyState, Loaded } from '@/shared/ui'
import { UsersIcon } from '@/shared/ui/icons'
import { roleHoldersQuery } from './queries'
import { texts } from './texts'
import { Why } from './why'

export function RoleHolders({ id, name, onClose }: { id: string; name: string; onClose: () => void }) {
  const t = texts.use()
  const holders = useQuery(roleHoldersQuery(id))
  return (
    <Dialog open title={t('holders.title', { role: name })} width={720} onClose={onClose}>
      <Loaded query={holders}>
        {(page) =>
          page.data.length === 0 ? (
            <EmptyState icon={UsersIcon} title={t('holders.empty')} />
          ) : (
            <div className="dz-stack">
              {page.data.map((holder) => (
                <div key={holder.account_id}>
                  <strong>{holder.name}</strong> <span className="dz-soft">{holder.login}</span>
                  <Why sources={holder.sources} />
                </div>
              ))}
              {page.has_more && <Banner tone="info">{t('holders.more')}</Banner>}
            </div>
          )
        }
      </Loaded>
    </Dialog>
  )
}

export function useShowHolders(): string {
  return texts.use()('holders.show')
}
