import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { asApiError, body, callJson, keysOf } from '@/shared/api'
import {
  type AuditEntryOut,
  type DeadLetterOut,
  dropDeadLetterOfCatalog,
  dropDeadLetterOfChannels,
  dropDeadLetterOfOrders,
  dropDeadLetterOfPeople,
  dropDeadLetterOfWarehouse,
  listAuditEntriesOfCatalog,
  listAuditEntriesOfChannels,
  listAuditEntriesOfOrders,
  listAuditEntriesOfPeople,
  listAuditEntriesOfWarehouse,
  listDeadLettersOfCatalog,
  listDeadLettersOfChannels,
  listDeadLettersOfOrders,
  listDeadLettersOfPeople,
  listDeadLettersOfWarehouse,
  replayDeadLetterOfCatalog,
  replayDeadLetterOfChannels,
  replayDeadLetterOfOrders,
  replayDeadLetterOfPeople,
  replayDeadLetterOfWarehouse,
} from '@/shared/api/gen'
import type { PolicyVersion, Rulebook } from './rulebook'
import type { Service } from './services'

export type { AuditEntryOut }

/** Every service's messages have ids of their own: only with the service is it one letter. */
export type Letter = DeadLetterOut & { service: Service }

export const letterKeys = keysOf('dead_letter')
export const auditKeys = keysOf('audit_entry')

const PAGE = 100

const LETTERS = {
  catalog: { list: listDeadLettersOfCatalog, replay: replayDeadLetterOfCatalog, drop: dropDeadLetterOfCatalog },
  channels: { list: listDeadLettersOfChannels, replay: replayDeadLetterOfChannels, drop: dropDeadLetterOfChannels },
  orders: { list: listDeadLettersOfOrders, replay: replayDeadLetterOfOrders, drop: dropDeadLetterOfOrders },
  people: { list: listDeadLettersOfPeople, replay: replayDeadLetterOfPeople, drop: dropDeadLetterOfPeople },
  warehouse: { list: listDeadLettersOfWarehouse, replay: replayDeadLetterOfWarehouse, drop: dropDeadLetterOfWarehouse },
} as const satisfies Record<Service, unknown>

const AUDITS = {
  catalog: listAuditEntriesOfCatalog,
  channels: listAuditEntriesOfChannels,
  orders: listAuditEntriesOfOrders,
  people: listAuditEntriesOfPeople,
  warehouse: listAuditEntriesOfWarehouse,
} as const satisfies Record<Service, unknown>

interface Part {
  service: Service
  letters: Letter[]
  cursor: string | undefined
  failed: boolean
}

/** Where each service's list goes on; a service that is not named has nothing more. */
type Cursors = Partial<Record<Service, string>>

async function part(service: Service, state: string, cursor: string | undefined, signal: AbortSignal): Promise<Part> {
  try {
    const page = await body(LETTERS[service].list({ query: { state, limit: PAGE, ...(cursor ? { cursor } : {}) }, signal }))
    return { service, letters: page.data.map((letter) => ({ ...letter, service })), cursor: page.has_more ? (page.next_cursor ?? undefined) : undefined, failed: false }
  } catch (error) {
    // A service that is down leaves the others' letters readable (rule SYS-5); a refusal is a mistake and is shown.
    if (!asApiError(error).retryable) throw error
    return { service, letters: [], cursor: undefined, failed: true }
  }
}

export interface LetterPage {
  data: Letter[]
  has_more: boolean
  next_cursor: string | null
  /** Services that did not answer. */
  missing: Service[]
}

/** The letters of several services as one list, newest first within what was read; the cursor holds one cursor for each service. */
export const letterPage = (services: readonly Service[], state: string) => async (cursor: string | undefined, signal: AbortSignal): Promise<LetterPage> => {
  const cursors = cursor === undefined ? undefined : (JSON.parse(cursor) as Cursors)
  const asked = cursors ? services.filter((service) => cursors[service] !== undefined) : services
  const parts = await Promise.all(asked.map((service) => part(service, state, cursors?.[service], signal)))
  const next: Cursors = Object.fromEntries(parts.flatMap(({ service, cursor: after }) => (after ? [[service, after]] : [])))
  const more = Object.keys(next).length > 0
  const missing = parts.filter((one) => one.failed).map((one) => one.service)
  return { data: parts.flatMap((one) => one.letters).toSorted((a, b) => b.created_at.localeCompare(a.created_at)), has_more: more, next_cursor: more ? JSON.stringify(next) : null, missing }
}

export const auditPage = (service: Service, search: { noun?: string | undefined; noun_id?: string | undefined }) => (cursor: string | undefined, signal: AbortSignal) =>
  body(AUDITS[service]({ query: { ...(search.noun ? { noun: search.noun } : {}), ...(search.noun_id ? { noun_id: search.noun_id } : {}), limit: PAGE, ...(cursor ? { cursor } : {}) }, signal }))

function useLetterChange(change: 'replay' | 'drop') {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (letter: Letter) => LETTERS[letter.service][change]({ path: { letter_id: letter.id } }),
    meta: { quiet: true },
    onSettled: () => client.invalidateQueries({ queryKey: letterKeys.all }),
  })
}

export const useReplay = () => useLetterChange('replay')
export const useDrop = () => useLetterChange('drop')

/** Served beside the API's document: the same for everybody, until the next release. */
export const rulebookQuery = queryOptions({ queryKey: ['rulebook'], queryFn: async ({ signal }) => (await callJson<Rulebook>('GET', '/api/rules.json', { signal })).value, staleTime: Number.POSITIVE_INFINITY })

/** Versions of a policy, newest first, from the service that applies the rule. */
export const policyVersionsQuery = (url: string) =>
  queryOptions({ queryKey: keysOf('policy').other('of rule', url), queryFn: async ({ signal }) => (await callJson<{ data: PolicyVersion[] }>('GET', url, { signal })).value.data })
