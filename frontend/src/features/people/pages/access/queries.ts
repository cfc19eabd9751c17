import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { body, ifMatch, keysOf, versioned } from '@/shared/api'
import {
  type AccessPolicyOut as AccessPolicy,
  type AccountSessionOut as AccountSession,
  confirmMySecondFactor,
  endAccountAccess,
  endAccountSession,
  type GrantableRoleOut as GrantableRole,
  getAccountRights,
  getMyRights,
  getMySecondFactor,
  getRoleGrant,
  type HolderOut as Holder,
  listAccessPolicies,
  listAccounts,
  listAccountSessions,
  listGrantableRoles,
  listPermissionHolders,
  listRoleGrants,
  listRoleHolders,
  type NewAccessPolicy,
  type NewRoleGrant,
  removeMySecondFactor,
  renewMyRecoveryCodes,
  requestRoleGrant,
  resetAccountSecondFactor,
  revokeRoleGrant,
  type RightSourceOut as RightSource,
  type RightsOut as Rights,
  type RoleGrantOut as RoleGrant,
  setAccessPolicy,
  startMySecondFactor,
  withdrawRoleGrant,
} from '@/shared/api/gen'
import type { GrantState } from './states'

export type { AccessPolicy, AccountSession, GrantableRole, Holder, NewRoleGrant, Rights, RightSource, RoleGrant }

export const grantKeys = keysOf('role_grant')
export const policyKeys = keysOf('policy')
const accountKeys = keysOf('account')
const roleKeys = keysOf('role')
const sessionKeys = keysOf('session')
const PAGE = 100

export interface GrantSearch {
  state?: GrantState | undefined
  account_id?: string | undefined
}

export interface RightsSearch {
  account?: string | undefined
  permission?: string | undefined
  on?: string | undefined
}

/** Of the account that is named, else mine. Gaining and losing roles, positions and grants are all news of it. */
export const rightsQuery = ({ account, permission, on }: RightsSearch) =>
  queryOptions({
    queryKey: accountKeys.other('rights', account ?? 'me', permission ?? '', on ?? ''),
    queryFn: ({ signal }) => {
      const wanted = permission ? { permission } : {}
      return account ? body(getAccountRights({ path: { account_id: account }, query: { ...wanted, ...(on ? { on } : {}) }, signal })) : body(getMyRights({ query: wanted, signal }))
    },
  })

export const holderPage = (permission: string) => (cursor: string | undefined, signal: AbortSignal) => body(listPermissionHolders({ path: { permission }, query: { limit: PAGE, cursor }, signal }))
export const holderKeys = (permission: string) => roleKeys.other('holders', permission)

export const roleHoldersQuery = (roleId: string) =>
  queryOptions({ queryKey: roleKeys.other('holders of role', roleId), queryFn: ({ signal }) => body(listRoleHolders({ path: { role_id: roleId }, query: { limit: PAGE }, signal })) })

export async function findAccounts(q: string, signal?: AbortSignal) {
  const page = await body(listAccounts({ query: { limit: 20, ...(q ? { q } : {}) }, ...(signal ? { signal } : {}) }))
  return page.data.map((one) => ({ value: one.id, label: `${one.name} (${one.login})` }))
}

export const grantPage = (search: GrantSearch) => (cursor: string | undefined, signal: AbortSignal) => body(listRoleGrants({ query: { ...search, limit: PAGE, cursor }, signal }))

export const grantableRolesQuery = queryOptions({
  queryKey: roleKeys.other('grantable'),
  queryFn: async ({ signal }) => {
    const roles: GrantableRole[] = []
    let cursor: string | undefined
    do {
      const page = await body(listGrantableRoles({ query: { limit: PAGE, cursor }, signal }))
      roles.push(...page.data)
      cursor = page.has_more ? (page.next_cursor ?? undefined) : undefined
    } while (cursor)
    return roles
  },
})

export const policyQuery = queryOptions({ queryKey: policyKeys.one('access'), queryFn: async ({ signal }) => (await body(listAccessPolicies({ query: { limit: PAGE }, signal }))).data })
export const secondFactorQuery = queryOptions({ queryKey: accountKeys.other('second factor'), queryFn: ({ signal }) => body(getMySecondFactor({ signal })) })
export const accountSessionsQuery = (accountId: string) =>
  queryOptions({ queryKey: sessionKeys.one(accountId), queryFn: async ({ signal }) => (await body(listAccountSessions({ path: { account_id: accountId }, query: { limit: PAGE }, signal }))).data })

function useChange<Input, Output>(noun: readonly string[], change: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: change, meta: { quiet: true }, onSettled: () => client.invalidateQueries({ queryKey: noun }) })
}

interface Close {
  id: string
  reason: string
}

export const useRequestGrant = () => useChange(grantKeys.all, (input: NewRoleGrant) => body(requestRoleGrant({ body: input })))
export const useCloseGrant = (how: 'withdraw' | 'revoke') =>
  useChange(grantKeys.all, async ({ id, reason }: Close) => {
    const path = { grant_id: id }
    const { etag } = await versioned(getRoleGrant({ path }))
    return body((how === 'withdraw' ? withdrawRoleGrant : revokeRoleGrant)({ path, body: { reason }, headers: ifMatch(etag) }))
  })

export const useSetPolicy = () => useChange(policyKeys.all, (input: NewAccessPolicy) => body(setAccessPolicy({ body: input })))

export const useStartSecondFactor = () => useChange([], (password: string) => body(startMySecondFactor({ body: { password } })))
export const useConfirmSecondFactor = () => useChange(accountKeys.all, (code: string) => body(confirmMySecondFactor({ body: { code } })))
export const useRenewRecoveryCodes = () => useChange(accountKeys.all, (code: string) => body(renewMyRecoveryCodes({ body: { code } })))
export const useRemoveSecondFactor = () => useChange(accountKeys.all, (code: string) => removeMySecondFactor({ body: { code } }))

export const useResetSecondFactor = () => useChange(accountKeys.all, ({ id, reason }: Close) => resetAccountSecondFactor({ path: { account_id: id }, body: { reason } }))
export const useEndAccess = () => useChange(accountKeys.all, ({ id, reason }: Close) => endAccountAccess({ path: { account_id: id }, body: { reason } }))
export const useEndAccountSession = () => useChange(sessionKeys.all, ({ account, session }: { account: string; session: string }) => endAccountSession({ path: { account_id: account, session_id: session } }))
