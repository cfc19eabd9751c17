import { useMemo, useState } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { permissionName } from '@/shared/lib/permission-names'
import { Ago, Button, Chip, DateTime, EmptyState, Page } from '@/shared/ui'
import { DataGrid, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { AddIcon, KeyIcon } from '@/shared/ui/icons'
import { ClientForm } from '../components/client-form'
import { ClientMenu } from '../components/client-menu'
import { ClientSecret, type TellOnce } from '../components/client-secret'
import { type ApiClient, clientKeys, clientPage } from '../queries'
import { texts } from '../texts'

const rowId = (client: ApiClient) => client.id

function useColumns(mayManage: boolean, onEdit: (client: ApiClient) => void, onSecret: (secret: TellOnce) => void): readonly GridColumn<ApiClient>[] {
  const t = texts.use()
  const language = useLanguage()
  return useMemo(() => {
    const state = (client: ApiClient) => t(client.disabled ? 'clients.disabled' : 'clients.active')
    const columns: GridColumn<ApiClient>[] = [
      { id: 'name', header: t('clients.name'), width: 200, always: true, cell: (row) => <strong>{row.name}</strong>, copy: (row) => row.name },
      { id: 'id', header: t('clients.id'), width: 300, cell: (row) => <code>{row.id}</code>, copy: (row) => row.id },
      { id: 'permissions', header: t('clients.permissions'), width: 260, grow: true, cell: (row) => <span title={row.permissions.join('\n')}>{row.permissions.map((code) => permissionName(code, language)).join(', ')}</span>, copy: (row) => row.permissions.join(' ') },
      { id: 'owner', header: t('clients.owner'), width: 130, cell: (row) => row.owner_name ?? '–', copy: (row) => row.owner_name ?? '' },
      { id: 'rate', header: t('clients.rate'), width: 170, numeric: true, hidden: true, cell: (row) => row.rate_limit_per_minute, copy: (row) => String(row.rate_limit_per_minute) },
      { id: 'state', header: t('clients.state'), width: 110, cell: (row) => <Chip tone={row.disabled ? 'neutral' : 'success'}>{state(row)}</Chip>, copy: state },
      { id: 'used', header: t('clients.lastUsed'), width: 150, cell: (row) => (row.last_used_at ? <Ago at={row.last_used_at} /> : <span className="dz-soft">{t('clients.never')}</span>), copy: (row) => row.last_used_at ?? '' },
      { id: 'created', header: t('clients.created'), width: 150, cell: (row) => <DateTime at={row.created_at} />, copy: (row) => row.created_at },
    ]
    if (mayManage) columns.push({ id: 'actions', header: t('clients.actions'), width: 80, pinned: 'end', always: true, cell: (row) => <ClientMenu client={row} onEdit={() => onEdit(row)} onSecret={onSecret} /> })
    return columns
  }, [t, language, mayManage, onEdit, onSecret])
}

export function ApiClients() {
  const t = texts.use()
  const can = useCan()
  const mayManage = can('people.api_clients.manage')
  const [editing, setEditing] = useState<ApiClient | 'new' | null>(null)
  const [secret, setSecret] = useState<TellOnce | null>(null)
  const columns = useColumns(mayManage, setEditing, setSecret)
  const source = useCursorList({ queryKey: clientKeys.list(), page: clientPage })
  return (
    <Page
      title={t('clients.title')}
      lead={t('clients.lead')}
      width="full"
      actions={
        <>
          <a className="dz-button" href="/api/docs" target="_blank" rel="noopener noreferrer">
            {t('clients.docs')}
          </a>
          {mayManage && (
            <Button kind="primary" icon={AddIcon} onClick={() => setEditing('new')}>
              {t('clients.create')}
            </Button>
          )}
        </>
      }
    >
      <DataGrid
        id="api-clients"
        label={t('clients.title')}
        columns={columns}
        source={source}
        rowId={rowId}
        onOpen={mayManage ? setEditing : undefined}
        empty={
          <EmptyState icon={KeyIcon} title={t('clients.empty')}>
            {t('clients.emptyAdvice')}
          </EmptyState>
        }
      />
      {editing && <ClientForm client={editing === 'new' ? null : editing} onSecret={setSecret} onClose={() => setEditing(null)} />}
      {secret && <ClientSecret secret={secret} onClose={() => setSecret(null)} />}
    </Page>
  )
}
