import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { useCan } from '@/shared/api'
import { Button, Chip, Columns, Dialog, EmptyState, Facts, Loaded, Page, toast } from '@/shared/ui'
import { FormModal } from '@/shared/ui/form'
import { DataGrid, FilterBar, type FilterField, type FilterValues, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { ReviewIcon } from '@/shared/ui/icons'
import { type JudgedDay, type NewObjectionSettlement, type Objection, objectionKeys, objectionQuery, objectionsPage, useSettle } from './queries'
import { texts } from './texts'

const STATES = ['open', 'accepted', 'refused'] as const
const TONES = { open: 'warning', accepted: 'success', refused: 'danger' } as const
const VERDICTS = ['none', 'fine', 'late', 'early', 'leave_case', 'missing', 'pending'] as const
const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/
const rowId = (row: Objection) => row.id
const asState = (state: string) => STATES.find((one) => one === state) ?? 'open'

export function ObjectionsPage() {
  const t = texts.use()
  const search = useSearch({ from: '/shell/objections' })
  const navigate = useNavigate({ from: '/objections' })
  const source = useCursorList({ queryKey: objectionKeys.list(search), page: objectionsPage(search.state) })
  const columns = useMemo<GridColumn<Objection>[]>(
    () => [
      { id: 'name', header: t('month.name'), width: 130, always: true, cell: (row) => <strong>{row.employee_name}</strong>, copy: (row) => row.employee_name },
      { id: 'on', header: t('objection.on'), width: 120, cell: (row) => row.on_date, copy: (row) => row.on_date },
      { id: 'state', header: t('month.state'), width: 110, cell: (row) => <Chip tone={TONES[asState(row.state)]}>{t(`objection.states.${asState(row.state)}`)}</Chip>, copy: (row) => row.state },
      { id: 'statement', header: t('objection.statement'), width: 260, grow: true, cell: (row) => <span title={row.statement}>{row.statement}</span>, copy: (row) => row.statement },
      { id: 'witness', header: t('objection.witness'), width: 160, cell: (row) => row.witness || '–', copy: (row) => row.witness },
    ],
    [t],
  )
  const filter = useCallback((patch: FilterValues) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true }), [navigate])
  const fields = useMemo<FilterField[]>(() => [{ kind: 'choice', name: 'state', label: t('month.state'), options: STATES.map((one) => ({ value: one, label: t(`objection.states.${one}`) })) }], [t])
  const open = (id: string | undefined) => void navigate({ search: (old) => ({ ...old, open: id }), replace: true })
  return (
    <Page title={t('objection.title')} lead={t('objection.lead')} width="full">
      <DataGrid
        id="objections"
        label={t('objection.title')}
        columns={columns}
        source={source}
        rowId={rowId}
        onOpen={(row) => open(row.id)}
        toolbar={<FilterBar fields={fields} value={search} onChange={filter} />}
        empty={
          <EmptyState icon={ReviewIcon} title={t('objection.none')}>
            {t('objection.noneAdvice')}
          </EmptyState>
        }
      />
      {search.open && <Opened id={search.open} onClose={() => open(undefined)} />}
    </Page>
  )
}

/** What was said beside what the day's facts say, then and now. */
function Opened({ id, onClose }: { id: string; onClose: () => void }) {
  const t = texts.use()
  const can = useCan()
  const query = useQuery(objectionQuery(id))
  const [settling, setSettling] = useState(false)
  return (
    <Dialog open title={query.data ? `${query.data.employee_name} ${query.data.on_date}` : t('objection.title')} onClose={onClose} width={720}>
      <Loaded query={query} lines={6}>
        {(data) => (
          <div className="dz-stack">
            <Facts
              items={[
                [t('objection.statement'), data.statement],
                [t('objection.witness'), data.witness || '–'],
                [t('objection.attachments'), data.attachments || '–'],
                ...(data.state === 'open'
                  ? []
                  : ([
                      [t('objection.heard'), data.heard],
                      [t('objection.decision'), `${data.decision} (${data.decided_by ?? ''})`],
                    ] as [string, string][])),
              ]}
            />
            <Columns min={240}>
              <DayFacts title={t('objection.was')} day={data.was} />
              {data.became && <DayFacts title={t('objection.became')} day={data.became} />}
              {data.state === 'open' && data.now && <DayFacts title={t('objection.now')} day={data.now} />}
            </Columns>
            {data.state === 'open' && can('people.months.keep') && (
              <Button kind="primary" onClick={() => setSettling(true)}>
                {t('objection.settle')}
              </Button>
            )}
            {settling && <Settle objection={data} onClose={() => setSettling(false)} />}
          </div>
        )}
      </Loaded>
    </Dialog>
  )
}

function DayFacts({ title, day }: { title: string; day: JudgedDay }) {
  const t = texts.use()
  const verdict = (name: string) => t(`verdicts.${VERDICTS.find((one) => one === name) ?? 'none'}`)
  return (
    <div>
      <strong>{title}</strong>
      <Facts
        items={day.sessions.flatMap((one): [string, string][] => [
          [`${one.start} ${t('objection.in')}`, `${one.sign_in.at ?? '—'} ${verdict(one.sign_in.verdict)}`],
          [`${one.end} ${t('objection.out')}`, `${one.sign_out.at ?? '—'} ${verdict(one.sign_out.verdict)}`],
        ])}
      />
    </div>
  )
}

interface Values {
  outcome: string
  heard: string
  decision: string
  direction: string | null
  at: string | null
}

function Settle({ objection, onClose }: { objection: Objection; onClose: () => void }) {
  const t = texts.use()
  const settle = useSettle()
  return (
    <FormModal<Values>
      open
      title={`${t('objection.settle')} ${objection.number}`}
      verb={t('objection.settle')}
      fields={[
        { kind: 'select', name: 'outcome', label: t('objection.outcome'), required: true, options: [{ value: 'accepted', label: t('objection.accept') }, { value: 'refused', label: t('objection.refuse') }] },
        { kind: 'textarea', name: 'heard', label: t('objection.heard'), required: true, maxLength: 1000 },
        { kind: 'textarea', name: 'decision', label: t('objection.decision'), required: true, maxLength: 1000 },
        { kind: 'select', name: 'direction', label: t('objection.direction'), options: [{ value: 'in', label: t('objection.in') }, { value: 'out', label: t('objection.out') }, { value: '', label: t('objection.nothing') }] },
        { kind: 'text', name: 'at', label: t('objection.at'), help: t('overtime.clock'), pattern: CLOCK },
      ]}
      onSubmit={async ({ outcome, heard, decision, direction, at }) => {
        const facts: NewObjectionSettlement['facts'] = outcome === 'accepted' && at && (direction === 'in' || direction === 'out') ? [{ direction, at }] : []
        await settle.mutateAsync({ id: objection.id, version: objection.version, settlement: { outcome: outcome === 'accepted' ? 'accepted' : 'refused', heard, decision, facts } })
        toast.success(t('objection.settled'))
      }}
      onClose={onClose}
    />
  )
}
