import { useQuery } from '@tanstack/react-query'
import { Loaded, type Tone, Work } from '@/shared/ui'
import { AlertIcon, ReviewIcon, StockIcon, SuccessIcon, TruckIcon } from '@/shared/ui/icons'
import { countText, QUEUES } from '../components/queues'
import { countsQuery, type QueueCount } from '../queries'
import { texts } from '../texts'
import './home.css'

const WORK = [
  { queue: 'to_review', say: 'toReview', icon: ReviewIcon, tone: 'warning', to: '/orders' },
  { queue: 'attention', say: 'attention', icon: AlertIcon, tone: 'danger', to: '/attention' },
  { queue: 'short', say: 'short', icon: StockIcon, tone: 'danger', to: '/orders' },
  { queue: 'overdue', say: 'overdue', icon: TruckIcon, tone: 'danger', to: '/orders' },
  { queue: 'due_today', say: 'dueToday', icon: TruckIcon, tone: 'warning', to: '/orders' },
  { queue: 'stuck', say: 'stuck', icon: TruckIcon, tone: 'danger', to: '/orders' },
] as const satisfies readonly { tone: Tone; [rest: string]: unknown }[]

/** What waits for a person, each with the way to its rows; when nothing does, it says so and stays quiet. */
export default function Todo() {
  const query = useQuery(countsQuery)
  return (
    <Loaded query={query} lines={2}>
      {(counts) => <Waiting counts={counts} />}
    </Loaded>
  )
}

function Waiting({ counts }: { counts: readonly QueueCount[] }) {
  const t = texts.use()
  const waiting = WORK.map((work) => ({ ...work, count: countText(counts, work.queue) ?? '0' })).filter((work) => work.count !== '0')
  if (waiting.length === 0) {
    return (
      <div className="orders-calm">
        <SuccessIcon size={20} aria-hidden="true" />
        <div>
          <strong>{t('home.calm')}</strong>
          <div className="dz-soft">{t('home.calmAdvice')}</div>
        </div>
      </div>
    )
  }
  return (
    <>
      {waiting.map((work) => (
        <Work key={work.queue} icon={work.icon} tone={work.tone} count={work.count} label={t(`home.${work.say}`)} to={work.to} search={work.to === '/orders' ? QUEUES[work.queue] : {}} />
      ))}
    </>
  )
}
