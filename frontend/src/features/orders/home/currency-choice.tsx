import { texts } from '../texts'

/** Only where there is something to choose. */
export function CurrencyChoice({ currencies, value, onPick }: { currencies: readonly string[]; value: string; onPick: (currency: string) => void }) {
  const t = texts.use()
  if (currencies.length < 2) return null
  return (
    <select className="dz-input" style={{ width: 'auto' }} aria-label={t('home.currency')} value={value} onChange={(event) => onPick(event.target.value)}>
      {currencies.map((currency) => (
        <option key={currency}>{currency}</option>
      ))}
    </select>
  )
}
