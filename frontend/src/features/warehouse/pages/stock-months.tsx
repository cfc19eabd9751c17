import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useCan } from '@/shared/api'
import { saveFile } from '@/shared/api/save'
import { useLanguage } from '@/shared/i18n'
import { companyDay } from '@/shared/lib/time'
import { Banner, Button, Chip, ConfirmAction, Count, DateTime, EmptyState, Page, toast } from '@/shared/ui'
import { DataGrid, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { StockIcon } from '@/shared/ui/icons'
import { StockStateName } from '../components/bin-cards'
import { useWarehouses } from '../components/choices'
import { type MonthReportLine, monthKeys, monthReportPage, signedDaysQuery, stockBreaksQuery, useSealMonth, useSignDay } from '../queries'
import { texts } from '../texts'

const rowId = (row: MonthReportLine) => `${row.sku} ${row.state}`

/** In, out and balance of a warehouse's month, the days that were signed, and what does not agree now. */
export function StockMonths() {
  const t = texts.use()
  const can = useCan()
  const zh = useLanguage() === 'zh-CN'
  const warehouses = useWarehouses()
  const search = useSearch({ from: '/shell/stock-months' })
  const navigate = useNavigate({ from: '/stock-months' })
  const month = search.month ?? companyDay().slice(0, 7)
  const warehouse = search.warehouse ?? warehouses[0]?.value ?? ''
  const source = useCursorList({ queryKey: monthKeys.list({ warehouse, month }), page: monthReportPage(warehouse, month), enabled: warehouse !== '' })
  const days = useQuery({ ...signedDaysQuery(warehouse), enabled: warehouse !== '' })
  const breaks = useQuery(stockBreaksQuery)
  const sealMonth = useSealMonth()
  const signDay = useSignDay()
  const [asking, setAsking] = useState<'seal' | 'sign' | null>(null)
  const seal = source.pages[0]?.seal
  const here = breaks.data?.filter((one) => one.warehouse === warehouse) ?? []
  const signed = days.data?.find((one) => one.day === companyDay())
  const columns = useMemo<GridColumn<MonthReportLine>[]>(
    () => [
      { id: 'sku', header: t('stock.sku'), width: 170, always: true, cell: (row) => <span className="dz-mono">{row.sku}</span>, copy: (row) => row.sku },
      { id: 'name', header: t('stock.name'), width: 240, grow: true, cell: (row) => (zh ? row.name_zh : row.name_en || row.name_zh), copy: (row) => row.name_zh },
      { id: 'state', header: t('state'), width: 100, cell: (row) => <StockStateName state={row.state} />, copy: (row) => row.state },
      { id: 'opening', header: t('months.opening'), width: 110, numeric: true, cell: (row) => <Count value={row.opening} />, copy: (row) => String(row.opening) },
      { id: 'in', header: t('months.in'), width: 110, numeric: true, cell: (row) => <Count value={row.came_in} />, copy: (row) => String(row.came_in) },
      { id: 'out', header: t('months.out'), width: 110, numeric: true, cell: (row) => <Count value={row.went_out} />, copy: (row) => String(row.went_out) },
      { id: 'closing', header: t('months.closing'), width: 110, numeric: true, cell: (row) => <Count value={row.closing} />, copy: (row) => String(row.closing) },
      { id: 'after', header: t('stock.afterSeal'), width: 110, numeric: true, cell: (row) => (row.after_seal === 0 ? '–' : <Chip tone="warning">{row.after_seal}</Chip>), copy: (row) => String(row.after_seal) },
    ],
    [t, zh],
  )
  const whatOf = (what: string) => {
    const state = (['good', 'defective', 'inspection'] as const).find((one) => what.startsWith(one))
    return state ? t(what.endsWith('bins') ? 'months.inBins' : 'months.inBooks', { state: t(`stockStates.${state}`) }) : what
  }
  const close = can('warehouse.books.close')
  return (
    <Page
      title={t('months.title')}
      lead={t('months.lead')}
      width="full"
      actions={
        <>
          <select className="dz-input" style={{ width: 'auto' }} aria-label={t('warehouse')} value={warehouse} onChange={(event) => void navigate({ search: (old) => ({ ...old, warehouse: event.target.value }), replace: true })}>
            {warehouses.map((one) => (
              <option key={one.value} value={one.value}>
                {one.label}
              </option>
            ))}
          </select>
          <input className="dz-input" style={{ width: 150 }} type="month" aria-label={t('months.month')} value={month} max={companyDay().slice(0, 7)} onChange={(event) => event.target.value && void navigate({ search: (old) => ({ ...old, month: event.target.value }), replace: true })} />
          <Button onClick={() => void saveFile(`/api/warehouse/v1/stock-months/${warehouse}/${month}/xlsx`, `stock-${warehouse}-${month}.xlsx`).catch(toast.error)}>{t('months.export')}</Button>
          {close && !signed && <Button onClick={() => setAsking('sign')}>{t('months.sign')}</Button>}
          {close && seal === null && month < companyDay().slice(0, 7) && (
            <Button kind="primary" onClick={() => setAsking('seal')}>
              {t('months.seal')}
            </Button>
          )}
        </>
      }
    >
      {here.length > 0 && (
        <Banner tone="danger">
          {t('months.breaks', { count: here.length })} {here.slice(0, 5).map((one) => t('months.break', { sku: one.sku, what: whatOf(one.what), kept: one.kept, proved: one.proved })).join(' ')}
        </Banner>
      )}
      <div className="dz-row">
        {seal ? (
          <Chip tone="success">
            {t('months.sealed', { by: seal.sealed_by })} <DateTime at={seal.sealed_at} />
          </Chip>
        ) : (
          <Chip>{t('months.open')}</Chip>
        )}
        {signed ? <Chip tone="success">{t('months.signed', { by: signed.signed_by })}</Chip> : <Chip tone="warning">{t('months.unsigned')}</Chip>}
      </div>
      <DataGrid id="stock-month" label={t('months.title')} columns={columns} source={source} rowId={rowId} empty={<EmptyState icon={StockIcon} title={t('months.empty')} />} />
      <ConfirmAction
        open={asking === 'seal'}
        title={t('months.sealTitle', { month, warehouse })}
        verb={t('months.seal')}
        reason="optional"
        onConfirm={(note) => sealMonth.mutateAsync({ warehouse, month, note }).then(() => toast.success(t('months.sealDone', { month })))}
        onClose={() => setAsking(null)}
      >
        {t('months.sealText')}
      </ConfirmAction>
      <ConfirmAction
        open={asking === 'sign'}
        title={t('months.signTitle', { day: companyDay(), warehouse })}
        verb={t('months.sign')}
        reason="optional"
        onConfirm={(note) => signDay.mutateAsync({ warehouse, day: companyDay(), note }).then(() => toast.success(t('months.signDone')))}
        onClose={() => setAsking(null)}
      >
        {t('months.signText')}
      </ConfirmAction>
    </Page>
  )
}
