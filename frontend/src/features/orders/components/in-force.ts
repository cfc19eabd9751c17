import type { PolicyOut } from '../queries'

type Dated = Pick<PolicyOut, 'version' | 'effective_from'>

const start = (policy: Dated) => (policy.effective_from === null ? Number.NEGATIVE_INFINITY : Date.parse(policy.effective_from))

/** The version in force: of those in effect the one that took effect last, and of these the newest (as the service decides it). */
export function inForce<Policy extends Dated>(policies: readonly Policy[], now: number): Policy | undefined {
  return policies.filter((policy) => start(policy) <= now).toSorted((a, b) => start(b) - start(a) || b.version - a.version)[0]
}
