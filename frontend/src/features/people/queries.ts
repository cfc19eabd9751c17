import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { body, ifMatch, keysOf, versioned } from '@/shared/api'
import {
  type AccountChange as AccountPatch,
  type AccountOut as Account,
  type ApiClientChange as ApiClientPatch,
  type ApiClientIn,
  type ApiClientOut as ApiClient,
  type NewAccount as AccountIn,
  type NewRole as RoleIn,
  changeOneAccount,
  changeOneApiClient,
  changeMyPassword,
  changeOneRole,
  createNewAccount,
  createNewApiClient,
  createNewRole,
  endAccountSessions,
  endMySessions,
  endMySession,
  getAccount,
  getApiClient,
  getRole,
  listAccounts,
  listApiClients,
  listRoles,
  listShops,
  listMySessions,
  resetAccountPassword,
  rotateApiClientSecret,
  type RoleChange as RolePatch,
  type RoleOut as Role,
  type MySessionOut as Session,
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

export const accountPage = (search: AccountSearch) => (cursor: string | undefined, signal: AbortSignal) => body(listAccounts({ query: { ...search, limit: PAGE, cursor }, signal }))
export const clientPage = (cursor: string | undefined, signal: AbortSignal) => body(listApiClients({ query: { limit: PAGE, cursor }, signal }))

/** Roles are few: all of them, for lists and for choosing. */
export const rolesQuery = queryOptions({
  queryKey: roleKeys.list(),
  queryFn: async ({ signal }) => {
    const roles: Role[] = []
    let cursor: string | undefined
    do {
      const page = await body(listRoles({ query: { limit: PAGE, cursor }, signal }))
      roles.push(...page.data)
      cursor = page.has_more ? (page.next_cursor ?? undefined) : undefined
    } while (cursor)
    return roles
  },
})

/** Whose rows an account or a client may be limited to. */
export const shopsQuery = queryOptions({
  queryKey: keysOf('shop').other('to-limit'),
  queryFn: async ({ signal }) => {
    const shops: { id: string; name: string }[] = []
    let cursor: string | undefined
    do {
      const page = await body(listShops({ query: { limit: PAGE, cursor }, signal }))
      shops.push(...page.data)
      cursor = page.has_more ? (page.next_cursor ?? undefined) : undefined
    } while (cursor)
    return shops
  },
})

export const sessionsQuery = queryOptions({
  queryKey: sessionKeys.list(),
  queryFn: async ({ signal }) => (await body(listMySessions({ query: { limit: PAGE }, signal }))).data,
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
export const readAccount = (id: string) => versioned(getAccount({ path: path.account(id) }))
export const readRole = (id: string) => versioned(getRole({ path: path.role(id) }))
export const readClient = (id: string) => versioned(getApiClient({ path: path.client(id) }))

interface Edit<Patch> {
  id: string
  etag: string | null
  patch: Patch
}

export const useCreateAccount = () => useChange(accountKeys.all, (input: AccountIn) => body(createNewAccount({ body: input })))
export const useChangeAccount = () => useChange(accountKeys.all, ({ id, etag, patch }: Edit<AccountPatch>) => body(changeOneAccount({ path: path.account(id), body: patch, headers: ifMatch(etag) })))
export const useResetPassword = () => useChange(accountKeys.all, (id: string) => body(resetAccountPassword({ path: path.account(id) })))
export const useEndAccountSessions = () => useChange(accountKeys.all, (id: string) => endAccountSessions({ path: path.account(id) }))

export const useCreateRole = () => useChange(roleKeys.all, (input: RoleIn) => body(createNewRole({ body: input })))
export const useChangeRole = () => useChange(roleKeys.all, ({ id, etag, patch }: Edit<RolePatch>) => body(changeOneRole({ path: path.role(id), body: patch, headers: ifMatch(etag) })))

export const useCreateClient = () => useChange(clientKeys.all, (input: ApiClientIn) => body(createNewApiClient({ body: input })))
export const useChangeClient = () => useChange(clientKeys.all, ({ id, etag, patch }: Edit<ApiClientPatch>) => body(changeOneApiClient({ path: path.client(id), body: patch, headers: ifMatch(etag) })))
export const useRotateSecret = () => useChange(clientKeys.all, (id: string) => body(rotateApiClientSecret({ path: path.client(id), body: {} })))

export const useEndSession = () => useChange(sessionKeys.all, (id: string) => endMySession({ path: path.session(id) }))
export const useEndAllSessions = () => useChange(sessionKeys.all, () => endMySessions())
export const useChangePassword = () => useChange(sessionKeys.all, (input: { current: string; new: string }) => changeMyPassword({ body: input }))
