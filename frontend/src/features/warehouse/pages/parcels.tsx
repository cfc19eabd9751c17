import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { useCan } from '@/shared/api'
import { Ago, Button, Chip, DateTime, Dialog, EmptyState, Loaded, Page, Timeline } from '@/shared/ui'
import { DataGrid, FilterBar, type FilterField, type FilterValues, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { FileIcon, TruckIcon } from '@/shared/ui/icons'
import { ImportDialog } from '@/shared/ui/import-dialog'
import { ParcelState, useParcelState } from '../components/chips'
import { useCarriers } from '../components/choices'
import { PARCEL_STATES, parcelKeys, parcelPage, parcelQuery, type ParcelRow, useImportTracking } from '../queries'
import { texts } from '../texts'

const rowId = (row: ParcelRow) => `${row.carrier_code}:${row.tracking_number}`

export function Parcels() {
  const t = texts.use()
  const can = useCan()
  const search = useSearch({ from: '/shell/parcels' })
  const navigate = useNavigate({ from: '/parcels' })
  const stateName = useParcelState()
  const carriers = useCarriers()
  const importTracking = useImportTracking()
  const [shown, setShown] = useState<ParcelRow | null>(null)
  const [importing, setImporting] = useState(false)
  const source = useCursorList({ queryKey: parcelKeys.list(search), page: parcelPage(search) })
  const filter = useCallback((patch: FilterValues) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true }), [navigate])
  const columns = useMemo<GridColumn<ParcelRow>[]>(
    () => [
      { id: 'tracking', header: t('tracking'), width: 190, always: true, cell: (row) => <strong className="dz-mono">{row.tracking_number}</strong>, copy: (row) => row.tracking_number },
      { id: 'carrier', header: t('carrier'), width: 90, cell: (row) => row.carrier_code, copy: (row) => row.carrier_code },
      { id: 'state', header: t('state'), width: 120, cell: (row) => <ParcelState state={row.state} />, copy: (row) => stateName(row.state) },
      { id: 'stuck', header: t('parcels.stuck'), width: 150, cell: (row) => (row.stuck_raised_at ? <Chip tone="danger">{t('parcels.stuck')}</Chip> : null), copy: (row) => row.stuck_raised_at ?? '' },
      { id: 'order', header: t('order'), width: 190, cell: (row) => <span className="dz-mono">{row.shown_number ?? t('parcels.unknown')}</span>, copy: (row) => row.shown_number ?? '' },
      { id: 'last', header: t('parcels.last'), width: 280, grow: true, cell: (row) => row.last_text, copy: (row) => row.last_text },
      { id: 'moved', header: t('parcels.moved'), width: 140, cell: (row) => <Ago at={row.last_moved_at} />, copy: (row) => row.last_moved_at },
      { id: 'region', header: t('region'), width: 150, cell: (row) => row.receiver_region, copy: (row) => row.receiver_region ?? '' },
      { id: 'shipped', header: t('shipped'), width: 150, cell: (row) => (row.shipped_at ? <DateTime at={row.shipped_at} /> : null), copy: (row) => row.shipped_at ?? '' },
    ],
    [t, stateName],
  )
  const fields = useMemo<FilterField[]>(
    () => [
      { kind: 'search', name: 'q', label: t('parcels.search') },
      { kind: 'choice', name: 'state', label: t('state'), options: PARCEL_STATES.map((state) => ({ value: state, label: t(`parcelStates.${state}`) })) },
      { kind: 'choice', name: 'carrier', label: t('carrier'), options: carriers },
      { kind: 'flag', name: 'stuck', label: t('parcels.onlyStuck') },
      { kind: 'flag', name: 'ours', label: t('parcels.onlyOurs') },
    ],
    [t, carriers],
  )
  return (
    <Page
      title={t('parcels.title')}
      lead={t('parcels.lead')}
      width="full"
      actions={
        can('warehouse.parcels.track') && (
          <Button icon={FileIcon} onClick={() => setImporting(true)}>
            {t('parcels.import')}
          </Button>
        )
      }
    >
      <DataGrid id="parcels" label={t('parcels.title')} columns={columns} source={source} rowId={rowId} onOpen={setShown} toolbar={<FilterBar fields={fields} value={search} onChange={filter} />} empty={<EmptyState icon={TruckIcon} title={t('parcels.empty')} />} />
      {shown && <Events row={shown} onClose={() => setShown(null)} />}
      {importing && <ImportDialog title={t('parcels.import')} hint={t('parcels.importHint')} template="/api/warehouse/v1/tracking-imports/template" send={(file, check) => importTracking.mutateAsync({ file, check })} onClose={() => setImporting(false)} />}
    </Page>
  )
}

function Events({ row, onClose }: { row: ParcelRow; onClose: () => void }) {
  const t = texts.use()
  const stateName = useParcelState()
  const query = useQuery(parcelQuery(row))
  return (
    <Dialog open title={`${row.carrier_code} ${row.tracking_number}`} width={560} onClose={onClose}>
      <Loaded query={query}>{(found) => <Timeline label={t('parcels.events')} items={found.events.map((event, index) => ({ id: String(index), at: event.at, title: stateName(event.state), detail: event.text, by: event.source }))} />}</Loaded>
    </Dialog>
  )
}
