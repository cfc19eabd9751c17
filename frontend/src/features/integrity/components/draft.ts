import type { PolicyParameters } from '../queries'

/** Form values of a draft: every number of the policy by itself. Words of the signals stay as they are. */
export interface DraftValues {
  threshold: number
  window: number
  payer: number
  payerBuyers: number
  device: number
  deviceBuyers: number
  address: number
  addressBuyers: number
  light: number
  lightPercent: number
  burst: number
  burstMinutes: number
  burstOrders: number
  burstTimes: number
  praise: number
  praiseSeconds: number
  alike: number
  alikeBuyers: number
  browsing: number
  browsingSeconds: number
  start: number
  casePoints: number
  appealPoints: number
  warning: number
  fine: number
  restricted: number
  fineAmount: string
  appealDays: number
  refunds: number
}

export function valuesOf(from: PolicyParameters): DraftValues {
  const { credit } = from
  return {
    threshold: from.threshold,
    window: from.window_days,
    payer: from.shared_payer.weight,
    payerBuyers: from.shared_payer.least_buyers,
    device: from.shared_device.weight,
    deviceBuyers: from.shared_device.least_buyers,
    address: from.shared_address.weight,
    addressBuyers: from.shared_address.least_buyers,
    light: from.light_parcel.weight,
    lightPercent: from.light_parcel.percent,
    burst: from.burst.weight,
    burstMinutes: from.burst.minutes,
    burstOrders: from.burst.orders,
    burstTimes: from.burst.times,
    praise: from.instant_praise.weight,
    praiseSeconds: from.instant_praise.seconds,
    alike: from.same_praise.weight,
    alikeBuyers: from.same_praise.least_buyers,
    browsing: from.no_browsing.weight,
    browsingSeconds: from.no_browsing.seconds,
    start: credit.start,
    casePoints: credit.case_points,
    appealPoints: credit.appeal_points,
    warning: credit.warning_below,
    fine: credit.fine_below,
    restricted: credit.restricted_below,
    fineAmount: String(credit.fine_amount),
    appealDays: credit.appeal_days,
    refunds: credit.malicious_refunds,
  }
}

export function parametersOf(from: PolicyParameters, values: DraftValues): PolicyParameters {
  return {
    threshold: values.threshold,
    window_days: values.window,
    shared_payer: { ...from.shared_payer, weight: values.payer, least_buyers: values.payerBuyers },
    shared_device: { ...from.shared_device, weight: values.device, least_buyers: values.deviceBuyers },
    shared_address: { ...from.shared_address, weight: values.address, least_buyers: values.addressBuyers },
    light_parcel: { ...from.light_parcel, weight: values.light, percent: values.lightPercent },
    burst: { ...from.burst, weight: values.burst, minutes: values.burstMinutes, orders: values.burstOrders, times: values.burstTimes },
    instant_praise: { ...from.instant_praise, weight: values.praise, seconds: values.praiseSeconds },
    same_praise: { ...from.same_praise, weight: values.alike, least_buyers: values.alikeBuyers },
    no_browsing: { ...from.no_browsing, weight: values.browsing, seconds: values.browsingSeconds },
    credit: {
      start: values.start,
      case_points: values.casePoints,
      appeal_points: values.appealPoints,
      warning_below: values.warning,
      fine_below: values.fine,
      restricted_below: values.restricted,
      fine_amount: values.fineAmount,
      appeal_days: values.appealDays,
      malicious_refunds: values.refunds,
    },
  }
}

/** What an order scores when every signal speaks: below the threshold nothing is ever suspected. */
export function most(of: PolicyParameters): number {
  return [of.shared_payer, of.shared_device, of.shared_address, of.light_parcel, of.burst, of.instant_praise, of.same_praise, of.no_browsing].reduce((sum, one) => sum + one.weight, 0)
}
