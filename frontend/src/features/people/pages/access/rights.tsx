import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useAccount, useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { NAMED_PERMISSIONS, permissionName } from '@/shared/lib/permission-names'
import { Banner, Button, Card, EmptyState, Facts, Loaded, Page, Tabs } from '@/shared/ui'
import { DataGrid, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { FormModal } from '@/shared/ui/form'
import { RolesIcon, SearchIcon } from '@/shared/ui/icons'
import { PermissionChip } from '../../components/permission'
import { findAccounts, type Holder, holderKeys, holderPage, type Rights, rightsQuery } from './queries'
import { byService, PERMISSION } from './sources'
import { texts } from './texts'
import './rights.css'
import { Why } from './why'

/** "What may this person do, and why", and the other way round (ORG-7). */
export function RightsPage() {
  const t = texts.use()
  const can = useCan()
  const search = useSearch({ from: '/shell/rights' })
  const navigate = useNavigate({ from: '/rights' })
  const mayAskAll = can('people.roles.read')
  const tab = mayAskAll && search.by === 'permission' ? 'permission' : 'person'
  return (
    <Page title={t('rights.title')} lead={t('rights.lead')} width="full">
      {mayAskAll && (
        <Tabs
          label={t('rights.title')}
          value={tab}
          onChange={(next) => void navigate({ search: (old) => ({ ...old, by: next === 'person' ? undefined : next }), replace: true })}
          tabs={[
            { id: 'person', label: t('rights.byPerson') },
            { id: 'permission', label: t('rights.byPermission') },
          ]}
        />
      )}
      {tab === 'person' ? <ByPerson /> : <ByPermission />}
    </Page>
  )
}

function ByPerson() {
  const t = texts.use()
  const can = useCan()
  const me = useAccount()
  const search = useSearch({ from: '/shell/rights' })
  const navigate = useNavigate({ from: '/rights' })
  const [choosing, setChoosing] = useState(false)
  const rights = useQuery(rightsQuery({ account: search.account, on: search.on }))
  const name = search.account ? (rights.data?.name ?? '…') : t('rights.me')
  return (
    <Card
      title={search.on ? `${name} · ${search.on}` : name}
      extra={
        can('people.accounts.read') && (
          <Button icon={SearchIcon} onClick={() => setChoosing(true)}>
            {t('rights.person')}
          </Button>
        )
      }
    >
      <Loaded query={rights}>{(found) => <RightsOf rights={found} />}</Loaded>
      <FormModal<{ account: string; on: string | null }>
        open={choosing}
        title={t('rights.byPerson')}
        verb={t('rights.ask')}
        initial={{ account: search.account ?? me.id, on: search.on ?? null }}
        fields={[
          {
            kind: 'find',
            name: 'account',
            label: t('rights.person'),
            required: true,
            find: findAccounts,
            known: rights.data ? { value: rights.data.account_id, label: `${rights.data.name} (${rights.data.login})` } : undefined,
          },
          { kind: 'date', name: 'on', label: t('rights.day') },
        ]}
        onSubmit={(values) => navigate({ search: (old) => ({ ...old, account: values.account, on: values.on ?? undefined }) })}
        onClose={() => setChoosing(false)}
      />
    </Card>
  )
}

function RightsOf({ rights }: { rights: Rights }) {
  const t = texts.use()
  const language = useLanguage()
  const reach = (value: string) => t(`reach.${value === 'own' || value === 'unit' ? value : 'all'}`)
  return (
    <div className="dz-stack">
      {rights.withheld && <Banner tone="warning">{t('rights.withheld')}</Banner>}
      {rights.disabled && <Banner tone="neutral">{t('rights.disabled')}</Banner>}
      <Facts items={[[t('rights.shops'), rights.shop_ids === null ? t('rights.allShops') : rights.shop_ids.join(', ') || '–']]} />
      {rights.permissions.length === 0 ? (
        <EmptyState icon={RolesIcon} title={t('rights.none')}>
          {t('rights.noneAdvice')}
        </EmptyState>
      ) : (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a long list without a button must be reachable by keyboard to be scrolled
        <div className="dz-table-wrap" tabIndex={0} role="region" aria-label={t('rights.what')}>
          <table className="dz-table rights-table">
            <thead>
              <tr>
                <th scope="col">{t('rights.what')}</th>
                <th scope="col">{t('rights.why')}</th>
                <th scope="col">{t('rights.reach')}</th>
              </tr>
            </thead>
            {byService(rights.permissions).map(([service, found]) => (
              <tbody key={service}>
                {found.map((right) => (
                  <tr key={right.permission}>
                    <td>
                      {right.permission === '*' ? <PermissionChip code="*" /> : permissionName(right.permission, language)}
                      {right.permission !== '*' && <div className="dz-mono dz-soft">{right.permission}</div>}
                    </td>
                    <td>
                      <Why sources={right.sources.flatMap((place) => rights.sources[place] ?? [])} />
                    </td>
                    <td>{right.permission === '*' || right.permission.startsWith('people.') ? reach(right.reach) : '–'}</td>
                  </tr>
                ))}
              </tbody>
            ))}
          </table>
        </div>
      )}
    </div>
  )
}

const holderId = (row: Holder) => row.account_id

function ByPermission() {
  const t = texts.use()
  const search = useSearch({ from: '/shell/rights' })
  const navigate = useNavigate({ from: '/rights' })
  const language = useLanguage()
  const [typed, setTyped] = useState(search.permission ?? '')
  const [wrong, setWrong] = useState(false)
  const asked = search.permission && PERMISSION.test(search.permission) ? search.permission : undefined
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const code = typed.trim()
    setWrong(!PERMISSION.test(code))
    if (PERMISSION.test(code)) void navigate({ search: (old) => ({ ...old, permission: code }), replace: true })
  }
  return (
    <div className="dz-stack">
      <form className="dz-row" onSubmit={submit}>
        <div className="dz-field dz-grow" style={{ maxWidth: 420 }}>
          <label htmlFor="permission">{t('rights.permission')}</label>
          <input id="permission" className="dz-input dz-mono" list="permissions" value={typed} placeholder={t('rights.permissionHelp')} aria-invalid={wrong} aria-describedby={wrong ? 'permission-wrong' : undefined} onChange={(event) => setTyped(event.target.value)} />
          <datalist id="permissions">
            {NAMED_PERMISSIONS.map((code) => (
              <option key={code} value={code} label={permissionName(code, language)} />
            ))}
          </datalist>
          {wrong && (
            <span id="permission-wrong" className="dz-field-error" role="alert">
              {t('rights.badPermission')}
            </span>
          )}
        </div>
        <Button type="submit" kind="primary" icon={SearchIcon}>
          {t('rights.ask')}
        </Button>
      </form>
      {asked && <Holders permission={asked} />}
    </div>
  )
}

function Holders({ permission }: { permission: string }) {
  const t = texts.use()
  const source = useCursorList({ queryKey: holderKeys(permission), page: holderPage(permission) })
  const columns: GridColumn<Holder>[] = [
    { id: 'holder', header: t('rights.holder'), width: 220, always: true, cell: (row) => `${row.name} (${row.login})`, copy: (row) => row.login },
    { id: 'why', header: t('rights.why'), width: 520, grow: true, cell: (row) => <Why sources={row.sources.slice(0, 1)} />, copy: (row) => row.sources.map((one) => one.kind).join(', ') },
  ]
  return <DataGrid id="permission-holders" label={t('rights.byPermission')} columns={columns} source={source} rowId={holderId} empty={<EmptyState icon={RolesIcon} title={t('rights.nobody')} />} />
}
