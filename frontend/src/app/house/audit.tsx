import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { useCan } from '@/shared/api'
import { Columns, DateTime, Dialog, EmptyState, Facts, Page, Tabs } from '@/shared/ui'
import { DataGrid, FilterBar, type FilterField, type FilterValues, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { AuditIcon } from '@/shared/ui/icons'
import { Json } from './json'
import { type AuditEntryOut, auditKeys, auditPage } from './queries'
import { SERVICES } from './services'
import { texts } from './texts'

const rowId = (row: AuditEntryOut) => row.id

function useColumns(): readonly GridColumn<AuditEntryOut>[] {
  const t = texts.use()
  return useMemo<GridColumn<AuditEntryOut>[]>(
    () => [
      { id: 'at', header: t('at'), width: 160, always: true, cell: (row) => <DateTime at={row.at} form="second" />, copy: (row) => row.at },
      { id: 'who', header: t('audit.who'), width: 150, cell: (row) => row.actor_name, copy: (row) => row.actor_name },
      { id: 'action', header: t('audit.action'), width: 210, cell: (row) => <span className="dz-mono">{row.action}</span>, copy: (row) => row.action },
      { id: 'noun', header: t('audit.noun'), width: 130, cell: (row) => row.noun, copy: (row) => row.noun },
      { id: 'id', header: t('audit.noun_id'), width: 300, cell: (row) => <span className="dz-mono">{row.noun_id}</span>, copy: (row) => row.noun_id },
      { id: 'reason', header: t('audit.reason'), width: 200, grow: true, cell: (row) => row.reason, copy: (row) => row.reason ?? '' },
      { id: 'request', header: t('audit.request'), width: 280, hidden: true, cell: (row) => <span className="dz-mono">{row.request_id}</span>, copy: (row) => row.request_id },
    ],
    [t],
  )
}

/** Who changed what, service by service: each keeps its own trail. */
export function AuditTrail() {
  const t = texts.use()
  const can = useCan()
  const search = useSearch({ from: '/shell/audit' })
  const navigate = useNavigate({ from: '/audit' })
  const [open, setOpen] = useState<AuditEntryOut | null>(null)
  const mine = SERVICES.filter((service) => can(`${service}.audit.read`))
  const service = search.service ?? mine[0] ?? 'orders'
  const wanted = { noun: search.noun, noun_id: search.id }
  const source = useCursorList({ queryKey: auditKeys.list({ service, ...wanted }), page: auditPage(service, wanted), staleTime: 2_000 })
  const filter = useCallback((patch: FilterValues) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true }), [navigate])
  const nouns = useMemo(() => [...new Set([...source.rows.map((row) => row.noun), ...(search.noun ? [search.noun] : [])])].toSorted(), [source.rows, search.noun])
  const fields: FilterField[] = [
    { kind: 'search', name: 'id', label: t('audit.search') },
    { kind: 'choice', name: 'noun', label: t('audit.noun'), options: nouns.map((noun) => ({ value: noun, label: noun })) },
  ]
  return (
    <Page title={t('audit.title')} lead={t('audit.lead')} width="full">
      <Tabs label={t('service')} value={service} onChange={(next) => void navigate({ search: { service: next }, replace: true })} tabs={mine.map((id) => ({ id, label: t(`services.${id}`) }))} />
      <DataGrid
        id="audit"
        label={t('audit.title')}
        columns={useColumns()}
        source={source}
        rowId={rowId}
        onOpen={setOpen}
        toolbar={<FilterBar fields={fields} value={search} onChange={filter} />}
        empty={<EmptyState icon={AuditIcon} title={t('audit.empty')} />}
      />
      {open && <Opened entry={open} onClose={() => setOpen(null)} />}
    </Page>
  )
}

function Opened({ entry, onClose }: { entry: AuditEntryOut; onClose: () => void }) {
  const t = texts.use()
  return (
    <Dialog open title={t('audit.detail')} width={860} onClose={onClose}>
      <div className="dz-stack">
        <Facts
          items={[
            [t('audit.action'), <span key="action" className="dz-mono">{entry.action}</span>],
            [t('audit.who'), `${entry.actor_name} (${entry.actor_kind} ${entry.actor_id})`],
            [t('at'), <DateTime key="at" at={entry.at} form="second" />],
            [t('audit.noun_id'), <span key="id" className="dz-mono">{entry.noun_id}</span>],
            [t('audit.reason'), entry.reason],
            [t('audit.request'), <span key="request" className="dz-mono">{entry.request_id}</span>],
          ]}
        />
        <Columns min={300}>
          {entry.before && (
            <div>
              <h3>{t('audit.before')}</h3>
              <Json label={t('audit.before')} value={entry.before} />
            </div>
          )}
          {entry.after && (
            <div>
              <h3>{t('audit.after')}</h3>
              <Json label={t('audit.after')} value={entry.after} />
            </div>
          )}
        </Columns>
      </div>
    </Dialog>
  )
}
