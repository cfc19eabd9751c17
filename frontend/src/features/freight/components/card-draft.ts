import type { NewPriceCard, PriceCardOut } from '../queries'

type Parameters = NewPriceCard['parameters']
const GRAMS = 1000

/** A zone as it is typed: kilograms and yuan as text. */
export interface ZoneDraft {
  key: number
  provinces: string
  first: string
  price: string
  step: string
  more: string
  days: string
}

export interface Draft {
  zones: ZoneDraft[]
  minimum: string
  divisor: string
  remote: string
  surcharge: string
  cutOff: string
}

export const EMPTY_ZONE: ZoneDraft = { key: 0, provinces: '', first: '1', price: '', step: '1', more: '', days: '' }

export function draftOf(from: PriceCardOut['parameters'] | undefined): Draft {
  if (!from) return { zones: [EMPTY_ZONE], minimum: '0', divisor: '', remote: '', surcharge: '0', cutOff: '' }
  return {
    zones: from.zones.map((zone, key) => ({
      key,
      provinces: zone.provinces.join('、'),
      first: String(zone.first_g / GRAMS),
      price: String(zone.first_price),
      step: String(zone.step_g / GRAMS),
      more: String(zone.step_price),
      days: zone.days ? String(zone.days) : '',
    })),
    minimum: String(from.minimum ?? '0'),
    divisor: from.volumetric_divisor ? String(from.volumetric_divisor) : '',
    remote: (from.remote_places ?? []).join('、'),
    surcharge: String(from.remote_surcharge ?? '0'),
    cutOff: from.cut_off?.slice(0, 5) ?? '',
  }
}

/** What is wrong in it the service says, field by field; a number that is none is sent as 0, which it refuses. */
export function parametersOf(draft: Draft): Parameters {
  return {
    zones: draft.zones.map((zone) => ({
      provinces: zone.provinces.split(/[\s,，、;；]+/).filter(Boolean),
      first_g: grams(zone.first),
      first_price: zone.price,
      step_g: grams(zone.step),
      step_price: zone.more,
      days: zone.days === '' ? null : whole(zone.days),
    })),
    minimum: draft.minimum || '0',
    volumetric_divisor: draft.divisor === '' ? null : whole(draft.divisor),
    remote_places: places(draft.remote),
    remote_surcharge: draft.surcharge || '0',
    cut_off: draft.cutOff === '' ? null : draft.cutOff,
  }
}

/** A place may have a blank within (浙江省 舟山市). */
const places = (text: string) =>
  text
    .split(/[,，、;；\n]+/)
    .map((one) => one.trim())
    .filter(Boolean)
const grams = (text: string) => whole(String(Number(text) * GRAMS))
const whole = (text: string) => {
  const number = Math.round(Number(text))
  return Number.isSafeInteger(number) ? number : 0
}
