import { Money } from '@/shared/ui'
import type { CustomerRow } from '../queries'

/** One amount a currency: amounts of different ones are never added. */
export function Sums({ customer, what }: { customer: Pick<CustomerRow, 'sums'>; what: 'paid' | 'refunded' }) {
  return (
    <>
      {customer.sums.map((one, place) => (
        <span key={one.paid.currency}>
          {place > 0 && ' + '}
          <Money value={one[what]} />
        </span>
      ))}
    </>
  )
}

export const plainSums = (customer: Pick<CustomerRow, 'sums'>) => customer.sums.map((one) => `${one.paid.amount} ${one.paid.currency}`).join(' + ')
