import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { Button, Chip, EmptyState, Page, Tabs } from '@/shared/ui'
import { DataGrid, FilterBar, type FilterField, type FilterValues, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { EmployeesIcon, FileIcon } from '@/shared/ui/icons'
import { ImportDialog } from '@/shared/ui/import-dialog'
import { unitsQuery } from '../../queries'
import { AccountDialog } from './account'
import { texts } from './accounts-texts'
import { tableOf } from './accounts-values'
import { Booking } from './booking'
import { LeaveKinds } from './leave-kinds'
import { accountsPage, balanceKeys, type LeaveAccount, useImportLeave } from './queries'

/** As many people as one booking takes. */
const MOST_AT_ONCE = 500
const rowId = (row: LeaveAccount) => row.employee_id

/** What everybody has, and how it came: grants, corrections, files; and the kinds of leave themselves. */
export function LeaveAccountsPage() {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  const can = useCan()
  const search = useSearch({ from: '/shell/leave-accounts' })
  const navigate = useNavigate({ from: '/leave-accounts' })
  const send = useImportLeave()
  const [importing, setImporting] = useState(false)
  const keeps = can('people.leave.keep')
  const tab = search.tab ?? 'balances'
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      width="full"
      actions={
        keeps &&
        tab === 'balances' && (
          <Button icon={FileIcon} onClick={() => setImporting(true)}>
            {t('import.verb')}
          </Button>
        )
      }
    >
      <Tabs
        label={t('title')}
        value={tab}
        onChange={(id) => void navigate({ search: { tab: id }, replace: true })}
        tabs={[
          { id: 'balances', label: t('balances') },
          { id: 'kinds', label: t('kinds.title') },
        ]}
      />
      {tab === 'balances' ? <Balances keeps={keeps} /> : <LeaveKinds keeps={keeps} />}
      {importing && (
        <ImportDialog title={t('import.title')} hint={t('import.hint')} template={`/api/people/v1/attendance/leave-imports/template?lang=${zh ? 'zh-CN' : 'en-US'}`} send={(file, check) => send.mutateAsync({ file, check })} onClose={() => setImporting(false)} />
      )}
    </Page>
  )
}

function Balances({ keeps }: { keeps: boolean }) {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  const search = useSearch({ from: '/shell/leave-accounts' })
  const navigate = useNavigate({ from: '/leave-accounts' })
  const units = useQuery(unitsQuery)
  const [granting, setGranting] = useState<{ people: readonly LeaveAccount[]; done: () => void } | null>(null)
  const source = useCursorList({ queryKey: balanceKeys.list({ q: search.q, unit: search.unit }), page: accountsPage(search), nouns: ['leave', 'leave_kind', 'employee'] })
  const kinds = tableOf(source.rows)
  const codes = kinds.map((kind) => `${kind.kind} ${zh ? kind.name_zh : kind.name_en}`).join('\n')
  const columns = useMemo<GridColumn<LeaveAccount>[]>(
    () => [
      { id: 'number', header: t('number'), width: 180, always: true, cell: (row) => <span className="dz-mono">{row.number}</span>, copy: (row) => row.number },
      { id: 'name', header: t('name'), width: 150, always: true, cell: (row) => <>{row.name} {row.stage === 'left' && <Chip>{t('left')}</Chip>}</>, copy: (row) => row.name },
      ...codes
        .split('\n')
        .filter(Boolean)
        .map((line): GridColumn<LeaveAccount> => {
          const [code = '', ...name] = line.split(' ')
          const found = (row: LeaveAccount) => row.balances.find((one) => one.kind === code)
          return {
            id: `kind-${code}`,
            header: name.join(' '),
            width: 180,
            numeric: true,
            cell: (row) => {
              const one = found(row)
              return one ? `${one.available} ${t(`units.${one.unit === 'hour' ? 'hour' : 'half_day'}`)}${one.held === '0' ? '' : ` (${t('held', { amount: one.held })})`}` : '–'
            },
            copy: (row) => found(row)?.available ?? '',
          }
        }),
      { id: 'unit', header: t('unit'), width: 160, grow: true, cell: (row) => (zh ? row.unit_zh : row.unit_en) ?? '–', copy: (row) => (zh ? row.unit_zh : row.unit_en) ?? '' },
    ],
    [t, zh, codes],
  )
  const filter = useCallback((patch: FilterValues) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true }), [navigate])
  const fields = useMemo<FilterField[]>(
    () => [
      { kind: 'search', name: 'q', label: t('search') },
      { kind: 'choice', name: 'unit', label: t('unit'), options: (units.data ?? []).map((unit) => ({ value: unit.id, label: zh ? unit.name_zh : unit.name_en })) },
    ],
    [t, zh, units.data],
  )
  const open = (employee: string | undefined) => void navigate({ search: (old) => ({ ...old, employee, kind: undefined }), replace: true })
  return (
    <>
      <DataGrid
        id="leave-accounts"
        label={t('balances')}
        columns={columns}
        source={source}
        rowId={rowId}
        onOpen={(row) => open(row.employee_id)}
        toolbar={<FilterBar fields={fields} value={{ q: search.q, unit: search.unit }} onChange={filter} />}
        {...(keeps
          ? {
              bulk: (people: readonly LeaveAccount[], clear: () => void) => (
                <Button size="small" kind="primary" onClick={() => setGranting({ people, done: clear })}>
                  {t('grantTo', { count: people.length })}
                </Button>
              ),
              bulkMost: MOST_AT_ONCE,
            }
          : {})}
        empty={
          <EmptyState icon={EmployeesIcon} title={t('empty')}>
            {t('emptyAdvice')}
          </EmptyState>
        }
      />
      {search.employee && <AccountDialog employee={search.employee} kind={search.kind} known={source.rows.find((row) => row.employee_id === search.employee)} keeps={keeps} onKind={(kind) => void navigate({ search: (old) => ({ ...old, kind }), replace: true })} onClose={() => open(undefined)} />}
      {granting && <Booking entry="grant" people={granting.people} onDone={granting.done} onClose={() => setGranting(null)} />}
    </>
  )
}
