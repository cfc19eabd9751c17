import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { Button, DateTime, EmptyState, Page } from '@/shared/ui'
import { DataGrid, FilterBar, type FilterField, type FilterValues, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { PickListIcon } from '@/shared/ui/icons'
import { ListState } from '../components/chips'
import { useWarehouses } from '../components/choices'
import { MakePickList } from '../components/make-pick-list'
import { type PickListRow, pickListKeys, pickListPage } from '../queries'
import { texts } from '../texts'

const rowId = (row: PickListRow) => row.number

export function PickLists() {
  const t = texts.use()
  const can = useCan()
  const zh = useLanguage() === 'zh-CN'
  const search = useSearch({ from: '/shell/pick-lists' })
  const navigate = useNavigate({ from: '/pick-lists' })
  const warehouses = useWarehouses()
  const [making, setMaking] = useState(false)
  const source = useCursorList({ queryKey: pickListKeys.list(search), page: pickListPage(search) })
  const filter = useCallback((patch: FilterValues) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true }), [navigate])
  const columns = useMemo<GridColumn<PickListRow>[]>(
    () => [
      { id: 'number', header: t('lists.title'), width: 200, always: true, cell: (row) => <Link className="dz-mono" to="/pick-lists/$number" params={{ number: row.number }}>{row.number}</Link>, copy: (row) => row.number },
      { id: 'state', header: t('state'), width: 110, cell: (row) => <ListState state={row.state} />, copy: (row) => row.state },
      { id: 'warehouse', header: t('warehouse'), width: 200, grow: true, cell: (row) => `${row.warehouse} ${zh ? row.warehouse_zh : row.warehouse_en}`, copy: (row) => row.warehouse },
      { id: 'count', header: t('lists.count'), width: 100, numeric: true, cell: (row) => row.shipment_count, copy: (row) => String(row.shipment_count) },
      { id: 'by', header: t('lists.by'), width: 160, cell: (row) => row.created_by, copy: (row) => row.created_by },
      { id: 'created', header: t('created'), width: 160, cell: (row) => <DateTime at={row.created_at} />, copy: (row) => row.created_at },
    ],
    [t, zh],
  )
  const fields = useMemo<FilterField[]>(
    () => [
      { kind: 'choice', name: 'state', label: t('state'), options: (['open', 'confirmed', 'cancelled'] as const).map((state) => ({ value: state, label: t(`listStates.${state}`) })) },
      { kind: 'choice', name: 'warehouse', label: t('warehouse'), options: warehouses },
    ],
    [t, warehouses],
  )
  const make = can('warehouse.shipments.pick') && (
    <Button kind="primary" icon={PickListIcon} onClick={() => setMaking(true)}>
      {t('lists.create')}
    </Button>
  )
  return (
    <Page title={t('lists.title')} lead={t('lists.lead')} width="full" actions={make}>
      <DataGrid
        id="pick-lists"
        label={t('lists.title')}
        columns={columns}
        source={source}
        rowId={rowId}
        onOpen={(row) => void navigate({ to: '/pick-lists/$number', params: { number: row.number } })}
        toolbar={<FilterBar fields={fields} value={search} onChange={filter} />}
        empty={
          <EmptyState icon={PickListIcon} title={t('lists.empty')} action={make}>
            {t('lists.emptyAdvice')}
          </EmptyState>
        }
      />
      {making && <MakePickList onClose={() => setMaking(false)} />}
    </Page>
  )
}
