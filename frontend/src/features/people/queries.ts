import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { body, ifMatch, keysOf, versioned } from '@/shared/api'
import {
  type Account,
  type AccountIn,
  type AccountPatch,
  type ApiClient,
  type ApiClientIn,
  type ApiClientPatch,
  peopleChangeAccount,
  peopleChangeApiClient,
  peopleChangePassword,
  peopleChangeRole,
  peopleCreateAccount,
  peopleCreateApiClient,
  peopleCreateRole,
  peopleEndAccountSessions,
  peopleEndAllSessions,
  peopleEndSession,
  peopleGetAccount,
  peopleGetApiClient,
  peopleGetRole,
  peopleListAccounts,
  peopleListApiClients,
  peopleListRoles,
  peopleListSessions,
  peopleResetPassword,
  peopleRotateApiClientSecret,
  type Role,
  type RoleIn,
  type RolePatch,
  type Session,
} from '@/shared/api/gen'

export type { Account, AccountIn, AccountPatch, ApiClient, ApiClientIn, ApiClientPatch, Role, RoleIn, RolePatch, Session }

export const accountKeys = keysOf('account')
export const roleKeys = keysOf('role')
export const clientKeys = keysOf('api_client')
export const sessionKeys = keysOf('session')

const PAGE = 100

export interface AccountSearch {
  q?: string | undefined
  role_id?: string | undefined
  disabled?: boolean | undefined
}

export const accountPage = (search: AccountSearch) => (cursor: string | undefined, signal: AbortSignal) => body(peopleListAccounts({ query: { ...search, limit: PAGE, cursor }, signal }))
export const clientPage = (cursor: string | undefined, signal: AbortSignal) => body(peopleListApiClients({ query: { limit: PAGE, cursor }, signal }))

/** Roles are few: all of them, for lists and for choosing. */
export const rolesQuery = queryOptions({
  queryKey: roleKeys.list(),
  queryFn: async ({ signal }) => {
    const roles: Role[] = []
    let cursor: string | undefined
    do {
      const page = await body(peopleListRoles({ query: { limit: PAGE, cursor }, signal }))
      roles.push(...page.data)
      cursor = page.has_more ? (page.next_cursor ?? undefined) : undefined
    } while (cursor)
    return roles
  },
})

export const sessionsQuery = queryOptions({
  queryKey: sessionKeys.list(),
  queryFn: async ({ signal }) => (await body(peopleListSessions({ query: { limit: PAGE }, signal }))).data,
})

/** A change to what people keeps; afterwards the lists that show it are read again. */
function useChange<Input, Output>(noun: readonly string[], change: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    // Pages show a refusal where the action was started.
    meta: { quiet: true },
    onSettled: () => client.invalidateQueries({ queryKey: noun }),
  })
}

const path = { account: (id: string) => ({ account_id: id }), role: (id: string) => ({ role_id: id }), client: (id: string) => ({ client_id: id }), session: (id: string) => ({ session_id: id }) }

/** The account as it is now, with its version, for a form. */
export const readAccount = (id: string) => versioned(peopleGetAccount({ path: path.account(id) }))
export const readRole = (id: string) => versioned(peopleGetRole({ path: path.role(id) }))
export const readClient = (id: string) => versioned(peopleGetApiClient({ path: path.client(id) }))

interface Edit<Patch> {
  id: string
  etag: string | null
  patch: Patch
}

export const useCreateAccount = () => useChange(accountKeys.all, (input: AccountIn) => body(peopleCreateAccount({ body: input })))
export const useChangeAccount = () => useChange(accountKeys.all, ({ id, etag, patch }: Edit<AccountPatch>) => body(peopleChangeAccount({ path: path.account(id), body: patch, headers: ifMatch(etag) })))
export const useResetPassword = () => useChange(accountKeys.all, (id: string) => body(peopleResetPassword({ path: path.account(id) })))
export const useEndAccountSessions = () => useChange(accountKeys.all, (id: string) => peopleEndAccountSessions({ path: path.account(id) }))

export const useCreateRole = () => useChange(roleKeys.all, (input: RoleIn) => body(peopleCreateRole({ body: input })))
export const useChangeRole = () => useChange(roleKeys.all, ({ id, etag, patch }: Edit<RolePatch>) => body(peopleChangeRole({ path: path.role(id), body: patch, headers: ifMatch(etag) })))

export const useCreateClient = () => useChange(clientKeys.all, (input: ApiClientIn) => body(peopleCreateApiClient({ body: input })))
export const useChangeClient = () => useChange(clientKeys.all, ({ id, etag, patch }: Edit<ApiClientPatch>) => body(peopleChangeApiClient({ path: path.client(id), body: patch, headers: ifMatch(etag) })))
export const useRotateSecret = () => useChange(clientKeys.all, (id: string) => body(peopleRotateApiClientSecret({ path: path.client(id) })))

export const useEndSession = () => useChange(sessionKeys.all, (id: string) => peopleEndSession({ path: path.session(id) }))
export const useEndAllSessions = () => useChange(sessionKeys.all, () => peopleEndAllSessions())
export const useChangePassword = () => useChange(sessionKeys.all, (input: { current: string; new: string }) => peopleChangePassword({ body: input }))
