import { useQuery } from '@tanstack/react-query'
import { useCan } from '@/shared/api'
import { companyDay } from '@/shared/lib/time'
import { Loaded, Work } from '@/shared/ui'
import { CandidateIcon, PeopleDueIcon, RolesIcon } from '@/shared/ui/icons'
import { boardQuery, probationEndsQuery, talksDueQuery, textsQuery, unsignedQuery } from '../components/hiring/queries'
import { texts } from './texts'

const EVERYBODY = {}

/** Whom somebody has to see to: one's own people, or everybody for HR. Nothing to do shows nothing. */
export default function Todo() {
  const t = texts.use()
  const can = useCan()
  const ends = useQuery(probationEndsQuery)
  const talks = useQuery(talksDueQuery)
  const keeps = can('people.personnel_files.keep')
  const known = useQuery({ ...textsQuery, enabled: keeps })
  const unsigned = useQuery(unsignedQuery(known.data !== undefined && known.data.in_force !== null)).data?.data.length ?? 0
  const candidates = useQuery({ ...boardQuery(EVERYBODY), enabled: can('people.candidates.keep') }).data?.data ?? []
  const at = (stage: string) => candidates.filter((one) => one.stage === stage).length
  return (
    <Loaded query={ends} lines={1}>
      {(list) => {
        const overdue = list.filter((one) => one.probation_until < companyDay()).length
        const work = [
          { say: 'overdue', count: overdue, icon: PeopleDueIcon, tone: 'danger', to: '/people-due' },
          { say: 'probation', count: list.length - overdue, icon: PeopleDueIcon, tone: 'warning', to: '/people-due' },
          { say: 'accepted', count: at('accepted'), icon: CandidateIcon, tone: 'warning', to: '/candidates' },
          { say: 'applied', count: at('applied'), icon: CandidateIcon, tone: 'info', to: '/candidates' },
          { say: 'talks', count: talks.data?.data.length ?? 0, icon: PeopleDueIcon, tone: 'info', to: '/people-due' },
          { say: 'unsigned', count: unsigned, icon: RolesIcon, tone: 'warning', to: '/people-due' },
        ] as const
        return work.map(({ say, count, ...rest }) => count > 0 && <Work key={say} count={count} label={t(say, { count })} {...rest} />)
      }}
    </Loaded>
  )
}
