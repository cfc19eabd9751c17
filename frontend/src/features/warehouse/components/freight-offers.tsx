import { useQuery } from '@tanstack/react-query'
import { Chip, Loaded, Money } from '@/shared/ui'
import { type FreightOffer, offersQuery } from '../queries'
import { texts } from '../texts'
import { useCarriers } from './choices'

/** One as good as the first is as welcome (rule LOG-1). */
export function isFirstChoice(offers: readonly FreightOffer[], carrier: string): boolean {
  const first = offers[0]
  return first === undefined || offers.some((one) => one.carrier_code === carrier && one.amount === first.amount && one.keeps_promise === first.keeps_promise)
}

/** What each carrier would take for the parcel, the cheapest that keeps the promise first. */
export function FreightOffers({ number }: { number: string }) {
  const t = texts.use()
  const carriers = useCarriers()
  const query = useQuery(offersQuery(number))
  return (
    <Loaded query={query} lines={2}>
      {({ offers, weight_g }) =>
        offers.length === 0 ? (
          <p className="dz-soft">{weight_g === null ? t('offers.noWeight') : t('offers.none')}</p>
        ) : (
          <ol className="dz-stack" aria-label={t('offers.title')} style={{ gap: 4 }}>
            {offers.map((one, place) => (
              <li key={`${one.carrier_code} ${one.service}`} className="dz-row">
                <strong>{carriers.find((carrier) => carrier.value === one.carrier_code)?.label ?? one.carrier_code}</strong>
                <Money value={{ amount: one.amount, currency: 'CNY' }} />
                <span className="dz-soft">{one.arrives_on === null ? t('offers.noDays') : t('offers.arrives', { day: one.arrives_on })}</span>
                {place === 0 && <Chip tone="success">{t('offers.first')}</Chip>}
                {!one.keeps_promise && <Chip tone="warning">{t('offers.late')}</Chip>}
              </li>
            ))}
          </ol>
        )
      }
    </Loaded>
  )
}
