import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { useAccount, useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { Button, Chip, ConfirmAction, EmptyState, Page, toast } from '@/shared/ui'
import { FormModal, type FormField } from '@/shared/ui/form'
import { DataGrid, FilterBar, type FilterField, type FilterValues, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { AddIcon, RolesIcon } from '@/shared/ui/icons'
import { findAccounts, grantableRolesQuery, grantKeys, grantPage, type RoleGrant, useCloseGrant, useRequestGrant } from './queries'
import { GRANT_STATES } from './states'
import { texts } from './texts'

const rowId = (grant: RoleGrant) => grant.id
const TONES = { requested: 'warning', approved: 'success', refused: 'danger', withdrawn: 'neutral', revoked: 'neutral', ended: 'neutral' } as const

function useColumns(onClose: (grant: RoleGrant) => void): readonly GridColumn<RoleGrant>[] {
  const t = texts.use()
  const can = useCan()
  const me = useAccount()
  const chinese = useLanguage() === 'zh-CN'
  const mayRevoke = can('people.role_grants.manage')
  return useMemo<GridColumn<RoleGrant>[]>(() => {
    const role = (row: RoleGrant) => (chinese ? row.role_zh : row.role_en)
    const state = (row: RoleGrant) => GRANT_STATES.find((one) => one === row.state)
    const verb = (row: RoleGrant) => (row.state === 'requested' && row.requested_by === me.id ? ('withdraw' as const) : row.state === 'approved' && mayRevoke ? ('revoke' as const) : null)
    return [
      { id: 'name', header: t('grants.forWhom'), width: 110, always: true, cell: (row) => <strong>{row.account_name}</strong>, copy: (row) => row.account_name },
      { id: 'role', header: t('grants.role'), width: 140, cell: role, copy: role },
      {
        id: 'state',
        header: t('grants.state'),
        width: 100,
        cell: (row) => {
          const known = state(row)
          return known ? <Chip tone={TONES[known]}>{t(`grants.states.${known}`)}</Chip> : row.state
        },
        copy: (row) => row.state,
      },
      { id: 'from', header: t('grants.from'), width: 110, cell: (row) => row.begins_on, copy: (row) => row.begins_on },
      { id: 'until', header: t('grants.until'), width: 110, cell: (row) => row.ends_on, copy: (row) => row.ends_on },
      { id: 'reason', header: t('grants.reason'), width: 160, grow: true, cell: (row) => <span title={row.reason}>{row.reason}</span>, copy: (row) => row.reason },
      { id: 'by', header: t('grants.by'), width: 100, cell: (row) => row.requested_by_name, copy: (row) => row.requested_by_name },
      { id: 'decided', header: t('grants.decidedBy'), width: 120, cell: (row) => row.decided_by.join(', ') || '–', copy: (row) => row.decided_by.join(', ') },
      { id: 'closed', header: t('grants.closed'), width: 160, hidden: true, cell: (row) => row.close_reason ?? '–', copy: (row) => row.close_reason ?? '' },
      {
        id: 'actions',
        header: t('grants.actions'),
        width: 100,
        pinned: 'end',
        always: true,
        cell: (row) => {
          const can = verb(row)
          return (
            can && (
              <Button size="small" onClick={() => onClose(row)} aria-label={`${t(`grants.${can}`)}: ${row.account_name} ${role(row)}`}>
                {t(`grants.${can}`)}
              </Button>
            )
          )
        },
      },
    ]
  }, [t, chinese, me.id, mayRevoke, onClose])
}

export function RoleGrants() {
  const t = texts.use()
  const search = useSearch({ from: '/shell/role-grants' })
  const navigate = useNavigate({ from: '/role-grants' })
  const [asking, setAsking] = useState(false)
  const [closing, setClosing] = useState<RoleGrant | null>(null)
  const source = useCursorList({ queryKey: grantKeys.list(search), page: grantPage(search) })
  const columns = useColumns(setClosing)
  const filter = useCallback((patch: FilterValues) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true }), [navigate])
  const fields = useMemo<FilterField[]>(() => [{ kind: 'choice', name: 'state', label: t('grants.state'), options: GRANT_STATES.map((one) => ({ value: one, label: t(`grants.states.${one}`) })) }], [t])
  const ask = (
    <Button kind="primary" icon={AddIcon} onClick={() => setAsking(true)}>
      {t('grants.request')}
    </Button>
  )
  return (
    <Page title={t('grants.title')} lead={t('grants.lead')} width="full" actions={ask}>
      <DataGrid
        id="role-grants"
        label={t('grants.title')}
        columns={columns}
        source={source}
        rowId={rowId}
        toolbar={<FilterBar fields={fields} value={search} onChange={filter} />}
        empty={
          <EmptyState icon={RolesIcon} title={t('grants.empty')}>
            {t('grants.emptyAdvice')}
          </EmptyState>
        }
      />
      {asking && <Ask onClose={() => setAsking(false)} />}
      {closing && <End grant={closing} onClose={() => setClosing(null)} />}
    </Page>
  )
}

interface Wish {
  account_id: string | null
  role_id: string
  reason: string
  begins_on: string | null
  ends_on: string
}

function Ask({ onClose }: { onClose: () => void }) {
  const t = texts.use()
  const can = useCan()
  const chinese = useLanguage() === 'zh-CN'
  const roles = useQuery(grantableRolesQuery).data ?? []
  const request = useRequestGrant()
  const others: FormField<Wish>[] = can(['people.role_grants.manage']) && can('people.accounts.read') ? [{ kind: 'find', name: 'account_id', label: t('grants.forWhom'), help: t('grants.forWhomHelp'), find: findAccounts }] : []
  return (
    <FormModal<Wish>
      open
      title={t('grants.request')}
      verb={t('grants.requestVerb')}
      fields={[
        ...others,
        { kind: 'select', name: 'role_id', label: t('grants.role'), required: true, options: roles.map((role) => ({ value: role.id, label: chinese ? role.name_zh : role.name_en })) },
        { kind: 'textarea', name: 'reason', label: t('grants.reason'), required: true, maxLength: 500 },
        { kind: 'date', name: 'begins_on', label: t('grants.begins'), help: t('grants.beginsHelp') },
        { kind: 'date', name: 'ends_on', label: t('grants.ends'), required: true },
      ]}
      onSubmit={async ({ account_id, begins_on, ...rest }) => {
        await request.mutateAsync({ ...rest, ...(account_id ? { account_id } : {}), ...(begins_on ? { begins_on } : {}) })
        toast.success(t('grants.sent'))
      }}
      onClose={onClose}
    />
  )
}

function End({ grant, onClose }: { grant: RoleGrant; onClose: () => void }) {
  const t = texts.use()
  const chinese = useLanguage() === 'zh-CN'
  const how = grant.state === 'requested' ? 'withdraw' : 'revoke'
  const close = useCloseGrant(how)
  const names = { name: grant.account_name, role: chinese ? grant.role_zh : grant.role_en }
  return (
    <ConfirmAction
      open
      title={t(how === 'withdraw' ? 'grants.withdrawTitle' : 'grants.revokeTitle', names)}
      verb={t(`grants.${how}`)}
      danger={how === 'revoke'}
      reason="required"
      onConfirm={async (reason) => {
        await close.mutateAsync({ id: grant.id, reason })
        toast.success(t('grants.done'))
      }}
      onClose={onClose}
    >
      {how === 'revoke' && t('grants.revokeText')}
    </ConfirmAction>
  )
}
