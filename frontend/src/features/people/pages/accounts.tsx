import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { Ago, Button, Chip, DateTime, EmptyState, Page } from '@/shared/ui'
import { DataGrid, FilterBar, type FilterField, type FilterValues, type GridColumn, SavedViews, useCursorList } from '@/shared/ui/grid'
import { AddIcon, UsersIcon } from '@/shared/ui/icons'
import { ShownOnce } from '@/shared/ui/shown-once'
import { AccountForm, type GivenPassword } from '../components/account-form'
import { AccountMenu } from '../components/account-menu'
import { type Account, type AccountSearch, accountKeys, accountPage, type Role, rolesQuery } from '../queries'
import { texts } from '../texts'

const rowId = (account: Account) => account.id

function useColumns(roles: readonly Role[], onEdit: (account: Account) => void, onPassword: (given: GivenPassword) => void, mayManage: boolean): readonly GridColumn<Account>[] {
  const t = texts.use()
  const language = useLanguage()
  return useMemo(() => {
    const roleName = (id: string) => {
      const role = roles.find((one) => one.id === id)
      return role ? (language === 'zh-CN' ? role.name_zh : role.name_en) : id
    }
    const shops = (account: Account) => (account.shop_ids === null ? t('accounts.allShops') : t('accounts.shopsOf', { count: account.shop_ids.length }))
    const columns: GridColumn<Account>[] = [
      { id: 'name', header: t('accounts.name'), width: 160, always: true, cell: (row) => <strong>{row.name}</strong>, copy: (row) => row.name },
      { id: 'login', header: t('accounts.login'), width: 180, cell: (row) => row.login, copy: (row) => row.login },
      { id: 'roles', header: t('accounts.roles'), width: 240, grow: true, cell: (row) => row.role_ids.map(roleName).join(language === 'zh-CN' ? '、' : ', ') || '–', copy: (row) => row.role_ids.map(roleName).join(', ') },
      { id: 'shops', header: t('accounts.shops'), width: 130, cell: shops, copy: shops },
      { id: 'state', header: t('accounts.state'), width: 110, cell: (row) => <Chip tone={row.disabled ? 'neutral' : 'success'}>{t(row.disabled ? 'accounts.disabled' : 'accounts.active')}</Chip>, copy: (row) => t(row.disabled ? 'accounts.disabled' : 'accounts.active') },
      { id: 'last', header: t('accounts.lastLogin'), width: 150, cell: (row) => (row.last_login_at ? <Ago at={row.last_login_at} /> : <span className="dz-soft">{t('accounts.never')}</span>), copy: (row) => row.last_login_at ?? '' },
      { id: 'created', header: t('accounts.created'), width: 150, hidden: true, cell: (row) => <DateTime at={row.created_at} />, copy: (row) => row.created_at },
    ]
    if (mayManage) columns.push({ id: 'actions', header: t('accounts.actions'), width: 80, pinned: 'end', always: true, cell: (row) => <AccountMenu account={row} onEdit={() => onEdit(row)} onPassword={(password) => onPassword({ title: t('accounts.newPassword', { name: row.name }), password })} /> })
    return columns
  }, [t, language, roles, onEdit, onPassword, mayManage])
}

export function Accounts() {
  const t = texts.use()
  const can = useCan()
  const language = useLanguage()
  const search = useSearch({ from: '/shell/accounts' })
  const navigate = useNavigate({ from: '/accounts' })
  const mayManage = can('people.accounts.manage')
  const roles = useQuery({ ...rolesQuery, enabled: can('people.roles.read') }).data ?? NO_ROLES
  const [editing, setEditing] = useState<Account | 'new' | null>(null)
  const [given, setGiven] = useState<GivenPassword | null>(null)
  const columns = useColumns(roles, setEditing, setGiven, mayManage)
  const source = useCursorList({ queryKey: accountKeys.list(search), page: accountPage(search) })
  const filter = useCallback((patch: FilterValues) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true }), [navigate])
  const fields = useMemo<FilterField[]>(
    () => [
      { kind: 'search', name: 'q', label: t('accounts.search') },
      { kind: 'choice', name: 'role_id', label: t('accounts.role'), options: roles.map((role) => ({ value: role.id, label: language === 'zh-CN' ? role.name_zh : role.name_en })) },
      { kind: 'flag', name: 'disabled', label: t('accounts.onlyDisabled') },
    ],
    [t, language, roles],
  )
  return (
    <Page
      title={t('accounts.title')}
      lead={t('accounts.lead')}
      width="full"
      actions={
        mayManage && (
          <Button kind="primary" icon={AddIcon} onClick={() => setEditing('new')}>
            {t('accounts.create')}
          </Button>
        )
      }
    >
      <DataGrid
        id="accounts"
        label={t('accounts.title')}
        columns={columns}
        source={source}
        rowId={rowId}
        onOpen={mayManage ? setEditing : undefined}
        toolbar={<FilterBar fields={fields} value={search} onChange={filter} />}
        actions={<SavedViews id="accounts" search={search} onPick={(view) => void navigate({ search: view as AccountSearch })} />}
        empty={<EmptyState icon={UsersIcon} title={t('accounts.empty')} />}
      />
      {editing && <AccountForm account={editing === 'new' ? null : editing} roles={roles} onPassword={setGiven} onClose={() => setEditing(null)} />}
      {given && <ShownOnce title={given.title} lead={t('accounts.newPasswordText')} label={t('account.password')} secret={given.password} onClose={() => setGiven(null)} />}
    </Page>
  )
}

const NO_ROLES: readonly Role[] = []
