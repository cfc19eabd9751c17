import type { RouteStep, RouteWho } from '../queries'

export const WHO_KINDS = ['superior', 'unit_head', 'role', 'finance', 'position'] as const
export const MODES = ['one', 'any_of', 'joint'] as const

export const newWho = (): RouteWho => ({ kind: 'superior', levels: 1, of: 'requester', role: null, position_id: null })
export const newStep = (): RouteStep => ({ mode: 'one', who: [newWho()], above: null, remind_after_hours: 8, within_hours: 24 })

/** One decides by one source; the others need two at least. */
export function withMode(step: RouteStep, mode: RouteStep['mode']): RouteStep {
  const who = mode === 'one' ? step.who.slice(0, 1) : step.who.length > 1 ? step.who : [...step.who, newWho()]
  return { ...step, mode, who }
}

/** What does not belong to the kind is emptied, so that nobody believes it counted. */
export function withKind(who: RouteWho, kind: RouteWho['kind']): RouteWho {
  return { ...newWho(), kind, levels: kind === 'superior' || kind === 'unit_head' ? who.levels : 1, of: kind === 'unit_head' ? who.of : 'requester' }
}

export const replaced = <T>(list: readonly T[], at: number, value: T): T[] => list.map((one, place) => (place === at ? value : one))
export const without = <T>(list: readonly T[], at: number): T[] => list.filter((_, place) => place !== at)

/** "12", "12.5" and "12.50" as the exact decimal that the server keeps; null where nothing was typed, undefined where it is no amount. */
export function readAmount(text: string): string | null | undefined {
  const trimmed = text.trim()
  if (trimmed === '') return null
  const match = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(trimmed)
  return match ? `${match[1]}.${(match[2] ?? '').padEnd(2, '0')}` : undefined
}
