import { type FormEvent, useId, useState } from 'react'
import { Button, ErrorPanel } from '@/shared/ui'
import type { NewPriceCard } from '../queries'
import { useTryCard } from '../queries'
import { texts } from '../texts'
import { kilograms } from './words'

const GRAMS = 1000

/** "2.3 kg to 新疆 costs …": by the card as it stands here, published or not. */
export function TryCard({ parameters }: { parameters: NewPriceCard['parameters'] }) {
  const t = texts.use()
  const id = useId()
  const trying = useTryCard()
  const [weight, setWeight] = useState('')
  const [region, setRegion] = useState('')
  const grams = Math.round(Number(weight) * GRAMS)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    trying.mutate({ parameters, weight_g: grams, region: region.trim(), volume_cm3: null })
  }
  const said = () => {
    if (!trying.data || !trying.variables) return null
    const asked = { weight: kilograms(trying.variables.weight_g), region: trying.variables.region }
    const { freight } = trying.data
    if (freight === null) return t('try.notServed', asked)
    const costs = t('try.costs', { ...asked, amount: freight.amount, billed: kilograms(freight.billed_g) })
    return `${costs}${Number(freight.surcharge) > 0 ? t('try.surcharge', { surcharge: freight.surcharge }) : ''}${freight.days ? t('card.days', { days: freight.days }) : ''}`
  }
  return (
    <form className="dz-stack" onSubmit={submit} aria-label={t('try.title')}>
      <div className="dz-row">
        <label htmlFor={`${id}-weight`}>{t('try.weight')}</label>
        <input id={`${id}-weight`} className="dz-input" style={{ width: 90 }} inputMode="decimal" required value={weight} onChange={(event) => setWeight(event.target.value.trim())} autoComplete="off" />
        <label htmlFor={`${id}-region`}>{t('try.region')}</label>
        <input id={`${id}-region`} className="dz-input" style={{ width: 180 }} required maxLength={200} minLength={2} placeholder="新疆" value={region} onChange={(event) => setRegion(event.target.value)} autoComplete="off" />
        <Button type="submit" busy={trying.isPending} disabled={!(grams > 0)}>
          {t('try.verb')}
        </Button>
      </div>
      <output aria-live="polite">{said()}</output>
      {trying.error && <ErrorPanel error={trying.error} />}
    </form>
  )
}
