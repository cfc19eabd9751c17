import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { Button, Card, Chip, DateTime, Dialog, EmptyState, Loaded, Page, Stat, Stats, Tabs, Timeline, toast } from '@/shared/ui'
import { DataGrid, FilterBar, type FilterField, type FilterValues, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { ClaimIcon, DownloadIcon, SuccessIcon } from '@/shared/ui/icons'
import { ResultSums } from '../components/result-bar'
import { PayBill, SettleLine, SettleMany } from '../components/settling'
import { Kilograms, ResultChip, useResult, Yuan } from '../components/words'
import { billKeys, billQuery, type FreightBillLineRow, type FreightBillOut, LINE_STATES, linePage, type MissingParcel, missingPage, RESULTS, saveDisputes, STEPS } from '../queries'
import { texts } from '../texts'

const TABS = ['lines', 'missing', 'payments'] as const
const MOST_AT_ONCE = 500
const HEIGHT = 520
const lineId = (row: FreightBillLineRow) => String(row.line_no)
const parcelId = (row: MissingParcel) => row.tracking_number

/** One bill: sums by what comparing found, its lines, our parcels that no bill names, and what was paid. */
export function FreightBillPage() {
  const { number } = useParams({ from: '/shell/freight-bills/$number' })
  const t = texts.use()
  const query = useQuery(billQuery(number))
  return (
    <Page title={t('bill.title', { number })} lead={query.data && <Of bill={query.data.bill} />} actions={query.data && <Actions shown={query.data} />}>
      <Loaded query={query} lines={8}>
        {(shown) => <Bill shown={shown} />}
      </Loaded>
    </Page>
  )
}

function Of({ bill }: { bill: FreightBillOut['bill'] }) {
  const zh = useLanguage() === 'zh-CN'
  return (
    <>
      {zh ? bill.carrier_zh : bill.carrier_en} · {bill.period_from} – {bill.period_to} · {bill.file_name}
    </>
  )
}

/** To the cent, by whole cents. */
function leftOf(bill: FreightBillOut['bill']): number {
  return Math.round(Number(bill.payable) * 100) - Math.round(Number(bill.paid) * 100)
}

function Actions({ shown: { bill } }: { shown: FreightBillOut }) {
  const t = texts.use()
  const can = useCan()
  const [paying, setPaying] = useState(false)
  const left = leftOf(bill)
  return (
    <>
      {bill.disputed_lines > 0 && (
        <Button icon={DownloadIcon} onClick={() => void saveDisputes(bill.number).catch(toast.error)}>
          {t('bill.disputeFile')}
        </Button>
      )}
      {can('warehouse.freight.pay') && left > 0 && (
        <Button kind="primary" icon={ClaimIcon} onClick={() => setPaying(true)}>
          {t('pay.title')}
        </Button>
      )}
      {paying && <PayBill bill={bill.number} left={(left / 100).toFixed(2)} onClose={() => setPaying(false)} />}
    </>
  )
}

function Bill({ shown }: { shown: FreightBillOut }) {
  const t = texts.use()
  const { bill } = shown
  const search = useSearch({ from: '/shell/freight-bills/$number' })
  const navigate = useNavigate({ from: '/freight-bills/$number' })
  const tab = search.tab ?? 'lines'
  return (
    <div className="dz-stack">
      <Stats>
        <Stat label={t('sums.billed')} value={<Yuan value={bill.billed} />} />
        <Stat label={t('sums.payable')} value={<Yuan value={bill.payable} />} tone="success" />
        <Stat label={t('sums.disputed')} value={<Yuan value={bill.disputed} />} hint={t('bill.disputedLines', { lines: bill.disputed_lines })} {...(bill.disputed_lines > 0 ? { tone: 'warning' as const } : {})} />
        <Stat label={t('sums.paid')} value={<Yuan value={bill.paid} />} />
      </Stats>
      <ResultSums bill={bill} results={shown.results} />
      <Tabs
        label={t('bill.views')}
        value={tab}
        onChange={(next) => void navigate({ search: next === 'lines' ? {} : { tab: next as 'missing' | 'payments' }, replace: true })}
        tabs={TABS.map((id) => ({ id, label: t(`tabs.${id}`) }))}
      />
      {tab === 'lines' && <Lines number={bill.number} />}
      {tab === 'missing' && <Missing number={bill.number} />}
      {tab === 'payments' && <Payments payments={shown.payments} />}
    </div>
  )
}

function useLineColumns(onSettle: ((row: FreightBillLineRow) => void) | undefined): readonly GridColumn<FreightBillLineRow>[] {
  const t = texts.use()
  const result = useResult()
  return useMemo<GridColumn<FreightBillLineRow>[]>(
    () => [
      { id: 'no', header: t('line.no'), width: 70, numeric: true, always: true, pinned: 'start', cell: (row) => row.line_no, copy: (row) => String(row.line_no) },
      { id: 'tracking', header: t('line.tracking'), width: 170, always: true, cell: (row) => <span className="dz-mono">{row.tracking_number}</span>, copy: (row) => row.tracking_number },
      { id: 'result', header: t('line.result'), width: 130, cell: (row) => <ResultChip result={row.result} />, copy: (row) => result(row.result) },
      { id: 'state', header: t('line.state'), width: 100, cell: (row) => <Chip tone={row.state === 'disputed' ? 'warning' : 'neutral'}>{row.state === 'disputed' ? t('states.disputed') : t('states.agreed')}</Chip>, copy: (row) => row.state },
      { id: 'amount', header: t('line.amount'), width: 100, numeric: true, cell: (row) => <Yuan value={row.amount} />, copy: (row) => row.amount },
      { id: 'expected', header: t('line.expected'), width: 100, numeric: true, cell: (row) => <Yuan value={row.expected} />, copy: (row) => row.expected ?? '' },
      { id: 'payable', header: t('line.payable'), width: 100, numeric: true, cell: (row) => <Yuan value={row.payable} />, copy: (row) => row.payable },
      ...(onSettle
        ? [
            {
              id: 'do',
              header: t('line.do'),
              width: 90,
              cell: (row: FreightBillLineRow) =>
                row.state === 'disputed' && (
                  <Button size="small" onClick={() => onSettle(row)} aria-label={t('settle.title', { line: row.line_no, number: row.tracking_number })}>
                    {t('settle.verb')}
                  </Button>
                ),
            },
          ]
        : []),
      { id: 'weight', header: t('line.weight'), width: 110, numeric: true, cell: (row) => <Kilograms grams={row.weight_g} />, copy: (row) => String(row.weight_g ?? '') },
      { id: 'own', header: t('line.ownWeight'), width: 110, numeric: true, cell: (row) => <Kilograms grams={row.own_weight_g} />, copy: (row) => String(row.own_weight_g ?? '') },
      { id: 'province', header: t('line.province'), width: 110, cell: (row) => row.province || '–', copy: (row) => row.province },
      { id: 'ownProvince', header: t('line.ownProvince'), width: 110, cell: (row) => row.own_province || '–', copy: (row) => row.own_province },
      { id: 'shipment', header: t('line.shipment'), width: 180, grow: true, cell: (row) => (row.shipment ? <Link className="dz-mono" to="/shipments/$number" params={{ number: row.shipment }}>{row.shipment}</Link> : '–'), copy: (row) => row.shipment ?? '' },
      { id: 'card', header: t('line.card'), width: 90, numeric: true, hidden: true, cell: (row) => row.card_version ?? '–', copy: (row) => String(row.card_version ?? '') },
      { id: 'steps', header: t('line.steps'), width: 80, numeric: true, cell: (row) => row.steps.length || '–', copy: (row) => String(row.steps.length) },
    ],
    [t, result, onSettle],
  )
}

function useLineFields(): readonly FilterField[] {
  const t = texts.use()
  return useMemo<FilterField[]>(
    () => [
      { kind: 'search', name: 'q', label: t('line.find') },
      { kind: 'choice', name: 'state', label: t('line.state'), options: LINE_STATES.map((value) => ({ value, label: t(`states.${value}`) })) },
      { kind: 'choice', name: 'result', label: t('line.result'), options: RESULTS.map((value) => ({ value, label: t(`results.${value}`) })) },
    ],
    [t],
  )
}

function Lines({ number }: { number: string }) {
  const t = texts.use()
  const can = useCan()('warehouse.freight.reconcile')
  const search = useSearch({ from: '/shell/freight-bills/$number' })
  const navigate = useNavigate({ from: '/freight-bills/$number' })
  const asked = { state: search.state, result: search.result, q: search.q }
  const source = useCursorList({ queryKey: billKeys.one(number, 'lines', JSON.stringify(asked)), page: linePage(number, asked) })
  const [settling, setSettling] = useState<FreightBillLineRow | null>(null)
  const [shown, setShown] = useState<FreightBillLineRow | null>(null)
  const change = useCallback((patch: FilterValues) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true }), [navigate])
  return (
    <>
      <DataGrid
        id="freight-lines"
        label={t('tabs.lines')}
        columns={useLineColumns(can ? setSettling : undefined)}
        source={source}
        rowId={lineId}
        height={HEIGHT}
        onOpen={setShown}
        bulkMost={MOST_AT_ONCE}
        bulk={can ? (rows, clear) => <SettleMany bill={number} rows={rows} clear={clear} /> : undefined}
        toolbar={<FilterBar fields={useLineFields()} value={asked} onChange={change} />}
        empty={
          <EmptyState icon={SuccessIcon} title={t('line.none')}>
            {t('line.noneText')}
          </EmptyState>
        }
      />
      {settling && <SettleLine bill={number} line={settling} onClose={() => setSettling(null)} />}
      {shown && <Steps line={shown} onClose={() => setShown(null)} />}
    </>
  )
}

function Steps({ line, onClose }: { line: FreightBillLineRow; onClose: () => void }) {
  const t = texts.use()
  const stepName = (code: string) => {
    const known = STEPS.find((one) => one === code)
    return known ? t(`steps.${known}`) : code
  }
  return (
    <Dialog open title={t('line.history', { line: line.line_no, number: line.tracking_number })} onClose={onClose}>
      <p>
        {t('line.said', { amount: line.amount, expected: line.expected ?? '–', payable: line.payable })} <ResultChip result={line.result} />
      </p>
      {line.steps.length === 0 ? (
        <p className="dz-soft">{t('line.noSteps')}</p>
      ) : (
        <Timeline
          label={t('line.steps')}
          items={line.steps.map((step) => ({ id: step.at, at: step.at, title: `${stepName(step.step)} ${step.payable_before} → ${step.payable_after}`, by: step.by, detail: step.note }))}
        />
      )}
    </Dialog>
  )
}

function Missing({ number }: { number: string }) {
  const t = texts.use()
  const source = useCursorList({ queryKey: billKeys.one(number, 'missing'), page: missingPage(number) })
  const columns = useMemo<GridColumn<MissingParcel>[]>(
    () => [
      { id: 'tracking', header: t('line.tracking'), width: 180, always: true, pinned: 'start', cell: (row) => <span className="dz-mono">{row.tracking_number}</span>, copy: (row) => row.tracking_number },
      { id: 'shipment', header: t('line.shipment'), width: 190, cell: (row) => <Link className="dz-mono" to="/shipments/$number" params={{ number: row.shipment }}>{row.shipment}</Link>, copy: (row) => row.shipment },
      { id: 'on', header: t('missing.on'), width: 120, cell: (row) => row.shipped_on, copy: (row) => row.shipped_on },
      { id: 'weight', header: t('line.ownWeight'), width: 120, numeric: true, cell: (row) => <Kilograms grams={row.weight_g} />, copy: (row) => String(row.weight_g ?? '') },
      { id: 'province', header: t('line.ownProvince'), width: 120, grow: true, cell: (row) => row.province || '–', copy: (row) => row.province },
      { id: 'expected', header: t('line.expected'), width: 110, numeric: true, cell: (row) => <Yuan value={row.expected} />, copy: (row) => row.expected ?? '' },
    ],
    [t],
  )
  return (
    <>
      <p className="dz-soft">{t('missing.lead')}</p>
      <DataGrid
        id="freight-missing"
        label={t('tabs.missing')}
        columns={columns}
        source={source}
        rowId={parcelId}
        height={HEIGHT}
        empty={
          <EmptyState icon={SuccessIcon} title={t('missing.none')}>
            {t('missing.noneText')}
          </EmptyState>
        }
      />
    </>
  )
}

function Payments({ payments }: { payments: FreightBillOut['payments'] }) {
  const t = texts.use()
  return (
    <Card title={t('tabs.payments')} flush>
      {payments.length === 0 ? (
        <p className="dz-empty">{t('pay.none')}</p>
      ) : (
        /* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by keyboard */
        <div className="dz-table-wrap" tabIndex={0} role="region" aria-label={t('tabs.payments')}>
          <table className="dz-table">
            <thead>
              <tr>
                <th scope="col">{t('pay.at')}</th>
                <th scope="col" className="dz-num">
                  {t('pay.amount')}
                </th>
                <th scope="col">{t('pay.document')}</th>
                <th scope="col">{t('pay.by')}</th>
              </tr>
            </thead>
            <tbody>
              {payments.map((payment) => (
                <tr key={`${payment.at} ${payment.document}`}>
                  <td>
                    <DateTime at={payment.at} />
                  </td>
                  <td className="dz-num">
                    <Yuan value={payment.amount} />
                  </td>
                  <td>{payment.document}</td>
                  <td>{payment.by}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  )
}
