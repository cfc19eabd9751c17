import { useCallback } from 'react'
import { useLanguage } from '@/shared/i18n'
import { Chip, Money, type Tone } from '@/shared/ui'
import { type PriceCardOut, RESULTS } from '../queries'
import { texts } from '../texts'

const CURRENCY = 'CNY'
const TONES: Record<string, Tone> = { equal: 'success', less: 'info', weight: 'warning', zone: 'warning', amount: 'warning', duplicate: 'danger', unknown: 'danger', unrated: 'special' }

export function Yuan({ value }: { value: string | null | undefined }) {
  return <Money value={value === null || value === undefined ? null : { amount: value, currency: CURRENCY }} />
}

/** Results are open: one we do not know yet is shown as it is. */
export function useResult(): (result: string) => string {
  const t = texts.use()
  return useCallback(
    (result) => {
      const known = RESULTS.find((one) => one === result)
      return known ? t(`results.${known}`) : result
    },
    [t],
  )
}

export const toneOf = (result: string): Tone => TONES[result] ?? 'neutral'

export function ResultChip({ result }: { result: string }) {
  return <Chip tone={toneOf(result)}>{useResult()(result)}</Chip>
}

/** Grams as kilograms, without zeros at the end. */
export const kilograms = (grams: number) => String(grams / 1000)

export function Kilograms({ grams }: { grams: number | null }) {
  return grams === null ? <span className="dz-soft">–</span> : <span className="dz-num">{kilograms(grams)} kg</span>
}

type Zone = PriceCardOut['parameters']['zones'][number]

/** "浙江、江苏: up to 1 kg ¥8, each further 1 kg ¥2". */
export function useZoneSentence(): (zone: Zone) => string {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  return (zone) => {
    const price = t('card.sentence', { first: kilograms(zone.first_g), price: zone.first_price, step: kilograms(zone.step_g), more: zone.step_price })
    const place = zone.provinces.length === 0 ? t('card.elsewhere') : zone.provinces.join(zh ? '、' : ', ')
    const days = zone.days ? t('card.days', { days: zone.days }) : ''
    return `${place}${t('card.colon')}${price}${days}`
  }
}
