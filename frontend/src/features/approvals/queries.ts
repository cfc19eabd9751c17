import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { body, ifMatch, keysOf, quoted } from '@/shared/api'
import {
  type ApprovalBulkResults as BulkResults,
  type ApprovalDelegationOut as Delegation,
  type ApprovalOut as Approval,
  type ApprovalPageOut as ApprovalPage,
  type ApprovalRouteOut as ApprovalRoute,
  type RoutePositionOut as RoutePosition,
  type RouteStep,
  type RouteWho,
  changeApprovalRoute,
  decideManyApprovals,
  decideOneApproval,
  delegateOwnApprovals,
  draftApprovalRoute,
  dropApprovalRoute,
  endOwnDelegation,
  getApproval,
  getApprovalCounts,
  getDecisionTimes,
  listApprovalColleagues,
  listApprovalKinds,
  listApprovalRoutes,
  listApprovals,
  listOwnDelegations,
  listPositionsForRoutes,
  listRolesForRoutes,
  publishApprovalRoute,
  withdrawOwnApproval,
} from '@/shared/api/gen'

export type { Approval, ApprovalPage, ApprovalRoute, BulkResults, Delegation, RoutePosition, RouteStep, RouteWho }
export type View = 'mine' | 'decided' | 'asked' | 'all'
export type Decision = 'approve' | 'refuse'

export const approvalKeys = keysOf('approval')
export const delegationKeys = keysOf('approval_delegation')
export const routeKeys = keysOf('approval_route')

const PAGE = 50
const MOST = 100

export const STATES = ['waiting', 'approved', 'refused', 'voided', 'withdrawn'] as const
export type State = (typeof STATES)[number]

export interface ApprovalSearch {
  kind?: string | undefined
  state?: State | undefined
}

export const approvalPage = (view: View, search: ApprovalSearch) => (cursor: string | undefined, signal: AbortSignal) =>
  body(listApprovals({ query: { view, ...search, limit: PAGE, cursor }, signal }))

export const approvalQuery = (id: string) => queryOptions({ queryKey: approvalKeys.one(id), queryFn: ({ signal }) => body(getApproval({ path: { approval_id: id }, signal })) })

/** For the badge. A delegation changes it as well. */
export const countsQuery = queryOptions({
  queryKey: approvalKeys.other('counts'),
  queryFn: ({ signal }) => body(getApprovalCounts({ signal })),
  meta: { nouns: ['approval_delegation'] },
  refetchInterval: 300_000,
})

export const delegationsQuery = queryOptions({ queryKey: delegationKeys.list(), queryFn: async ({ signal }) => (await body(listOwnDelegations({ query: { limit: MOST }, signal }))).data })

export const routesQuery = (every: boolean) =>
  queryOptions({
    queryKey: routeKeys.list({ every }),
    queryFn: async ({ signal }) => {
      const routes: ApprovalRoute[] = []
      let cursor: string | undefined
      do {
        const page = await body(listApprovalRoutes({ query: { limit: MOST, cursor, every_version: every }, signal }))
        routes.push(...page.data)
        cursor = page.has_more ? (page.next_cursor ?? undefined) : undefined
      } while (cursor)
      return routes
    },
  })

/** What there is a route for, by name; everybody may read it. */
export const kindsQuery = queryOptions({ queryKey: routeKeys.other('kinds'), queryFn: async ({ signal }) => (await body(listApprovalKinds({ signal }))).data })

/** Roles that a step can name: those with a code. */
export const namedRolesQuery = queryOptions({ queryKey: keysOf('role').other('of-routes'), queryFn: async ({ signal }) => (await body(listRolesForRoutes({ signal }))).data })

/** Positions by their names: those that match what is typed, or exactly those that routes name. */
const positionKeys = keysOf('position')
export const positionsQuery = (q: string) =>
  queryOptions({ queryKey: positionKeys.other('of-routes', q), queryFn: async ({ signal }) => (await body(listPositionsForRoutes({ query: { q }, signal }))).data, placeholderData: (before) => before })
export const positionNamesQuery = (ids: readonly string[]) =>
  queryOptions({
    queryKey: positionKeys.other('names', ...ids),
    enabled: ids.length > 0,
    queryFn: async ({ signal }) => (await body(listPositionsForRoutes({ query: { position_id: [...ids] }, signal }))).data,
  })

export const timesQuery = (by: 'kind' | 'decider', from_on: string) =>
  queryOptions({ queryKey: approvalKeys.other('times', by, from_on), queryFn: ({ signal }) => body(getDecisionTimes({ query: { by, from_on }, signal })) })

export const findColleagues = async (q: string, signal: AbortSignal) => (await body(listApprovalColleagues({ query: { q }, signal }))).data.map((one) => ({ value: one.id, label: one.name }))

function useChange<Input, Output>(nouns: readonly (readonly string[])[], change: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    // Pages show a refusal where the action was started.
    meta: { quiet: true },
    onSettled: () => Promise.all(nouns.map((queryKey) => client.invalidateQueries({ queryKey }))),
  })
}

const at = (version: number) => ifMatch(quoted(String(version)))

export interface Deciding {
  decision: Decision
  comment: string
}

/** On what the decider saw: its version and its digest go along. */
export const useDecide = () =>
  useChange([approvalKeys.all], ({ row, decision, comment }: Deciding & { row: Approval }) =>
    body(decideOneApproval({ path: { approval_id: row.id }, headers: at(row.version), body: { decision, comment, content_digest: row.content_digest } })),
  )
export const useDecideMany = () =>
  useChange([approvalKeys.all], ({ rows, decision, comment }: Deciding & { rows: readonly Approval[] }) =>
    body(decideManyApprovals({ body: { decision, comment, items: rows.map(({ id, version, content_digest }) => ({ id, version, content_digest })) } })),
  )
export const useWithdraw = () =>
  useChange([approvalKeys.all], ({ row, reason }: { row: Approval; reason: string }) => body(withdrawOwnApproval({ path: { approval_id: row.id }, headers: at(row.version), body: { reason } })))

export interface NewDelegation {
  to_account_id: string
  kinds: string[] | null
  from_on: string
  until_on: string
  reason: string
}
export const useDelegate = () => useChange([delegationKeys.all, approvalKeys.all], (input: NewDelegation) => body(delegateOwnApprovals({ body: input })))
export const useEndDelegation = () =>
  useChange([delegationKeys.all, approvalKeys.all], (one: Delegation) => body(endOwnDelegation({ path: { delegation_id: one.id }, headers: at(one.version) })))

export interface RouteText {
  name_zh: string
  name_en: string
  reason: string
  steps: RouteStep[]
}
export const useDraftRoute = () => useChange([routeKeys.all], (input: RouteText & { kind: string }) => body(draftApprovalRoute({ body: input })))
export const useChangeRoute = () =>
  useChange([routeKeys.all], ({ route, text }: { route: ApprovalRoute; text: RouteText }) => body(changeApprovalRoute({ path: { route_id: route.id }, headers: at(route.version), body: text })))
export const usePublishRoute = () =>
  useChange([routeKeys.all], ({ route, from }: { route: ApprovalRoute; from: string | null }) =>
    body(publishApprovalRoute({ path: { route_id: route.id }, headers: at(route.version), body: { effective_from: from } })),
  )
export const useDropRoute = () => useChange([routeKeys.all], (route: ApprovalRoute) => dropApprovalRoute({ path: { route_id: route.id }, headers: at(route.version) }))
