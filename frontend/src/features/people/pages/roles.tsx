import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { Button, Card, Chip, Columns, Loaded, Page } from '@/shared/ui'
import { AddIcon } from '@/shared/ui/icons'
import { PermissionChip } from '../components/permission'
import { RoleForm } from '../components/role-form'
import { type Role, rolesQuery } from '../queries'
import { texts } from '../texts'
import { PolicyCard } from './access/policy-card'
import { RoleHolders, useShowHolders } from './access/role-holders'

export function Roles() {
  const t = texts.use()
  const can = useCan()
  const roles = useQuery(rolesQuery)
  const language = useLanguage()
  const [editing, setEditing] = useState<Role | 'new' | null>(null)
  const [shown, setShown] = useState<Role | null>(null)
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
          <div className="dz-stack">
            <Columns min={340}>
              {list.map((role) => (
                <RoleCard key={role.id} role={role} onShow={() => setShown(role)} onEdit={mayManage && !role.permissions.includes('*') ? () => setEditing(role) : undefined} />
              ))}
            </Columns>
            <PolicyCard roles={list} />
          </div>
        )}
      </Loaded>
      {shown && <RoleHolders id={shown.id} name={language === 'zh-CN' ? shown.name_zh : shown.name_en} onClose={() => setShown(null)} />}
      {editing && <RoleForm role={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
    </Page>
  )
}

function RoleCard({ role, onShow, onEdit }: { role: Role; onShow: () => void; onEdit: (() => void) | undefined }) {
  const t = texts.use()
  const language = useLanguage()
  const showHolders = useShowHolders()
  return (
    <Card
      title={language === 'zh-CN' ? role.name_zh : role.name_en}
      extra={
        <>
          {role.code && <Chip dot={false}>{t('roles.fixed')}</Chip>}
          <Button kind="link" size="small" onClick={onShow} title={showHolders}>
            {t('roles.accounts', { count: role.account_count })}
          </Button>
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
          <PermissionChip key={permission} code={permission} />
        ))}
      </span>
    </Card>
  )
}
