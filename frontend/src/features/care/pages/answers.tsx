import { useNavigate, useSearch } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { Button, Chip, Count, DateTime, EmptyState, Page, Tabs, toast } from '@/shared/ui'
import { FormModal, type FormField } from '@/shared/ui/form'
import { DataGrid, FilterBar, type FilterField, type FilterValues, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { AddIcon } from '@/shared/ui/icons'
import { Classes } from '../components/classes'
import { FeedbackPolicy } from '../components/feedback-policy'
import { answerKeys, answerPage, type StandardAnswerOut, treeQuery, useClassName, useSaveAnswer } from '../feedback/queries'
import { texts } from '../feedback-texts'

const rowId = (row: StandardAnswerOut) => row.id
const TABS = ['answers', 'classes', 'policy'] as const
const wordsOf = (text: string | null) => (text ?? '').split(/\s+/).filter((word) => word !== '')

export function AnswersPage() {
  const t = texts.use()
  const can = useCan()
  const { tab = 'answers' } = useSearch({ from: '/shell/standard-answers' })
  const navigate = useNavigate({ from: '/standard-answers' })
  const tabs = TABS.filter((id) => id !== 'policy' || can('orders.policies.read'))
  return (
    <Page title={t('answers.title')} lead={t('answers.lead')} width="full">
      <Tabs label={t('answers.title')} value={tab} onChange={(id) => void navigate({ search: { tab: id === 'answers' ? undefined : id }, replace: true })} tabs={tabs.map((id) => ({ id, label: t(`answers.tabs.${id}`) }))} />
      {tab === 'answers' && <Answers />}
      {tab === 'classes' && <Classes />}
      {tab === 'policy' && <FeedbackPolicy />}
    </Page>
  )
}

function Answers() {
  const t = texts.use()
  const can = useCan()
  const className = useClassName(useLanguage() === 'zh-CN')
  const search = useSearch({ from: '/shell/standard-answers' })
  const navigate = useNavigate({ from: '/standard-answers' })
  const asked = { q: search.q, class_code: search.class_code, retired: search.retired }
  const source = useCursorList({ queryKey: answerKeys.list(asked), page: answerPage(asked) })
  const [editing, setEditing] = useState<StandardAnswerOut | 'new' | null>(null)
  const edits = can('orders.standard_answers.edit')
  const change = useCallback((patch: FilterValues) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true }), [navigate])
  const columns = useMemo<GridColumn<StandardAnswerOut>[]>(
    () => [
      { id: 'title', header: t('answers.name'), width: 170, always: true, pinned: 'start', cell: (row) => <strong>{row.title}</strong>, copy: (row) => row.title },
      { id: 'class', header: t('reviews.class'), width: 130, cell: (row) => className(row.class_code), copy: (row) => className(row.class_code) },
      { id: 'keys', header: t('answers.keys'), width: 150, cell: (row) => row.keys.join(' '), copy: (row) => row.keys.join(' ') },
      { id: 'zh', header: t('answers.zh'), width: 300, grow: true, cell: (row) => row.zh, copy: (row) => row.zh },
      { id: 'en', header: t('answers.en'), width: 220, cell: (row) => row.en, copy: (row) => row.en },
      { id: 'uses', header: t('answers.uses'), width: 100, numeric: true, cell: (row) => <Count value={row.uses} />, copy: (row) => String(row.uses) },
      { id: 'state', header: t('reviews.standing'), width: 110, cell: (row) => <Chip tone={row.active ? 'success' : 'neutral'}>{t(row.active ? 'answers.active' : 'answers.retired')}</Chip>, copy: (row) => t(row.active ? 'answers.active' : 'answers.retired') },
      { id: 'changed', header: t('answers.changed'), width: 150, cell: (row) => <DateTime at={row.changed_at} />, copy: (row) => row.changed_at },
      { id: 'version', header: t('answers.version'), width: 90, numeric: true, cell: (row) => row.version, copy: (row) => String(row.version) },
    ],
    [t, className],
  )
  const fields = useMemo<FilterField[]>(
    () => [
      { kind: 'search', name: 'q', label: t('answers.search') },
      { kind: 'flag', name: 'retired', label: t('answers.withRetired') },
    ],
    [t],
  )
  return (
    <>
      <DataGrid
        id="standard-answers"
        label={t('answers.tabs.answers')}
        columns={columns}
        source={source}
        rowId={rowId}
        onOpen={edits ? setEditing : undefined}
        toolbar={<FilterBar fields={fields} value={search} onChange={change} />}
        actions={
          edits && (
            <Button kind="primary" icon={AddIcon} onClick={() => setEditing('new')}>
              {t('answers.add')}
            </Button>
          )
        }
        empty={<EmptyState title={t('answers.empty')} />}
      />
      {editing !== null && <AnswerForm kept={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
    </>
  )
}

interface Values {
  class_code: string
  title: string
  keys: string | null
  zh: string
  en: string | null
  active: boolean
}

function AnswerForm({ kept, onClose }: { kept: StandardAnswerOut | null; onClose: () => void }) {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  const save = useSaveAnswer()
  const { data } = useQuery(treeQuery)
  const fields: FormField<Values>[] = [
    { kind: 'select', name: 'class_code', label: t('reviews.class'), required: true, options: (data?.classes ?? []).map((one) => ({ value: one.code, label: zh ? one.zh : one.en })) },
    { kind: 'text', name: 'title', label: t('answers.name'), required: true, maxLength: 100 },
    { kind: 'text', name: 'keys', label: t('answers.keys'), help: t('answers.keysHelp') },
    { kind: 'textarea', name: 'zh', label: t('answers.zh'), help: t('answers.placeholders'), required: true, rows: 4, maxLength: 500 },
    { kind: 'textarea', name: 'en', label: t('answers.en'), rows: 4, maxLength: 500 },
    { kind: 'switch', name: 'active', label: t('answers.active') },
  ]
  return (
    <FormModal<Values>
      open
      title={t(kept ? 'answers.edit' : 'answers.add')}
      verb={t('answers.save')}
      fields={fields}
      initial={kept ? { ...kept, keys: kept.keys.join(' ') } : { active: true }}
      onSubmit={async (values) => {
        await save.mutateAsync({ kept, content: { ...values, title: values.title.trim(), keys: wordsOf(values.keys), en: values.en ?? '' } })
        toast.success(t('answers.saved'))
      }}
      onClose={onClose}
    />
  )
}
