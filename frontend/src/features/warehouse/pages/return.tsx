import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Loaded, Page } from '@/shared/ui'
import { ReturnState } from '../components/chips'
import { ReturnWork } from '../components/return-work'
import { returnQuery } from '../queries'
import { texts } from '../texts'
import './station.css'

/** One parcel that came back: what it is matched to, what was found in it, its pictures. */
export function ReturnPage() {
  const t = texts.use()
  const { number } = useParams({ from: '/shell/returns/$number' })
  const query = useQuery(returnQuery(number))
  return (
    <Page title={number} mark={query.data && <ReturnState state={query.data.parcel.state} />} lead={t('desk.keys')}>
      <Loaded query={query}>{(found) => <ReturnWork found={found} />}</Loaded>
    </Page>
  )
}
