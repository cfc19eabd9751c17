import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { Button, Card, Chip, Columns, Loaded, Page } from '@/shared/ui'
import { AddIcon } from '@/shared/ui/icons'
import { RoleForm } from '../components/role-form'
import { type Role, rolesQuery } from '../queries'
import { texts } from '../texts'

export function Roles() {
  const t = texts.use()
  const can = useCan()
  const roles = useQuery(rolesQuery)
  const [editing, setEditing] = useState<Role | 'new' | null>(null)
  const mayManage = can('people.roles.manage')
  return (
    <Page
      title={t('roles.title')}
      lead={t('roles.lead')}
      actions={
        mayManage && (
          <Button kind="primary" icon={AddIcon} onClick={() => setEditing('new')}>
            {t('roles.create')}
          </Button>
        )
      }
    >
      <Loaded query={roles}>
        {(list) => (
          <Columns min={340}>
            {list.map((role) => (
              <RoleCard key={role.id} role={role} onEdit={mayManage && !role.permissions.includes('*') ? () => setEditing(role) : undefined} />
            ))}
          </Columns>
        )}
      </Loaded>
      {editing && <RoleForm role={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
    </Page>
  )
}

function RoleCard({ role, onEdit }: { role: Role; onEdit: (() => void) | undefined }) {
  const t = texts.use()
  const language = useLanguage()
  return (
    <Card
      title={language === 'zh-CN' ? role.name_zh : role.name_en}
      extra={
        <>
          {role.code && <Chip dot={false}>{t('roles.fixed')}</Chip>}
          <span className="dz-soft">{t('roles.accounts', { count: role.account_count })}</span>
          {onEdit && (
            <Button size="small" onClick={onEdit} aria-label={`${t('roles.edit')}: ${language === 'zh-CN' ? role.name_zh : role.name_en}`}>
              {t('roles.edit')}
            </Button>
          )}
        </>
      }
    >
      <span className="dz-row" style={{ gap: 4 }}>
        {role.permissions.map((permission) => (
          <Chip key={permission} dot={false} tone={permission === '*' ? 'special' : 'neutral'}>
            {permission === '*' ? t('roles.everything') : permission}
          </Chip>
        ))}
      </span>
    </Card>
  )
}
