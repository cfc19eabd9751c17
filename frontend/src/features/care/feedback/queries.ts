import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { body, ifMatch, keysOf, quoted, useCan } from '@/shared/api'
import {
  addAnswerToClass,
  answerBuyerReviews,
  appealMaliciousReview,
  type BuyerReviewOut,
  type BuyerReviewResults,
  type BuyerReviewDeskRow,
  changeAnswerOfClass,
  classifyBuyerReviews,
  type ComplaintKind,
  decideOnImprovement,
  type FeedbackParameters,
  type Figure,
  type FigureGroup,
  followUpBuyerReview,
  getBuyerReview,
  importReviewFile,
  type ImprovementRow,
  type ImprovementView,
  listAftersalesPolicies,
  listBuyerReviews,
  listFeedbackPolicies,
  listImprovements,
  listOrderShops,
  listProblemsOfImprovement,
  listProblemTrees,
  listQualityOfProduct,
  listRowsOfServiceFigure,
  listStandardAnswers,
  markReviewMalicious,
  noteResultOfReviewAppeal,
  type ProblemClass,
  publishClassesOfProblems,
  publishPolicyOfFeedback,
  type QualityEntryOut,
  type ReviewView,
  type ServiceFactRow,
  type ServiceFigures,
  showQualityMonthsOfProduct,
  showServiceFigures,
  type StandardAnswerIn,
  type StandardAnswerOut,
  takeBackMaliciousMark,
} from '@/shared/api/gen'
import { saveFile } from '@/shared/api/save'

export type { BuyerReviewOut, BuyerReviewResults, BuyerReviewDeskRow, ComplaintKind, FeedbackParameters, Figure, FigureGroup, ImprovementRow, ProblemClass, QualityEntryOut, ServiceFactRow, ServiceFigures, StandardAnswerOut }
/** On the desk, or on its own page. */
export type BuyerReviewRow = BuyerReviewDeskRow | BuyerReviewOut

const PAGE = 50
const MOST = 100
const NO_REASONS: readonly { code: string; zh: string; en: string }[] = []
export const reviewKeys = keysOf('buyer_review')
export const answerKeys = keysOf('standard_answer')
export const treeKeys = keysOf('problem_tree')
export const improvementKeys = keysOf('improvement')
export const figureKeys = keysOf('service_figure')
const policyKeys = keysOf('feedback_policy')

export const VIEWS = ['unanswered', 'follow_up', 'malicious', 'all'] as const
export const COMPLAINT_KINDS = ['service', 'quality', 'delivery', 'wrong_goods', 'refund', 'description', 'price', 'dispute', 'other'] as const
export const STATES = ['new', 'open', 'done', 'declined'] as const
export const GROUPS = ['person', 'shop', 'month'] as const

export interface ReviewSearch {
  view?: ReviewView | undefined
  stars?: string | undefined
  shop?: string | undefined
  class_code?: string | undefined
  q?: string | undefined
  priority?: boolean | undefined
}

/** Values of the address line are text; what the API does not know it refuses with a clear problem. */
export const reviewPage =
  ({ view, stars, shop, class_code, q, priority }: ReviewSearch) =>
  (cursor: string | undefined, signal: AbortSignal) =>
    body(listBuyerReviews({ query: { view, stars: stars ? Number(stars) : undefined, shop_id: shop, class_code, q, priority: view === 'all' ? undefined : priority, limit: PAGE, cursor }, signal }))
export const reviewQuery = (id: string) => queryOptions({ queryKey: reviewKeys.one(id), queryFn: ({ signal }) => body(getBuyerReview({ path: { review_id: id }, signal })) })

export const answerPage =
  ({ q, class_code, retired }: { q?: string | undefined; class_code?: string | undefined; retired?: boolean | undefined }) =>
  (cursor: string | undefined, signal: AbortSignal) =>
    body(listStandardAnswers({ query: { q, class_code, retired, limit: PAGE, cursor }, signal }))
/** For the field in which an answer is sought by its keys. */
export const findAnswers = async (q: string, signal: AbortSignal) => (await body(listStandardAnswers({ query: { q, limit: 20 }, signal }))).data.map((one) => ({ value: one.id, label: `${one.title} · ${one.zh}` }))

export const treeQuery = queryOptions({ queryKey: treeKeys.other('newest'), queryFn: async ({ signal }) => (await body(listProblemTrees({ query: { limit: 1 }, signal }))).data[0] })

/** What a class is called; a code that is no longer in the tree is shown as it is. */
export function useClassName(zh: boolean): (code: string | null) => string {
  const { data } = useQuery(treeQuery)
  return (code) => {
    const found = data?.classes.find((one) => one.code === code)
    return code === null ? '' : found ? (zh ? found.zh : found.en) : code
  }
}

export interface ImprovementSearch {
  months?: string | undefined
  state?: string | undefined
  class_code?: string | undefined
  sku?: string | undefined
}
const monthsOf = ({ months }: ImprovementSearch) => (months ? Number(months) : 3)
export const improvementPage = (search: ImprovementSearch) => (cursor: string | undefined, signal: AbortSignal) =>
  body(listImprovements({ query: { months: monthsOf(search), state: search.state as ImprovementView | undefined, class_code: search.class_code, sku: search.sku, limit: PAGE, cursor }, signal }))
export const problemsQuery = (row: ImprovementRow, search: ImprovementSearch) =>
  queryOptions({
    queryKey: improvementKeys.other('problems', row.class_code, row.sku, String(monthsOf(search))),
    queryFn: ({ signal }) => body(listProblemsOfImprovement({ query: { class_code: row.class_code, sku: row.sku, months: monthsOf(search), limit: MOST }, signal })),
  })

export const productPage = (sku: string) => (cursor: string | undefined, signal: AbortSignal) => body(listQualityOfProduct({ path: { sku }, query: { limit: PAGE, cursor }, signal }))
export const productMonthsQuery = (sku: string) => queryOptions({ queryKey: improvementKeys.other('months', sku), queryFn: ({ signal }) => body(showQualityMonthsOfProduct({ path: { sku }, signal })) })

export interface FigureSearch {
  by?: FigureGroup | undefined
  month?: string | undefined
  shop?: string | undefined
}
/** By month the last twelve are shown, else one. */
const figureScope = ({ by = 'person', month, shop }: FigureSearch) => ({ month, months: by === 'month' ? 12 : 1, shop_id: shop })
export const figuresQuery = (search: FigureSearch) =>
  queryOptions({ queryKey: figureKeys.list(search), queryFn: ({ signal }) => body(showServiceFigures({ query: { ...figureScope(search), by: search.by ?? 'person' }, signal })) })
export const exportFigures = (search: FigureSearch) => {
  const asked = Object.entries({ ...figureScope(search), by: search.by ?? 'person' }).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]))
  return saveFile(`/api/orders/v1/care/figures/export?${new URLSearchParams(asked)}`, 'service-figures.xlsx')
}
/** Exactly what counts in one figure of one row. */
export function factsQuery(search: FigureSearch, row: string | null, figure: Figure) {
  const by = search.by ?? 'person'
  const which = row === null ? {} : by === 'person' ? { person_id: row } : by === 'shop' ? { shop_id: row } : { month: row, months: 1 }
  return queryOptions({ queryKey: figureKeys.other('rows', by, search.month ?? '', search.shop ?? '', row ?? '*', figure), queryFn: ({ signal }) => body(listRowsOfServiceFigure({ query: { ...figureScope(search), ...which, figure, limit: MOST }, signal })) })
}

export const policyQuery = queryOptions({ queryKey: policyKeys.list(), queryFn: async ({ signal }) => (await body(listFeedbackPolicies({ query: { limit: 20 }, signal }))).data })

/** Every reason that a version of the after-sales policy knows, the newest name of each. */
const reasonsQuery = queryOptions({
  queryKey: keysOf('aftersales_policy').other('reasons-of-feedback'),
  queryFn: async ({ signal }) => {
    const policies = (await body(listAftersalesPolicies({ query: { limit: MOST }, signal }))).data
    return [...new Map(policies.toReversed().flatMap((policy) => policy.parameters.reasons.map((reason) => [reason.code, reason]))).values()]
  },
})
/** Reasons of cases to choose from, and what a code is called; one that no policy knows is shown as it is. */
export function useCaseReasons(zh: boolean): { all: { value: string; label: string }[]; nameOf: (code: string) => string } {
  const can = useCan()('orders.policies.read')
  const { data = NO_REASONS } = useQuery({ ...reasonsQuery, enabled: can })
  return useMemo(() => {
    const all = data.map((reason) => ({ value: reason.code, label: zh ? reason.zh : reason.en }))
    return { all, nameOf: (code) => all.find((one) => one.value === code)?.label ?? code }
  }, [data, zh])
}

const shopNamesQuery = queryOptions({
  queryKey: keysOf('order_shop').other('names-of-feedback'),
  queryFn: async ({ signal }) => (await body(listOrderShops({ query: { limit: MOST }, signal }))).data.map((shop) => ({ value: shop.id, label: shop.name })),
})
export function useShopChoices(): { value: string; label: string }[] {
  return useQuery(shopNamesQuery).data ?? []
}

function useChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    // Pages show a refusal where the action was started.
    meta: { quiet: true },
    onSettled: () => Promise.all([reviewKeys, answerKeys, treeKeys, improvementKeys, policyKeys].map((keys) => client.invalidateQueries({ queryKey: keys.all }))),
  })
}

interface OnReview {
  row: { id: string; version: number }
}
const at = ({ row }: OnReview) => ({ path: { review_id: row.id }, headers: ifMatch(quoted(String(row.version))) })

export const useAnswerReviews = () =>
  useChange(({ ids, text, standard, language }: { ids: string[]; text: string; standard: string | null; language: 'zh' | 'en' }) =>
    body(answerBuyerReviews({ body: standard === null ? { ids, text } : { ids, standard_answer_id: standard, language } })),
  )
export const useClassifyReviews = () => useChange(({ ids, code, sku }: { ids: string[]; code: string | null; sku: string | null }) => body(classifyBuyerReviews({ body: { ids, class_code: code, ...(sku ? { sku } : {}) } })))
export const useFollowUp = () => useChange(({ complaint, reason, ...review }: OnReview & { complaint: ComplaintKind | null; reason: string }) => body(followUpBuyerReview({ ...at(review), body: { complaint, reason } })))
export const useMarkMalicious = () => useChange(({ evidence, reason, ...review }: OnReview & { evidence: string[]; reason: string }) => body(markReviewMalicious({ ...at(review), body: { evidence, reason } })))
export const useTakeBackMark = () => useChange(({ reason, ...review }: OnReview & { reason: string }) => body(takeBackMaliciousMark({ ...at(review), body: { reason } })))
export const useAppealReview = () => useChange(({ reason, ...review }: OnReview & { reason: string }) => body(appealMaliciousReview({ ...at(review), body: { reason } })))
export const useAppealResult = () => useChange(({ upheld, reason, ...review }: OnReview & { upheld: boolean; reason: string }) => body(noteResultOfReviewAppeal({ ...at(review), body: { upheld, reason } })))
export const useImportReviews = () => useChange(({ file, shop, check }: { file: File; shop: string; check: boolean }) => body(importReviewFile({ body: { file, shop_id: shop, mode: check ? 'check' : 'run' } })))

export const useSaveAnswer = () =>
  useChange(({ kept, content }: { kept: StandardAnswerOut | null; content: StandardAnswerIn }) =>
    kept === null ? body(addAnswerToClass({ body: content })) : body(changeAnswerOfClass({ path: { answer_id: kept.id }, headers: ifMatch(quoted(String(kept.version))), body: content })),
  )
export const usePublishTree = () => useChange(({ based_on, classes, note }: { based_on: number; classes: ProblemClass[]; note: string }) => body(publishClassesOfProblems({ body: { based_on, classes, note } })))
export const usePublishPolicy = () => useChange(({ parameters, note }: { parameters: FeedbackParameters; note: string }) => body(publishPolicyOfFeedback({ body: { parameters, note } })))
export const useDecideImprovement = () =>
  useChange(({ row, ...decision }: { row: ImprovementRow; state: 'open' | 'done' | 'declined'; owner: string; due_on: string | null; reason: string }) =>
    body(decideOnImprovement({ headers: ifMatch(quoted(String(row.version))), body: { class_code: row.class_code, sku: row.sku, ...decision } })),
  )
