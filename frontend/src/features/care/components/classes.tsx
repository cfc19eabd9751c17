import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { Banner, Button, Card, ConfirmAction, Loaded, toast } from '@/shared/ui'
import { FormModal, type FormField } from '@/shared/ui/form'
import { AddIcon } from '@/shared/ui/icons'
import { COMPLAINT_KINDS, type ProblemClass, treeQuery, useCaseReasons, usePublishTree } from '../feedback/queries'
import { texts } from '../feedback-texts'

const wordsOf = (text: string | null) => (text ?? '').split(/\s+/).filter((word) => word !== '')
const TOP = '-'
/** A tree that is being changed may hold a circle until it is published. */
const DEEPEST = 4
const join = (words: readonly string[] | undefined) => (words ?? []).join(' ')

/** Parents before what stands under them, in the order of the tree. */
export function inTree(classes: readonly ProblemClass[]): { one: ProblemClass; depth: number }[] {
  const under = (parent: string | null, depth: number): { one: ProblemClass; depth: number }[] =>
    classes.flatMap((one) => ((one.parent ?? null) === parent ? [{ one, depth }, ...(depth < DEEPEST ? under(one.code, depth + 1) : [])] : []))
  return under(null, 0)
}

function useKindName(): (code: string) => string {
  const t = texts.use()
  return (code) => {
    const known = COMPLAINT_KINDS.find((one) => one === code)
    return known ? t(`kinds.${known}`) : code
  }
}

/** The tree is changed here and published as a whole. */
export function Classes() {
  const t = texts.use()
  const query = useQuery(treeQuery)
  return (
    <Loaded query={query} lines={8}>
      {(tree) => tree && <Editor key={tree.version} version={tree.version} kept={tree.classes} title={t('classes.version', { version: tree.version })} />}
    </Loaded>
  )
}

function Editor({ version, kept, title }: { version: number; kept: readonly ProblemClass[]; title: string }) {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  const publishes = useCan()('orders.problem_trees.publish')
  const publish = usePublishTree()
  const { nameOf: reasonName } = useCaseReasons(zh)
  const kindName = useKindName()
  const listed = (codes: readonly string[] | undefined, name: (code: string) => string) => (codes ?? []).map(name).join(zh ? '、' : ', ')
  const [classes, setClasses] = useState<readonly ProblemClass[]>(kept)
  const [editing, setEditing] = useState<ProblemClass | 'new' | null>(null)
  const [asking, setAsking] = useState(false)
  const changed = classes !== kept
  return (
    <Card
      title={title}
      extra={
        publishes && (
          <Button icon={AddIcon} onClick={() => setEditing('new')}>
            {t('classes.add')}
          </Button>
        )
      }
    >
      {changed && (
        <Banner
          tone="warning"
          action={
            <>
              <Button onClick={() => setClasses(kept)}>{t('classes.discard')}</Button>
              <Button kind="primary" onClick={() => setAsking(true)}>
                {t('classes.publish')}
              </Button>
            </>
          }
        >
          {t('classes.changed')}
        </Banner>
      )}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by keyboard */}
      <div className="dz-table-wrap" tabIndex={0} role="region" aria-label={title}>
        <table className="dz-table">
          <thead>
            <tr>
              <th>{t('reviews.class')}</th>
              <th>{t('classes.words')}</th>
              <th>{t('classes.reasons')}</th>
              <th>{t('classes.kinds')}</th>
              <th>{t('classes.do')}</th>
            </tr>
          </thead>
          <tbody>
            {inTree(classes).map(({ one, depth }) => (
              <tr key={one.code}>
                <td style={{ paddingInlineStart: 12 + depth * 20 }}>
                  <strong>{zh ? one.zh : one.en}</strong> <span className="dz-mono dz-soft">{one.code}</span>
                </td>
                <td style={{ minWidth: 160 }}>{join(one.words)}</td>
                <td>{listed(one.case_reasons, reasonName)}</td>
                <td>{listed(one.complaint_kinds, kindName)}</td>
                <td>
                  {publishes && (
                    <span className="dz-row" style={{ flexWrap: 'nowrap' }}>
                      <Button size="small" onClick={() => setEditing(one)}>
                        {t('classes.edit')}
                      </Button>
                      {!classes.some((other) => other.parent === one.code) && (
                        <Button size="small" kind="quiet" onClick={() => setClasses(classes.filter((other) => other !== one))}>
                          {t('classes.remove')}
                        </Button>
                      )}
                    </span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {editing !== null && (
        <ClassForm
          kept={editing === 'new' ? null : editing}
          classes={classes}
          onSave={(next) => setClasses(editing === 'new' ? [...classes, next] : classes.map((one) => (one === editing ? next : one)))}
          onClose={() => setEditing(null)}
        />
      )}
      <ConfirmAction
        open={asking}
        title={t('classes.publishTitle')}
        verb={t('classes.publish')}
        reason="optional"
        onConfirm={async (note) => {
          await publish.mutateAsync({ based_on: version, classes: [...classes], note })
          toast.success(t('classes.published'))
        }}
        onClose={() => setAsking(false)}
      >
        {t('classes.publishText')}
      </ConfirmAction>
    </Card>
  )
}

interface Values {
  code: string
  parent: string
  zh: string
  en: string
  words: string | null
  reasons: string[]
  kinds: string[]
}

/** Of codes that nobody knows any more, those that stand here can still be kept or taken out. */
const choices = (known: readonly string[], kept: readonly string[] | undefined, name: (code: string) => string) => [...new Set([...known, ...(kept ?? [])])].map((value) => ({ value, label: name(value) }))

function ClassForm({ kept, classes, onSave, onClose }: { kept: ProblemClass | null; classes: readonly ProblemClass[]; onSave: (next: ProblemClass) => void; onClose: () => void }) {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  const { all: reasons, nameOf: reasonName } = useCaseReasons(zh)
  const kindName = useKindName()
  const parents = classes.filter((one) => one.code !== kept?.code).map((one) => ({ value: one.code, label: zh ? one.zh : one.en }))
  const fields: FormField<Values>[] = [
    { kind: 'text', name: 'code', label: t('classes.code'), required: true, maxLength: 40, pattern: /^[a-z][a-z0-9_]{1,39}$/, disabled: kept !== null },
    { kind: 'select', name: 'parent', label: t('classes.parent'), required: true, options: [{ value: TOP, label: t('classes.top') }, ...parents] },
    { kind: 'text', name: 'zh', label: t('classes.zh'), required: true, maxLength: 40 },
    { kind: 'text', name: 'en', label: t('classes.en'), required: true, maxLength: 80 },
    { kind: 'textarea', name: 'words', label: t('classes.words'), help: t('classes.wordsHelp'), rows: 2 },
    { kind: 'multi', name: 'reasons', label: t('classes.reasons'), options: choices(reasons.map((one) => one.value), kept?.case_reasons, reasonName) },
    { kind: 'multi', name: 'kinds', label: t('classes.kinds'), options: choices(COMPLAINT_KINDS, kept?.complaint_kinds, kindName) },
  ]
  return (
    <FormModal<Values>
      open
      title={t(kept ? 'classes.edit' : 'classes.add')}
      verb={t('answers.save')}
      fields={fields}
      initial={kept ? { ...kept, parent: kept.parent ?? TOP, words: join(kept.words), reasons: kept.case_reasons ?? [], kinds: kept.complaint_kinds ?? [] } : { parent: TOP }}
      onSubmit={async ({ code, parent, words, reasons, kinds, ...names }) =>
        onSave({ ...names, code: kept?.code ?? code, parent: parent === TOP ? null : parent, words: wordsOf(words), case_reasons: reasons, complaint_kinds: kinds })
      }
      onClose={onClose}
    />
  )
}
