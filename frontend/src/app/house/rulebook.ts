/** What /api/rules.json says: every rule of the company, and what the software does of it (SYS-6). */
export interface Rule {
  number: string
  area: string
  title_zh: string
  title_en: string
  text_zh: string
  text_en: string
  parameters: { name: string; value: string | number; unit: string }[]
  carried_out: string
  pages: string[]
  policies: string[]
  gap_zh: string | null
  gap_en: string | null
}

export interface Rulebook {
  areas: { code: string; title_zh: string; title_en: string }[]
  rules: Rule[]
}

/** A version of some service's policy: what it holds beside these differs by rule. */
export interface PolicyVersion {
  version: number
  effective_from: string | null
  [figure: string]: unknown
}

export const STATES = ['yes', 'partly', 'no'] as const
export type State = (typeof STATES)[number]

export interface RuleSearch {
  area?: string | undefined
  state?: State | undefined
  q?: string | undefined
}

export function stateOf(rule: Rule): State {
  return STATES.find((one) => one === rule.carried_out) ?? 'no'
}

export function matching(rules: readonly Rule[], { area, state, q }: RuleSearch): Rule[] {
  const words = (q ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  return rules.filter((rule) => {
    const text = [rule.number, rule.title_zh, rule.title_en, rule.text_zh, rule.text_en].join(' ').toLowerCase()
    return (!area || rule.area === area) && (!state || stateOf(rule) === state) && words.every((word) => text.includes(word))
  })
}

export function counted(rules: readonly Rule[]): Record<State, number> {
  const sum = { yes: 0, partly: 0, no: 0 }
  for (const rule of rules) sum[stateOf(rule)] += 1
  return sum
}

/** Of versions, newest first, the one that holds at `now`; one without a time held from the beginning. */
export function inForce(versions: readonly PolicyVersion[], now: number): PolicyVersion | undefined {
  const begun = versions.filter((one) => one['state'] !== 'draft' && (!one.effective_from || Date.parse(one.effective_from) <= now))
  return begun.toSorted((a, b) => Date.parse(b.effective_from ?? '') - Date.parse(a.effective_from ?? '') || b.version - a.version)[0]
}

const ABOUT_THE_VERSION = new Set(['version', 'number', 'state', 'effective_from', 'created_at', 'created_by', 'published_at', 'published_by', 'warnings', 'content', 'id'])

/** What people call the version: some services number it apart from the row's own version. */
export function numberOf(version: PolicyVersion): number {
  return typeof version['number'] === 'number' ? version['number'] : version.version
}

/** The figures of a version as text, as the service names them. */
export function figuresOf(version: PolicyVersion): [name: string, value: string][] {
  const content = version['content']
  const figures = { ...version, ...(typeof content === 'object' && content !== null ? content : {}) }
  return Object.entries(figures)
    .filter(([name]) => !ABOUT_THE_VERSION.has(name))
    .map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)])
}
