import { useQuery } from '@tanstack/react-query'
import { Suspense } from 'react'
import { Stat, Stats } from '@/shared/ui'
import { figuresQuery } from '../queries'
import { texts } from '../texts'

/** What the floor has to do today; each figure opens its rows. */
export default function Figures() {
  return (
    <Suspense>
      <Shown />
    </Suspense>
  )
}

function Shown() {
  const t = texts.use()
  const { data } = useQuery(figuresQuery)
  return (
    <Stats>
      <Stat label={t('home.waiting')} value={data?.waiting} to="/shipments" search={{ state: ['waiting'] }} />
      <Stat label={t('home.picking')} value={data?.picking} to="/shipments" search={{ state: ['picking'] }} />
      <Stat label={t('home.toPack')} value={data?.picked} to="/shipments" search={{ state: ['picked'] }} />
      <Stat label={t('home.toShip')} value={data?.packed} to="/shipments" search={{ state: ['packed'] }} />
    </Stats>
  )
}
