import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { session, useCan } from '@/shared/api'
import { Button, Card, Chip, ConfirmAction, EmptyState, Loaded, Page } from '@/shared/ui'
import { DataGrid, FilterBar, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { AddIcon } from '@/shared/ui/icons'
import { ChangeRequisitionForm, OpenRequisitionForm, RaiseHeadcountForm } from '../../components/hiring/requisition-forms'
import { type HeadcountRequest, headcountRequestsQuery, type Requisition, requisitionKeys, requisitionPage, useCloseRequisition, useWithdrawHeadcount } from '../../components/hiring/queries'
import { texts } from '../../hiring-texts'
import { useNames } from '../../components/organisation/names'
import '../../components/hiring/hiring.css'

const rowId = (row: Requisition) => row.id
const STATES = ['open', 'filled', 'closed'] as const
const TONES = { open: 'info', filled: 'success', closed: 'neutral' } as const
const REQUEST_TONES = { waiting: 'info', approved: 'success', refused: 'danger', voided: 'neutral', withdrawn: 'neutral' } as const
type Open = { kind: 'open' | 'raise' } | { kind: 'change' | 'close'; requisition: Requisition } | null

export function Requisitions() {
  const t = texts.use()
  const names = useNames()
  const search = useSearch({ from: '/shell/requisitions' })
  const navigate = useNavigate({ from: '/requisitions' })
  const may = useCan()('people.requisitions.open')
  const close = useCloseRequisition()
  const [open, setOpen] = useState<Open>(null)
  const source = useCursorList({ queryKey: requisitionKeys.list(search), page: requisitionPage(search), nouns: ['requisition', 'candidate', 'position', 'employee'] })
  const columns = useMemo(() => columnsOf(t, names, may ? setOpen : undefined), [t, names, may])
  const fields = useMemo(() => [{ kind: 'choice' as const, name: 'state', label: t('requisitions.state'), options: STATES.map((state) => ({ value: state, label: t(`requisitions.states.${state}`) })) }], [t])
  const shut = () => setOpen(null)
  return (
    <Page
      title={t('requisitions.title')}
      lead={t('requisitions.lead')}
      width="full"
      actions={
        may && (
          <>
            <Button onClick={() => setOpen({ kind: 'raise' })}>{t('requisitions.raise')}</Button>
            <Button kind="primary" icon={AddIcon} onClick={() => setOpen({ kind: 'open' })}>
              {t('requisitions.open')}
            </Button>
          </>
        )
      }
    >
      <DataGrid
        id="requisitions"
        label={t('requisitions.title')}
        columns={columns}
        source={source}
        rowId={rowId}
        onOpen={(row) => void navigate({ to: '/candidates', search: { requisition_id: row.id } })}
        toolbar={<FilterBar fields={fields} value={search} onChange={(patch) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true })} />}
        empty={<EmptyState title={t('requisitions.empty')}>{t('requisitions.emptyAdvice')}</EmptyState>}
      />
      <HeadcountRequests />
      {open?.kind === 'open' && <OpenRequisitionForm position={search.position_id} onClose={shut} />}
      {open?.kind === 'raise' && <RaiseHeadcountForm position={search.position_id} onClose={shut} />}
      {open?.kind === 'change' && <ChangeRequisitionForm requisition={open.requisition} onClose={shut} />}
      {open?.kind === 'close' && (
        <ConfirmAction open danger title={`${t('requisitions.close')}: ${open.requisition.number}`} verb={t('requisitions.close')} reason="required" onConfirm={(reason) => close.mutateAsync({ id: open.requisition.id, version: open.requisition.version, reason })} onClose={shut}>
          {t('requisitions.closeText')}
        </ConfirmAction>
      )}
    </Page>
  )
}

const plan = (row: Requisition) => `${row.planned} / ${row.staff}`

function columnsOf(t: ReturnType<typeof texts.use>, names: ReturnType<typeof useNames>, act: ((open: Open) => void) | undefined): GridColumn<Requisition>[] {
  const state = (row: Requisition) => t(`requisitions.states.${row.state as (typeof STATES)[number]}`)
  const unit = (row: Requisition) => names.of(row.unit_zh, row.unit_en) ?? ''
  const columns: GridColumn<Requisition>[] = [
    { id: 'number', header: t('requisitions.number'), width: 180, always: true, cell: (row) => <Link to="/candidates" search={{ requisition_id: row.id }}>{row.number}</Link>, copy: (row) => row.number },
    { id: 'position', header: t('position'), width: 150, grow: true, cell: (row) => names.title(row), copy: (row) => names.title(row) },
    { id: 'unit', header: t('unit'), width: 120, cell: unit, copy: unit },
    { id: 'openings', header: t('requisitions.openings'), width: 80, numeric: true, cell: (row) => row.openings, copy: (row) => String(row.openings) },
    { id: 'hired', header: t('requisitions.hired'), width: 70, numeric: true, cell: (row) => row.hired, copy: (row) => String(row.hired) },
    { id: 'plan', header: t('requisitions.plan'), width: 100, numeric: true, cell: plan, copy: plan },
    { id: 'running', header: t('requisitions.running'), width: 80, numeric: true, cell: (row) => row.in_the_running, copy: (row) => String(row.in_the_running) },
    { id: 'wanted', header: t('requisitions.wantedBy'), width: 100, cell: (row) => row.wanted_by, copy: (row) => row.wanted_by },
    { id: 'state', header: t('requisitions.state'), width: 90, cell: (row) => <Chip tone={TONES[row.state as keyof typeof TONES]}>{state(row)}</Chip>, copy: state },
  ]
  if (act) {
    columns.push({
      id: 'actions',
      header: t('actions'),
      width: 190,
      pinned: 'end',
      always: true,
      cell: (row) =>
        row.state === 'open' && (
          <span className="dz-row" style={{ flexWrap: 'nowrap' }}>
            <Button size="small" aria-label={`${t('requisitions.change')}: ${row.number}`} onClick={() => act({ kind: 'change', requisition: row })}>
              {t('requisitions.change')}
            </Button>
            <Button size="small" aria-label={`${t('requisitions.close')}: ${row.number}`} onClick={() => act({ kind: 'close', requisition: row })}>
              {t('requisitions.close')}
            </Button>
          </span>
        ),
    })
  }
  return columns
}

function HeadcountRequests() {
  const t = texts.use()
  const names = useNames()
  const query = useQuery(headcountRequestsQuery)
  const withdraw = useWithdrawHeadcount()
  const [gone, setGone] = useState<HeadcountRequest | null>(null)
  return (
    <Card title={t('requisitions.requests')}>
      <Loaded query={query}>
        {(list) => (
          <ul className="hire-list">
            {list.map((one) => (
              <li key={one.id}>
                <span className="dz-row">
                  <Chip tone={REQUEST_TONES[one.state as keyof typeof REQUEST_TONES]}>{t(`requisitions.requestStates.${one.state as 'waiting'}`)}</Chip>
                  <span className="dz-grow">
                    {names.title(one)} · {t('requisitions.requestLine', { before: one.before, asked: one.asked, day: one.valid_from })}
                  </span>
                  {one.state === 'waiting' && one.requested_by_name === session.account?.name && (
                    <Button size="small" onClick={() => setGone(one)}>
                      {t('requisitions.withdraw')}
                    </Button>
                  )}
                </span>
                <span className="dz-soft">
                  {t('requisitions.requestedBy')} {one.requested_by_name} · {one.reason} {one.comment && `· ${one.comment}`}
                </span>
              </li>
            ))}
            {list.length === 0 && <li className="dz-soft">{t('requisitions.requestsEmpty')}</li>}
          </ul>
        )}
      </Loaded>
      {gone && <ConfirmAction open title={t('requisitions.withdrawTitle')} verb={t('requisitions.withdraw')} reason="required" onConfirm={(reason) => withdraw.mutateAsync({ id: gone.id, reason })} onClose={() => setGone(null)} />}
    </Card>
  )
}
