import { describe, expect, it } from 'vitest'
import type { PolicyParameters } from '../queries'
import { most, parametersOf, valuesOf } from './draft'

const shared = { weight: 30, zh: '同一', en: 'Same', least_buyers: 3 }
const policy: PolicyParameters = {
  threshold: 60,
  window_days: 30,
  shared_payer: { ...shared, weight: 40 },
  shared_device: shared,
  shared_address: shared,
  light_parcel: { weight: 40, zh: '轻', en: 'Light', percent: 20 },
  burst: { weight: 20, zh: '集中', en: 'Burst', minutes: 10, orders: 20, times: 5 },
  instant_praise: { weight: 25, zh: '好评', en: 'Praise', seconds: 60 },
  same_praise: { weight: 20, zh: '相同', en: 'Same', least_buyers: 3 },
  no_browsing: { weight: 15, zh: '未浏览', en: 'No browsing', seconds: 3 },
  credit: { start: 100, case_points: 20, appeal_points: 20, warning_below: 100, fine_below: 80, restricted_below: 60, fine_amount: '500.00', appeal_days: 5, malicious_refunds: 3 },
}

describe('a draft of the policy', () => {
  it('loses nothing between policy and form', () => {
    expect(parametersOf(policy, valuesOf(policy))).toEqual(policy)
  })

  it('changes what the form changed, and keeps the words', () => {
    const draft = parametersOf(policy, { ...valuesOf(policy), burst: 0, restricted: 50 })
    expect(draft.burst).toEqual({ ...policy.burst, weight: 0 })
    expect(draft.credit.restricted_below).toBe(50)
  })

  it('knows what an order scores at most', () => {
    expect(most(policy)).toBe(220)
  })
})
