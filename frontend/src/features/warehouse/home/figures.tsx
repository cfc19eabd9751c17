import { useQuery } from '@tanstack/react-query'
import { Count, Stat, Stats } from '@/shared/ui'
import { figuresQuery } from '../queries'
import { texts } from '../texts'

/** What the floor has to do today; each figure opens its rows. */
export default function Figures() {
  const t = texts.use()
  const { data, isError } = useQuery(figuresQuery)
  // A figure that could not be read anew is none: an old one would look like today's.
  const figure = (value: number | undefined) => (isError ? '–' : value === undefined ? undefined : <Count value={value} />)
  return (
    <Stats>
      <Stat label={t('home.waiting')} value={figure(data?.waiting)} to="/shipments" search={{ state: ['waiting'] }} />
      <Stat label={t('home.picking')} value={figure(data?.picking)} to="/shipments" search={{ state: ['picking'] }} />
      <Stat label={t('home.toPack')} value={figure(data?.picked)} to="/shipments" search={{ state: ['picked'] }} />
      <Stat label={t('home.toShip')} value={figure(data?.packed)} to="/shipments" search={{ state: ['packed'] }} />
    </Stats>
  )
}
