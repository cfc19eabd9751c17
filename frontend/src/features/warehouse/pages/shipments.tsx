import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { ApiError, useCan } from '@/shared/api'
import { Button, Chip, ConfirmAction, DateTime, EmptyState, Page, toast } from '@/shared/ui'
import { DataGrid, FilterBar, type FilterField, type FilterValues, type GridColumn, SavedViews, useCursorList } from '@/shared/ui/grid'
import { FileIcon, PickListIcon, TruckIcon, WarehouseIcon } from '@/shared/ui/icons'
import { ImportDialog } from '@/shared/ui/import-dialog'
import { ShipmentState, useShipmentState } from '../components/chips'
import { useCarriers, useWarehouses } from '../components/choices'
import { MakePickList } from '../components/make-pick-list'
import { SHIPMENT_STATES, type ShipmentRow, type ShipmentSearch, shipmentKeys, shipmentPage, useCreatePickList, useImportWaybills, useShipMany } from '../queries'
import { texts } from '../texts'

const rowId = (row: ShipmentRow) => row.number
const MOST_AT_ONCE = 500
const LONGEST_LIST = 200

function useColumns(): readonly GridColumn<ShipmentRow>[] {
  const t = texts.use()
  const stateName = useShipmentState()
  return useMemo<GridColumn<ShipmentRow>[]>(
    () => [
      { id: 'number', header: t('number'), width: 190, always: true, pinned: 'start', cell: (row) => <Link className="dz-mono" to="/shipments/$number" params={{ number: row.number }}>{row.number}</Link>, copy: (row) => row.number },
      { id: 'order', header: t('order'), width: 190, cell: (row) => <span className="dz-mono">{row.shown_number}</span>, copy: (row) => row.shown_number },
      { id: 'state', header: t('state'), width: 110, cell: (row) => <ShipmentState state={row.state} />, copy: (row) => stateName(row.state) },
      { id: 'problem', header: t('problem'), width: 150, cell: (row) => (row.problem ? <Chip tone="danger">{row.problem}</Chip> : null), copy: (row) => row.problem ?? '' },
      { id: 'shop', header: t('shop'), width: 140, cell: (row) => row.shop_name, copy: (row) => row.shop_name },
      { id: 'warehouse', header: t('warehouse'), width: 90, cell: (row) => row.warehouse, copy: (row) => row.warehouse },
      { id: 'pieces', header: t('pieces'), width: 80, numeric: true, cell: (row) => row.pieces, copy: (row) => String(row.pieces) },
      { id: 'region', header: t('region'), width: 160, grow: true, cell: (row) => row.receiver_region, copy: (row) => row.receiver_region },
      { id: 'list', header: t('shipment.pickList'), width: 180, hidden: true, cell: (row) => row.pick_list ?? '–', copy: (row) => row.pick_list ?? '' },
      { id: 'carrier', header: t('carrier'), width: 90, cell: (row) => row.carrier_code ?? <span className="dz-soft">{t('noCarrier')}</span>, copy: (row) => row.carrier_code ?? '' },
      { id: 'tracking', header: t('tracking'), width: 170, cell: (row) => <span className="dz-mono">{row.tracking_number}</span>, copy: (row) => row.tracking_number ?? '' },
      { id: 'created', header: t('created'), width: 150, sort: 'created_at', cell: (row) => <DateTime at={row.created_at} />, copy: (row) => row.created_at },
      { id: 'shipped', header: t('shipped'), width: 150, cell: (row) => (row.shipped_at ? <DateTime at={row.shipped_at} /> : null), copy: (row) => row.shipped_at ?? '' },
    ],
    [t, stateName],
  )
}

function useFields(): readonly FilterField[] {
  const t = texts.use()
  const warehouses = useWarehouses()
  const carriers = useCarriers()
  return useMemo<FilterField[]>(
    () => [
      { kind: 'search', name: 'q', label: t('shipments.search') },
      { kind: 'choice', name: 'state', label: t('state'), multiple: true, options: SHIPMENT_STATES.map((state) => ({ value: state, label: t(`states.${state}`) })) },
      { kind: 'choice', name: 'warehouse', label: t('warehouse'), options: warehouses },
      { kind: 'choice', name: 'carrier', label: t('carrier'), options: carriers },
      { kind: 'flag', name: 'problem', label: t('shipments.onlyProblem') },
    ],
    [t, warehouses, carriers],
  )
}

export function Shipments() {
  const t = texts.use()
  const can = useCan()
  const search = useSearch({ from: '/shell/shipments' })
  const navigate = useNavigate({ from: '/shipments' })
  const importWaybills = useImportWaybills()
  const [dialog, setDialog] = useState<'list' | 'waybills' | null>(null)
  const source = useCursorList({ queryKey: shipmentKeys.list(search), page: shipmentPage(search) })
  const filter = useCallback((patch: FilterValues) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true }), [navigate])
  return (
    <Page
      title={t('shipments.title')}
      lead={t('shipments.lead')}
      width="full"
      actions={
        <>
          {can('warehouse.shipments.ship') && (
            <Button icon={FileIcon} onClick={() => setDialog('waybills')}>
              {t('shipments.importWaybills')}
            </Button>
          )}
          {can('warehouse.shipments.pick') && (
            <Button kind="primary" icon={PickListIcon} onClick={() => setDialog('list')}>
              {t('shipments.makeList')}
            </Button>
          )}
        </>
      }
    >
      <DataGrid
        id="shipments"
        label={t('shipments.title')}
        columns={useColumns()}
        source={source}
        rowId={rowId}
        sort={search.sort ?? '-created_at'}
        onSort={(sort) => void navigate({ search: (old) => ({ ...old, sort: sort as ShipmentSearch['sort'] }), replace: true })}
        onOpen={(row) => void navigate({ to: '/shipments/$number', params: { number: row.number } })}
        bulkMost={MOST_AT_ONCE}
        bulk={can('warehouse.shipments.pick') || can('warehouse.shipments.ship') ? (rows, clear) => <Bulk rows={rows} clear={clear} /> : undefined}
        toolbar={<FilterBar fields={useFields()} value={search} onChange={filter} />}
        actions={<SavedViews id="shipments" search={search} onPick={(view) => void navigate({ search: view as ShipmentSearch })} />}
        empty={
          <EmptyState icon={WarehouseIcon} title={t('shipments.empty')}>
            {t('shipments.emptyAdvice')}
          </EmptyState>
        }
      />
      {dialog === 'list' && <MakePickList onClose={() => setDialog(null)} />}
      {dialog === 'waybills' && (
        <ImportDialog
          title={t('shipments.importWaybills')}
          hint={t('shipments.waybillHint')}
          template="/api/warehouse/v1/waybill-imports/template"
          send={(file, check) => importWaybills.mutateAsync({ file, check })}
          onClose={() => setDialog(null)}
        />
      )}
    </Page>
  )
}

function Bulk({ rows, clear }: { rows: readonly ShipmentRow[]; clear: () => void }) {
  const t = texts.use()
  const can = useCan()
  const navigate = useNavigate()
  const ship = useShipMany()
  const makeList = useCreatePickList()
  const [asking, setAsking] = useState(false)
  const warehouse = rows[0]?.warehouse
  const oneWarehouse = rows.every((row) => row.warehouse === warehouse && row.state === 'waiting')
  return (
    <>
      {can('warehouse.shipments.pick') && oneWarehouse && warehouse && rows.length <= LONGEST_LIST && (
        <Button
          icon={PickListIcon}
          busy={makeList.isPending}
          onClick={() =>
            void makeList.mutateAsync({ warehouse, shipments: rows.map((row) => row.number) }).then(
              (made) => navigate({ to: '/pick-lists/$number', params: { number: made.pick_list.number } }),
              (error: unknown) => toast.error(error),
            )
          }
        >
          {t('shipments.makeList')}
        </Button>
      )}
      {can('warehouse.shipments.ship') && (
        <Button kind="primary" icon={TruckIcon} onClick={() => setAsking(true)}>
          {t('shipments.ship')}
        </Button>
      )}
      <ConfirmAction
        open={asking}
        title={t('shipments.shipTitle', { count: rows.length })}
        verb={t('shipments.ship')}
        onConfirm={async () => {
          const { results } = await ship.mutateAsync(rows.map((row) => row.number))
          const refused = results.filter((result) => result.outcome !== 'shipped')
          const left = results.length - refused.length
          if (left > 0) toast.success(t('shipments.shippedCount', { count: left }))
          // Stays open with each that did not leave and why: a toast is gone before anybody has read it.
          if (refused.length > 0) throw new ApiError({ status: 409, title: t('shipments.notShipped', { count: refused.length }), errors: refused.map((result) => ({ pointer: result.number, code: result.outcome, detail: result.detail ?? '' })) })
          clear()
        }}
        onClose={() => setAsking(false)}
      >
        {t('shipments.shipText')}
      </ConfirmAction>
    </>
  )
}
