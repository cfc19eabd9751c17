import type { Rights, RightSource } from './queries'

/** What a permission code looks like; the server has the same pattern. */
export const PERMISSION = /^(\*|[a-z][a-z_]{0,40}\.\*|[a-z][a-z_]{0,40}(\.[a-z][a-z_]{0,40}){1,3})$/

export type SourceSentence =
  | { key: 'rights.byAccount'; values: { role: string } }
  | { key: 'rights.byPosition'; values: { role: string; position: string; unit: string; since: string } }
  | { key: 'rights.byGrant'; values: { role: string; until: string; by: string; reason: string } }

export interface Reason {
  source: RightSource
  /** The account has the same role by itself as well: without this source it would keep it. */
  alsoByAccount: boolean
}

/** Each role is told once where the account and something else both give it. */
export function reasonsOf(sources: readonly RightSource[]): Reason[] {
  const byAccount = new Set(sources.filter((one) => one.kind === 'account').map((one) => one.role_id))
  const explained = new Set(sources.filter((one) => one.kind !== 'account').map((one) => one.role_id))
  return sources.filter((one) => one.kind !== 'account' || !explained.has(one.role_id)).map((source) => ({ source, alsoByAccount: source.kind !== 'account' && byAccount.has(source.role_id) }))
}

/** The sentence that says by what an account has a role, with its facts in the reader's language. */
export function sentenceOf(source: RightSource, chinese: boolean, nobody: string): SourceSentence {
  const pick = (zh: string | null, en: string | null) => (chinese ? zh : en) ?? zh ?? en ?? '–'
  const role = pick(source.role_zh, source.role_en)
  if (source.kind === 'position') {
    return { key: 'rights.byPosition', values: { role, position: pick(source.position_zh, source.position_en), unit: pick(source.unit_zh, source.unit_en), since: source.since ?? '–' } }
  }
  if (source.kind === 'grant') {
    return { key: 'rights.byGrant', values: { role, until: source.until ?? '–', by: source.granted_by.join(', ') || nobody, reason: source.reason ?? '' } }
  }
  return { key: 'rights.byAccount', values: { role } }
}

/** Permissions by the service they belong to, `*` first. */
export function byService(rights: Rights['permissions']): [service: string, Rights['permissions']][] {
  const groups = new Map<string, Rights['permissions']>()
  for (const right of rights) {
    const service = right.permission === '*' ? '*' : (right.permission.split('.', 1)[0] ?? '')
    groups.set(service, [...(groups.get(service) ?? []), right])
  }
  return [...groups.entries()].toSorted(([a], [b]) => a.localeCompare(b))
}
