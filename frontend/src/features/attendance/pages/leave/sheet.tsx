import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { Button, Chip, DateTime, Dialog, Loaded, Page, toast } from '@/shared/ui'
import { FormModal } from '@/shared/ui/form'
import { DataGrid, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { asSheetState } from './months'
import { type MonthRow, rowQuery, rowsPage, sheetKeys, sheetQuery, useCorrect } from './queries'
import { RowDetail } from './row-detail'
import { SHOWN, valueOf } from './revisions'
import { texts } from './texts'
import { whoText } from './who'

const rowId = (row: MonthRow) => row.employee_id
// Where the words above a column are longer than its figures.
const WIDE: ReadonlySet<string> = new Set(['leave_cases', 'unauthorised_hours', 'photo_proved'])
const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/

export function SheetPage() {
  const t = texts.use()
  const chinese = useLanguage() === 'zh-CN'
  const { sheet: id } = useParams({ from: '/shell/attendance-months/$sheet' })
  const search = useSearch({ from: '/shell/attendance-months/$sheet' })
  const navigate = useNavigate({ from: '/attendance-months/$sheet' })
  const sheet = useQuery(sheetQuery(id))
  const source = useCursorList({ queryKey: sheetKeys.one(id, 'rows'), page: rowsPage(id), nouns: ['objection'] })
  // Nothing counts as accepted on a sheet that nobody has signed.
  const signed = sheet.data !== undefined && asSheetState(sheet.data.state) !== 'compiled'
  const columns = useMemo<GridColumn<MonthRow>[]>(
    () => [
      { id: 'number', header: t('month.number'), width: 180, always: true, cell: (row) => <span className="dz-mono">{row.number}</span>, copy: (row) => row.number },
      { id: 'name', header: t('month.name'), width: 110, always: true, cell: (row) => <Link to="." from="/attendance-months/$sheet" search={{ employee: row.employee_id }} replace>{row.name}</Link>, copy: (row) => row.name },
      {
        id: 'accepted',
        header: t('month.accepted'),
        width: 220,
        cell: (row) => (row.open_objections > 0 ? <Chip tone="warning">{t('month.objections')}</Chip> : signed && row.accepted && <span>{row.accepted === 'silence' ? t('month.bySilence') : t('month.byObjection')}{' '}{row.accepted_at && <DateTime at={row.accepted_at} />}</span>),
        copy: (row) => (signed ? (row.accepted ?? '') : ''),
      },
      ...SHOWN.map((name): GridColumn<MonthRow> => ({ id: name, header: t(`figures.${name}`), width: WIDE.has(name) ? 104 : 76, numeric: true, cell: (row) => valueOf(row.figures, name), copy: (row) => valueOf(row.figures, name) })),
    ],
    [t, signed],
  )
  const open = (employee: string | undefined) => void navigate({ search: { employee }, replace: true })
  const title = sheet.data ? `${chinese ? sheet.data.name_zh : sheet.data.name_en} ${sheet.data.month}` : t('month.sheet')
  return (
    <Page title={title} width="full" lead={sheet.data && [t(`sheetStates.${asSheetState(sheet.data.state)}`), ...(sheet.data.issue > 0 ? [t('month.issue', { issue: String(sheet.data.issue) })] : []), `${t('month.digest')} ${sheet.data.digest.slice(0, 12)}`].join(' · ')}>
      <DataGrid id="month-sheet" label={t('month.sheet')} columns={columns} source={source} rowId={rowId} onOpen={(row) => open(row.employee_id)} />
      {search.employee && sheet.data && <Opened sheet={id} signed={signed} version={sheet.data.version} closed={sheet.data.state === 'closed'} employee={search.employee} onClose={() => open(undefined)} />}
    </Page>
  )
}

function Opened({ sheet, signed, version, closed, employee, onClose }: { sheet: string; signed: boolean; version: number; closed: boolean; employee: string; onClose: () => void }) {
  const t = texts.use()
  const can = useCan()
  const row = useQuery(rowQuery(sheet, employee))
  const correct = useCorrect()
  const [correcting, setCorrecting] = useState(false)
  return (
    <Dialog open title={(row.data && whoText(row.data)) ?? t('month.sheet')} onClose={onClose} width={720}>
      <Loaded query={row} lines={8}>
        {(data) => <RowDetail row={data} signed={signed} />}
      </Loaded>
      {closed && can('people.months.keep') && <Button onClick={() => setCorrecting(true)}>{t('month.correct')}</Button>}
      {correcting && (
        <FormModal<{ on: string | null; direction: string | null; at: string | null; document: string; reason: string }>
          open
          title={t('month.correct')}
          verb={t('month.correct')}
          fields={[
            { kind: 'date', name: 'on', label: t('objection.on') },
            { kind: 'select', name: 'direction', label: t('objection.direction'), options: [{ value: 'in', label: t('objection.in') }, { value: 'out', label: t('objection.out') }] },
            { kind: 'text', name: 'at', label: t('objection.at'), help: t('overtime.clock'), pattern: CLOCK },
            { kind: 'text', name: 'document', label: t('month.document'), required: true, maxLength: 200 },
            { kind: 'textarea', name: 'reason', label: t('leave.reason'), required: true, maxLength: 1000 },
          ]}
          onSubmit={async ({ on, direction, at, document, reason }) => {
            const facts = on && at && (direction === 'in' || direction === 'out') ? [{ direction, at } as const] : []
            await correct.mutateAsync({ id: sheet, version, entry: { employee_id: employee, document, reason, facts: [...facts], ...(on ? { on } : {}) } })
            toast.success(t('month.done'))
          }}
          onClose={() => setCorrecting(false)}
        />
      )}
    </Dialog>
  )
}
