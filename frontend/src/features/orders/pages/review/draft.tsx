import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useCan } from '@/shared/api'
import { companyDay, dayStart } from '@/shared/lib/time'
import { Button, Card, Chip, ConfirmAction, Facts, Loaded, Page, toast } from '@/shared/ui'
import { FormModal } from '@/shared/ui/form'
import { AddIcon, CheckIcon } from '@/shared/ui/icons'
import { RECEIVER_FIELDS, readRequired, writeRequired } from '../../components/policy-text'
import { RequiredFields } from '../../components/required-fields'
import { texts as orderTexts } from '../../texts'
import { draftQuery, type Parameters, type ReviewDraftOut, type Rule, useDiscard, usePublishDraft, useSave } from './queries'
import { Replays } from './replays'
import { RuleEditor } from './rule-editor'
import { moved } from './rule-form'
import { RulesList } from './rules-list'
import { texts } from './texts'

export function ReviewDraftPage() {
  const t = texts.use()
  const { id } = useParams({ from: '/shell/review-drafts/$id' })
  const query = useQuery(draftQuery(id))
  const can = useCan()
  const navigate = useNavigate()
  const discard = useDiscard()
  const [asking, setAsking] = useState<'publish' | 'discard' | null>(null)
  const draft = query.data
  const open = draft?.published_version === null
  const edits = open && can('orders.policies.publish')
  return (
    <Page
      title={draft?.name ?? t('drafts.title')}
      lead={t('drafts.lead')}
      mark={draft && <Chip tone={open ? 'info' : 'neutral'}>{draft.published_version === null ? t('drafts.open') : t('drafts.published', { version: draft.published_version })}</Chip>}
      actions={
        edits && (
          <>
            <Button kind="danger" onClick={() => setAsking('discard')}>
              {t('drafts.discard')}
            </Button>
            <Button kind="primary" icon={CheckIcon} onClick={() => setAsking('publish')}>
              {t('drafts.publish')}
            </Button>
          </>
        )
      }
    >
      <Loaded query={query} lines={8}>
        {(found) => <Shown draft={found} edits={edits} />}
      </Loaded>
      {draft && asking === 'publish' && <Publish draft={draft} onClose={() => setAsking(null)} />}
      {draft && (
        <ConfirmAction
          open={asking === 'discard'}
          title={t('drafts.discardTitle')}
          verb={t('drafts.discard')}
          danger
          onConfirm={async () => {
            await discard.mutateAsync(draft)
            void navigate({ to: '/review-rules' })
          }}
          onClose={() => setAsking(null)}
        >
          {t('drafts.discardText')}
        </ConfirmAction>
      )}
    </Page>
  )
}

function Shown({ draft, edits }: { draft: ReviewDraftOut; edits: boolean }) {
  const can = useCan()
  const { replay } = useSearch({ from: '/shell/review-drafts/$id' })
  return (
    <>
      <RulesCard draft={draft} edits={edits} />
      <OtherCard draft={draft} edits={edits} />
      {can('orders.policies.publish') && <Replays draft={draft} chosen={replay} />}
    </>
  )
}

function RulesCard({ draft, edits }: { draft: ReviewDraftOut; edits: boolean }) {
  const t = texts.use()
  const save = useSave()
  const { rules } = draft.parameters
  const [editing, setEditing] = useState<number | 'new' | null>(null)
  const put = (next: Rule[]) => save.mutateAsync({ draft, parameters: { ...draft.parameters, rules: next } })
  const quietly = (next: Rule[]) => void put(next).catch((error: unknown) => toast.error(error))
  const current = typeof editing === 'number' ? (rules[editing] ?? null) : null
  return (
    <Card
      title={t('drafts.rules')}
      extra={
        edits && (
          <Button size="small" icon={AddIcon} onClick={() => setEditing('new')}>
            {t('edit.add')}
          </Button>
        )
      }
    >
      <RulesList
        rules={rules}
        {...(edits ? { edit: { busy: save.isPending, onMove: (place: number, step: 1 | -1) => quietly(moved(rules, place, step)), onChange: setEditing, onRemove: (place: number) => quietly(rules.toSpliced(place, 1)) } } : {})}
      />
      {editing !== null && (
        <RuleEditor
          rule={current}
          taken={rules.filter((rule) => rule !== current).map((rule) => rule.code)}
          onSave={async (rule) => {
            await put(typeof editing === 'number' ? rules.with(editing, rule) : [...rules, rule])
            toast.success(t('drafts.saved'))
          }}
          onClose={() => setEditing(null)}
        />
      )}
    </Card>
  )
}

const asText = (value: unknown) => (typeof value === 'string' ? value : '')

/** Which fields an address needs, and when an order is completed. */
function OtherCard({ draft, edits }: { draft: ReviewDraftOut; edits: boolean }) {
  const t = texts.use()
  const o = orderTexts.use()
  const save = useSave()
  const [editing, setEditing] = useState(false)
  const { parameters } = draft
  return (
    <Card
      title={t('drafts.other')}
      extra={
        edits && (
          <Button size="small" onClick={() => setEditing(true)}>
            {t('drafts.otherEdit')}
          </Button>
        )
      }
    >
      <Facts
        items={[
          [o('rules.required'), <RequiredFields key="required" of={parameters.required_fields} />],
          [o('rules.complete'), o('rules.days', { count: parameters.complete_after_days })],
        ]}
      />
      {editing && (
        <FormModal<{ required: string; complete: number }>
          open
          title={t('drafts.otherEdit')}
          verb={t('edit.save')}
          fields={[
            { kind: 'textarea', name: 'required', label: o('rules.required'), help: o('rules.requiredHelp'), rows: 4, check: (value) => (readRequired(asText(value)) ? undefined : o('rules.requiredWrong', { fields: RECEIVER_FIELDS.join(', ') })) },
            { kind: 'number', name: 'complete', label: o('rules.complete'), required: true, min: 0, max: 365 },
          ]}
          initial={{ required: writeRequired(parameters.required_fields), complete: parameters.complete_after_days }}
          onSubmit={(values) => {
            const next: Parameters = { ...parameters, required_fields: readRequired(values.required) ?? {}, complete_after_days: values.complete }
            return save.mutateAsync({ draft, parameters: next })
          }}
          onClose={() => setEditing(false)}
        />
      )}
    </Card>
  )
}

function Publish({ draft, onClose }: { draft: ReviewDraftOut; onClose: () => void }) {
  const t = texts.use()
  const o = orderTexts.use()
  const publish = usePublishDraft()
  return (
    <FormModal<{ effective: string | null; note: string | null }>
      open
      title={t('drafts.publishTitle')}
      verb={t('drafts.publish')}
      lead={t('drafts.publishLead')}
      fields={[
        { kind: 'date', name: 'effective', label: o('rules.effective'), help: o('rules.effectiveHelp'), check: (value) => (asText(value) !== '' && asText(value) < companyDay() ? o('rules.effectivePast') : undefined) },
        { kind: 'textarea', name: 'note', label: o('rules.note'), rows: 2, maxLength: 500 },
      ]}
      onSubmit={async (values) => {
        // Today's midnight has passed: a policy for today is one from now on.
        const later = values.effective && values.effective > companyDay() ? { effective_from: dayStart(values.effective) } : {}
        const made = await publish.mutateAsync({ draft, note: values.note ?? '', ...later })
        toast.success(t('drafts.publishDone', { version: made.version }))
      }}
      onClose={onClose}
    />
  )
}
