import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { companyDay } from '@/shared/lib/time'
import { Button, Chip, Count, Dialog, EmptyState, Loaded, Page, toast } from '@/shared/ui'
import { FormModal, type FormField } from '@/shared/ui/form'
import { DataGrid, FilterBar, type FilterField, type FilterValues, type GridColumn, SavedViews, useCursorList } from '@/shared/ui/grid'
import { QualityList } from '../components/quality-list'
import { improvementKeys, improvementPage, type ImprovementRow, type ImprovementSearch, problemsQuery, STATES, treeQuery, useClassName, useDecideImprovement } from '../feedback/queries'
import { texts } from '../feedback-texts'

const rowId = (row: ImprovementRow) => `${row.class_code}/${row.sku}`
const TONES = { new: 'warning', open: 'info', done: 'success', declined: 'neutral' } as const
const stateOf = (row: ImprovementRow) => STATES.find((one) => one === row.state) ?? 'new'
const MONTHS = ['1', '3', '6', '12'] as const
const FROM = ['review', 'case', 'complaint'] as const

function useColumns(onDecide: ((row: ImprovementRow) => void) | null): readonly GridColumn<ImprovementRow>[] {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  const className = useClassName(zh)
  const today = companyDay()
  return useMemo(() => {
    const nameOf = (row: ImprovementRow) => (zh ? row.name_zh : row.name_en || row.name_zh) || row.sku || t('improve.unknown')
    const fromOf = (row: ImprovementRow) => FROM.flatMap((kind) => row.kinds.filter((one) => one.kind === kind).map((one) => `${t(`quality.kinds.${kind}`)} ${one.problems}`)).join(' · ')
    const columns: GridColumn<ImprovementRow>[] = [
      { id: 'class', header: t('reviews.class'), width: 172, always: true, pinned: 'start', cell: (row) => <strong>{className(row.class_code)}</strong>, copy: (row) => className(row.class_code) },
      { id: 'product', header: t('reviews.product'), width: 190, grow: true, cell: (row) => (row.sku ? <Link to="/quality/$sku" params={{ sku: row.sku }}>{nameOf(row)}</Link> : nameOf(row)), copy: nameOf },
      { id: 'problems', header: t('improve.problems'), width: 72, numeric: true, cell: (row) => <Count value={row.problems} />, copy: (row) => String(row.problems) },
      { id: 'trend', header: t('improve.trend'), width: 112, cell: (row) => row.months.map((one) => one.problems).join(' → '), copy: (row) => row.months.map((one) => one.problems).join(' ') },
      { id: 'from', header: t('improve.from'), width: 160, cell: fromOf, copy: fromOf },
      { id: 'state', header: t('improve.state'), width: 132, cell: (row) => <Chip tone={TONES[stateOf(row)]} title={row.reason}>{t(`improve.states.${stateOf(row)}`)}</Chip>, copy: (row) => t(`improve.states.${stateOf(row)}`) },
      { id: 'owner', header: t('improve.owner'), width: 90, cell: (row) => row.owner, copy: (row) => row.owner },
      { id: 'due', header: t('improve.due'), width: 130, cell: (row) => <span>{row.due_on ?? ''} {row.state === 'open' && row.due_on !== null && row.due_on < today && <Chip tone="danger">{t('improve.overdue')}</Chip>}</span>, copy: (row) => row.due_on ?? '' },
    ]
    if (onDecide) columns.push({ id: 'actions', header: t('improve.decide'), width: 100, pinned: 'end', always: true, cell: (row) => <Button size="small" onClick={() => onDecide(row)}>{t('improve.decide')}</Button> })
    return columns
  }, [t, zh, className, today, onDecide])
}

export function Improvements() {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  const edits = useCan()('orders.improvements.edit')
  const search = useSearch({ from: '/shell/improvements' })
  const navigate = useNavigate({ from: '/improvements' })
  const source = useCursorList({ queryKey: improvementKeys.list(search), page: improvementPage(search), nouns: ['buyer_review', 'case', 'complaint'] })
  const change = useCallback((patch: FilterValues) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true }), [navigate])
  const [deciding, setDeciding] = useState<ImprovementRow | null>(null)
  const [opened, setOpened] = useState<ImprovementRow | null>(null)
  const { data: tree } = useQuery(treeQuery)
  const fields = useMemo<FilterField[]>(
    () => [
      { kind: 'choice', name: 'months', label: t('improve.months'), options: MONTHS.map((value) => ({ value, label: t('improve.monthsOf', { count: Number(value) }) })) },
      { kind: 'choice', name: 'state', label: t('improve.state'), options: STATES.map((value) => ({ value, label: t(`improve.states.${value}`) })) },
      { kind: 'choice', name: 'class_code', label: t('reviews.class'), options: (tree?.classes ?? []).map((one) => ({ value: one.code, label: zh ? one.zh : one.en })) },
    ],
    [t, zh, tree],
  )
  return (
    <Page title={t('improve.title')} lead={t('improve.lead')} width="full">
      <DataGrid
        id="improvements"
        label={t('improve.title')}
        columns={useColumns(edits ? setDeciding : null)}
        source={source}
        rowId={rowId}
        onOpen={setOpened}
        toolbar={<FilterBar fields={fields} value={search} onChange={change} />}
        actions={<SavedViews id="improvements" search={search} onPick={(view) => void navigate({ search: view as ImprovementSearch })} />}
        empty={<EmptyState title={t('improve.empty')} />}
      />
      {opened && <Behind row={opened} search={search} onClose={() => setOpened(null)} />}
      {deciding && <Decide row={deciding} onClose={() => setDeciding(null)} />}
    </Page>
  )
}

function Behind({ row, search, onClose }: { row: ImprovementRow; search: ImprovementSearch; onClose: () => void }) {
  const t = texts.use()
  const query = useQuery(problemsQuery(row, search))
  return (
    <Dialog open title={`${t('improve.rows')} (${row.problems})`} width={760} onClose={onClose} foot={<Button kind="primary" onClick={onClose} data-focus>{t('act.close')}</Button>}>
      <Loaded query={query}>
        {(found) => (
          <>
            <QualityList label={t('improve.rows')} rows={found.data} />
            {found.has_more && <p className="dz-soft">{t('improve.more')}</p>}
          </>
        )}
      </Loaded>
    </Dialog>
  )
}

interface Values {
  state: 'open' | 'done' | 'declined'
  owner: string | null
  due_on: string | null
  reason: string | null
}

function Decide({ row, onClose }: { row: ImprovementRow; onClose: () => void }) {
  const t = texts.use()
  const decide = useDecideImprovement()
  const fields: FormField<Values>[] = [
    { kind: 'select', name: 'state', label: t('improve.state'), required: true, options: (['open', 'done', 'declined'] as const).map((value) => ({ value, label: t(`improve.states.${value}`) })) },
    { kind: 'text', name: 'owner', label: t('improve.owner'), maxLength: 100 },
    { kind: 'date', name: 'due_on', label: t('improve.due') },
    { kind: 'textarea', name: 'reason', label: t('improve.reason'), rows: 3, maxLength: 1000 },
  ]
  return (
    <FormModal<Values>
      open
      title={t('improve.decide')}
      verb={t('answers.save')}
      fields={fields}
      initial={{ state: row.state === 'done' || row.state === 'declined' ? row.state : 'open', owner: row.owner, due_on: row.due_on, reason: row.reason }}
      onSubmit={async ({ state, owner, due_on, reason }) => {
        await decide.mutateAsync({ row, state, owner: owner ?? '', due_on, reason: reason ?? '' })
        toast.success(t('improve.saved'))
      }}
      onClose={onClose}
    />
  )
}
