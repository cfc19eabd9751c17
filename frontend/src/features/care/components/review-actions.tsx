import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useLanguage } from '@/shared/i18n'
import { Results, toast } from '@/shared/ui'
import { FormModal, type FormField } from '@/shared/ui/form'
import { type BuyerReviewResults, findAnswers, treeQuery, useAnswerReviews, useClassifyReviews } from '../feedback/queries'
import { texts } from '../feedback-texts'

export interface OnReviews {
  verb: 'answer' | 'classify'
  ids: string[]
  done?: () => void
}

/** Asks, does it, and says for each review what became of it; the same for one and for a hundred. */
export function ReviewAction({ asking, onClose }: { asking: OnReviews | null; onClose: () => void }) {
  const [shown, setShown] = useState<BuyerReviewResults | null>(null)
  const t = texts.use()
  const tell = (results: BuyerReviewResults) => {
    if (results.refused === 0) toast.success(t('act.done'))
    else setShown(results)
    asking?.done?.()
  }
  return (
    <>
      {asking?.verb === 'answer' && <Answer ids={asking.ids} tell={tell} onClose={onClose} />}
      {asking?.verb === 'classify' && <Classify ids={asking.ids} tell={tell} onClose={onClose} />}
      {shown && <Results of={t('reviews.number')} results={shown.results} onClose={() => setShown(null)} />}
    </>
  )
}

interface Doing {
  ids: string[]
  tell: (results: BuyerReviewResults) => void
  onClose: () => void
}

interface AnswerValues {
  standard: string | null
  language: string | null
  text: string | null
}

function Answer({ ids, tell, onClose }: Doing) {
  const t = texts.use()
  const answer = useAnswerReviews()
  const fields: FormField<AnswerValues>[] = [
    { kind: 'find', name: 'standard', label: t('act.standard'), find: findAnswers },
    { kind: 'select', name: 'language', label: t('act.language'), options: [{ value: 'zh', label: '中文' }, { value: 'en', label: 'English' }], when: (values) => Boolean(values.standard) },
    {
      kind: 'textarea',
      name: 'text',
      label: t('act.byHand'),
      help: t('act.eitherHelp'),
      rows: 4,
      maxLength: 500,
      check: (value, values) => (Boolean(typeof value === 'string' && value.trim()) === Boolean(values.standard) ? t('act.either') : undefined),
    },
  ]
  return (
    <FormModal<AnswerValues>
      open
      title={t('act.answerTitle', { number: ids.length })}
      verb={t('act.answer')}
      fields={fields}
      initial={{ language: 'zh' }}
      onSubmit={async ({ standard, language, text }) => tell(await answer.mutateAsync({ ids, text: text ?? '', standard, language: language === 'en' ? 'en' : 'zh' }))}
      onClose={onClose}
    />
  )
}

interface ClassValues {
  code: string | null
  sku: string | null
}
const NONE = '-'

function Classify({ ids, tell, onClose }: Doing) {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  const classify = useClassifyReviews()
  const { data } = useQuery(treeQuery)
  const options = [...(data?.classes ?? []).map((one) => ({ value: one.code, label: zh ? one.zh : one.en })), { value: NONE, label: t('act.noProblem') }]
  return (
    <FormModal<ClassValues>
      open
      title={t('act.classifyTitle', { number: ids.length })}
      verb={t('act.classify')}
      fields={[
        { kind: 'select', name: 'code', label: t('reviews.class'), required: true, options },
        { kind: 'text', name: 'sku', label: t('act.sku'), maxLength: 64 },
      ]}
      initial={{}}
      onSubmit={async ({ code, sku }) => tell(await classify.mutateAsync({ ids, code: code === NONE ? null : code, sku: sku?.trim() ?? null }))}
      onClose={onClose}
    />
  )
}
