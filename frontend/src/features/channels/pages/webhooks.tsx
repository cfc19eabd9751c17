import { Link, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useCan } from '@/shared/api'
import { Button, Chip, Count, DateTime, EmptyState, Page } from '@/shared/ui'
import { DataGrid, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { AddIcon, WebhookIcon } from '@/shared/ui/icons'
import { EndpointForm, type Secret } from '../components/endpoint-form'
import { EndpointMenu } from '../components/endpoint-menu'
import { EndpointSecret } from '../components/endpoint-secret'
import { useShops } from '../components/shops'
import { endpointKeys, type EndpointOut, endpointPage } from '../queries'
import { texts } from '../texts'

const rowId = (row: EndpointOut) => row.id

function useColumns(mayManage: boolean, onEdit: (endpoint: EndpointOut) => void, onSecret: (secret: Secret) => void): readonly GridColumn<EndpointOut>[] {
  const t = texts.use()
  const { nameOf } = useShops()
  return useMemo(() => {
    const state = (row: EndpointOut) => t(row.active ? 'webhooks.active' : 'webhooks.disabled')
    const shops = (row: EndpointOut) => row.shop_ids?.map(nameOf).join(', ') ?? t('allShops')
    const columns: GridColumn<EndpointOut>[] = [
      { id: 'name', header: t('webhooks.name'), width: 180, always: true, cell: (row) => <Link to="/webhooks/$id" params={{ id: row.id }}>{row.name}</Link>, copy: (row) => row.name },
      { id: 'url', header: t('webhooks.url'), width: 300, grow: true, cell: (row) => <span className="dz-mono">{row.url}</span>, copy: (row) => row.url },
      {
        id: 'state',
        header: t('state'),
        width: 120,
        cell: (row) => (
          <Chip tone={row.active ? 'success' : row.disabled_reason ? 'danger' : 'neutral'} title={row.disabled_reason}>
            {state(row)}
          </Chip>
        ),
        copy: state,
      },
      { id: 'waiting', header: t('webhooks.waiting'), width: 110, numeric: true, cell: (row) => <Count value={row.waiting} />, copy: (row) => String(row.waiting) },
      { id: 'events', header: t('webhooks.events'), width: 260, cell: (row) => <span title={row.event_types.join('\n')}>{row.event_types.join(', ')}</span>, copy: (row) => row.event_types.join(' ') },
      { id: 'shops', header: t('webhooks.shops'), width: 150, cell: (row) => <span title={shops(row)}>{shops(row)}</span>, copy: shops },
      { id: 'created', header: t('created'), width: 150, cell: (row) => <DateTime at={row.created_at} />, copy: (row) => row.created_at },
    ]
    if (mayManage) columns.push({ id: 'actions', header: t('actions'), width: 80, pinned: 'end', always: true, cell: (row) => <EndpointMenu endpoint={row} onEdit={() => onEdit(row)} onSecret={onSecret} /> })
    return columns
  }, [t, nameOf, mayManage, onEdit, onSecret])
}

export function Webhooks() {
  const t = texts.use()
  const can = useCan()
  const navigate = useNavigate()
  const mayManage = can('channels.webhooks.manage')
  const [editing, setEditing] = useState<EndpointOut | 'new' | null>(null)
  const [secret, setSecret] = useState<Secret | null>(null)
  const columns = useColumns(mayManage, setEditing, setSecret)
  const source = useCursorList({ queryKey: endpointKeys.list(), page: endpointPage, nouns: ['webhook_delivery'] })
  const create = mayManage && (
    <Button kind="primary" icon={AddIcon} onClick={() => setEditing('new')}>
      {t('webhooks.create')}
    </Button>
  )
  return (
    <Page
      title={t('webhooks.title')}
      lead={t('webhooks.lead')}
      width="full"
      actions={
        <>
          <a className="dz-button" href="/api/docs" target="_blank" rel="noopener noreferrer">
            {t('webhooks.docs')}
          </a>
          {create}
        </>
      }
    >
      <DataGrid
        id="webhooks"
        label={t('webhooks.title')}
        columns={columns}
        source={source}
        rowId={rowId}
        onOpen={(row) => void navigate({ to: '/webhooks/$id', params: { id: row.id } })}
        empty={
          <EmptyState icon={WebhookIcon} title={t('webhooks.empty')} action={create}>
            {t('webhooks.emptyAdvice')}
          </EmptyState>
        }
      />
      {editing && <EndpointForm endpoint={editing === 'new' ? null : editing} onSecret={setSecret} onClose={() => setEditing(null)} />}
      {secret && <EndpointSecret secret={secret} onClose={() => setSecret(null)} />}
    </Page>
  )
}
