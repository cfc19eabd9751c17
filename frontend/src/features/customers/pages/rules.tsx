import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { Button, Loaded, Page, Tabs, toast } from '@/shared/ui'
import { FormModal, type FormField } from '@/shared/ui/form'
import { AddIcon } from '@/shared/ui/icons'
import { readLevels, readRates, readTagRules, writeLevels, writeRates, writeTagRules } from '../components/level-lines'
import { inForce, useWhenAndWhy, Versions, whenAndWhy, type WhenAndWhy } from '../components/versions'
import { exportPoliciesQuery, type ExportPolicyOut, levelPoliciesQuery, type LevelPolicyOut, retentionPoliciesQuery, type RetentionPolicyOut, usePublishExports, usePublishLevels, usePublishRetention } from '../queries'
import { texts } from '../texts'
import './file.css'

const said = (text: string) => <span className="customer-lines">{text || '–'}</span>
const asText = (value: unknown) => (typeof value === 'string' ? value : '')

interface Tab {
  versions: ReactNode
  /** Undefined as long as the versions are not there. */
  form: ((close: () => void) => ReactNode) | undefined
}

/** Levels and service, exports, retention: each a policy with versions. */
export function CustomerRules() {
  const t = texts.use()
  const can = useCan()
  const { of = 'levels' } = useSearch({ from: '/shell/customer-rules' })
  const navigate = useNavigate({ from: '/customer-rules' })
  const [publishing, setPublishing] = useState(false)
  const tab = { levels: useLevelsTab(), exports: useExportsTab(), retention: useRetentionTab() }[of]
  return (
    <Page
      title={t('rules.title')}
      lead={t(`rules.leads.${of}`)}
      actions={
        can('orders.policies.publish') &&
        tab.form && (
          <Button kind="primary" icon={AddIcon} onClick={() => setPublishing(true)}>
            {t('rules.publish')}
          </Button>
        )
      }
    >
      <Tabs
        label={t('rules.title')}
        value={of}
        tabs={[
          { id: 'levels', label: t('rules.levels') },
          { id: 'exports', label: t('rules.exports') },
          { id: 'retention', label: t('rules.retention') },
        ]}
        onChange={(id) => void navigate({ search: { of: id }, replace: true })}
      />
      {tab.versions}
      {publishing && tab.form?.(() => setPublishing(false))}
    </Page>
  )
}

function useNow(): number {
  const [now] = useState(() => Date.now())
  return now
}

type LevelParameters = LevelPolicyOut['parameters']
const CONDITIONS = ['paid', 'orders', 'refund_percent', 'dormant_days', 'new_days'] as const

/** Levels and automatic tags in sentences. */
function useSentences() {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  const days = (count: number | null | undefined) => (count === null || count === undefined ? t('level.noCall') : t('level.afterDays', { count }))
  return {
    level: ({ name_zh, name_en, paid, orders, refund_percent, plan }: LevelParameters['levels'][number], currency: string) => {
      const everybody = Number(paid) === 0 && orders === 0 && refund_percent === 100
      const asks = everybody ? t('rules.everybody') : t('rules.levelAsks', { paid: String(paid), currency, orders, percent: refund_percent })
      return t('rules.levelSays', { name: zh ? name_zh : name_en, asks, priority: plan.priority, trusted: String(plan.trusted_refund), currency, back: days(plan.call_back_days), dormant: days(plan.dormant_call_back_days) })
    },
    tag: (rule: LevelParameters['tag_rules'][number], currency: string) => {
      const asked = CONDITIONS.flatMap((name) => (rule[name] === null || rule[name] === undefined ? [] : [t(`rules.tagAsks.${name}`, { value: String(rule[name]), currency })]))
      return t('rules.tagSays', { tag: rule.tag, asks: asked.join(zh ? '，且' : ' and ') })
    },
  }
}

function useLevelsTab(): Tab {
  const t = texts.use()
  const say = useSentences()
  const query = useQuery(levelPoliciesQuery)
  const from = inForce(query.data ?? [], Math.max(useNow(), query.dataUpdatedAt))
  return {
    versions: (
      <Loaded query={query}>
        {(policies) => (
          <Versions
            policies={policies}
            figures={({ parameters }) => [
              [t('rules.days'), parameters.days],
              [t('rules.currency'), parameters.currency],
              [t('rules.rates'), said(writeRates(parameters.rates))],
              [t('rules.levels'), said(parameters.levels.map((level) => say.level(level, parameters.currency)).join('\n'))],
              [t('rules.tagRules'), said(parameters.tag_rules.map((rule) => say.tag(rule, parameters.currency)).join('\n'))],
            ]}
          />
        )}
      </Loaded>
    ),
    form: from && ((close) => <PublishLevels from={from} onClose={close} />),
  }
}

interface LevelValues extends WhenAndWhy {
  days: number
  currency: string
  rates: string | null
  levels: string
  tags: string | null
}

function PublishLevels({ from, onClose }: { from: LevelPolicyOut; onClose: () => void }) {
  const t = texts.use()
  const publish = usePublishLevels()
  const { parameters } = from
  const wrong = (read: (text: string) => unknown) => (value: unknown) => (read(asText(value)) ? undefined : t('rules.wrong'))
  const fields: FormField<LevelValues>[] = [
    { kind: 'number', name: 'days', label: t('rules.days'), required: true, min: 1, max: 3650 },
    { kind: 'text', name: 'currency', label: t('rules.currency'), required: true, pattern: /^[A-Z]{3}$/ },
    { kind: 'textarea', name: 'rates', label: t('rules.rates'), help: t('rules.ratesHelp'), rows: 2, check: wrong(readRates) },
    { kind: 'textarea', name: 'levels', label: t('rules.levels'), help: t('rules.levelsHelp'), rows: 5, required: true, check: wrong(readLevels) },
    { kind: 'textarea', name: 'tags', label: t('rules.tagRules'), help: t('rules.tagsHelp'), rows: 4, check: wrong(readTagRules) },
    ...useWhenAndWhy<LevelValues>(),
  ]
  return (
    <FormModal<LevelValues>
      open
      title={t('rules.publish')}
      verb={t('rules.publishVerb')}
      width={720}
      fields={fields}
      initial={{ days: parameters.days, currency: parameters.currency, rates: writeRates(parameters.rates), levels: writeLevels(parameters.levels), tags: writeTagRules(parameters.tag_rules) }}
      onSubmit={async (values) => {
        const made = await publish.mutateAsync({
          parameters: { days: values.days, currency: values.currency, rates: readRates(values.rates ?? '') ?? {}, levels: readLevels(values.levels) ?? [], tag_rules: readTagRules(values.tags ?? '') ?? [] },
          ...whenAndWhy(values),
        })
        toast.success(t('rules.done', { version: made.version }))
      }}
      onClose={onClose}
    />
  )
}

function useExportsTab(): Tab {
  const t = texts.use()
  const query = useQuery(exportPoliciesQuery)
  const from = inForce(query.data ?? [], Math.max(useNow(), query.dataUpdatedAt))
  return {
    versions: (
      <Loaded query={query}>
        {(policies) => (
          <Versions
            policies={policies}
            figures={({ parameters }) => [
              [t('rules.rowsWithout'), parameters.rows_without_approval === 0 ? t('rules.always') : parameters.rows_without_approval],
              [t('rules.hours'), parameters.hours],
              [t('rules.mostRows'), parameters.most_rows],
            ]}
          />
        )}
      </Loaded>
    ),
    form: from && ((close) => <PublishExports from={from} onClose={close} />),
  }
}

interface ExportValues extends WhenAndWhy {
  rows: number
  hours: number
  most: number
}

function PublishExports({ from, onClose }: { from: ExportPolicyOut; onClose: () => void }) {
  const t = texts.use()
  const publish = usePublishExports()
  const fields: FormField<ExportValues>[] = [
    { kind: 'number', name: 'rows', label: t('rules.rowsWithout'), help: t('rules.rowsHelp'), required: true, min: 0, max: 50_000 },
    { kind: 'number', name: 'hours', label: t('rules.hours'), required: true, min: 1, max: 168 },
    { kind: 'number', name: 'most', label: t('rules.mostRows'), required: true, min: 1, max: 50_000 },
    ...useWhenAndWhy<ExportValues>(),
  ]
  return (
    <FormModal<ExportValues>
      open
      title={t('rules.publish')}
      verb={t('rules.publishVerb')}
      fields={fields}
      initial={{ rows: from.parameters.rows_without_approval, hours: from.parameters.hours, most: from.parameters.most_rows }}
      onSubmit={async (values) => {
        const made = await publish.mutateAsync({ parameters: { rows_without_approval: values.rows, hours: values.hours, most_rows: values.most }, ...whenAndWhy(values) })
        toast.success(t('rules.done', { version: made.version }))
      }}
      onClose={onClose}
    />
  )
}

function useRetentionTab(): Tab {
  const t = texts.use()
  const query = useQuery(retentionPoliciesQuery)
  const from = inForce(query.data ?? [], Math.max(useNow(), query.dataUpdatedAt))
  return {
    versions: (
      <Loaded query={query}>
        {(policies) => (
          <Versions
            policies={policies}
            figures={({ parameters }) => [
              [t('rules.months'), parameters.months ?? t('rules.onRequest')],
              [t('rules.reviewMonths'), parameters.review_months ?? t('rules.withCustomer')],
              [t('rules.evidenceMonths'), parameters.evidence_months ?? t('rules.withCustomer')],
              [t('rules.answerDays'), parameters.answer_days],
            ]}
          />
        )}
      </Loaded>
    ),
    form: from && ((close) => <PublishRetention from={from} onClose={close} />),
  }
}

interface RetentionValues extends WhenAndWhy {
  months: number | null
  reviews: number | null
  evidence: number | null
  days: number
}

function PublishRetention({ from, onClose }: { from: RetentionPolicyOut; onClose: () => void }) {
  const t = texts.use()
  const publish = usePublishRetention()
  const fields: FormField<RetentionValues>[] = [
    { kind: 'number', name: 'months', label: t('rules.months'), help: t('rules.monthsHelp'), min: 6, max: 240 },
    { kind: 'number', name: 'reviews', label: t('rules.reviewMonths'), help: t('rules.wordsHelp'), min: 6, max: 240 },
    { kind: 'number', name: 'evidence', label: t('rules.evidenceMonths'), help: t('rules.wordsHelp'), min: 6, max: 240 },
    { kind: 'number', name: 'days', label: t('rules.answerDays'), required: true, min: 1, max: 90 },
    ...useWhenAndWhy<RetentionValues>(),
  ]
  return (
    <FormModal<RetentionValues>
      open
      title={t('rules.publish')}
      verb={t('rules.publishVerb')}
      lead={t('rules.retentionLead')}
      fields={fields}
      initial={{ months: from.parameters.months, reviews: from.parameters.review_months ?? null, evidence: from.parameters.evidence_months ?? null, days: from.parameters.answer_days }}
      onSubmit={async (values) => {
        const made = await publish.mutateAsync({ parameters: { months: values.months ?? null, review_months: values.reviews ?? null, evidence_months: values.evidence ?? null, answer_days: values.days }, ...whenAndWhy(values) })
        toast.success(t('rules.done', { version: made.version }))
      }}
      onClose={onClose}
    />
  )
}
