import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useLanguage } from '@/shared/i18n'
import { companyDay } from '@/shared/lib/time'
import { Button, Card, Chip, Count, DateTime, EmptyState, Facts, Loaded, Money, ProgressBar, Tabs, toast } from '@/shared/ui'
import { FormModal } from '@/shared/ui/form'
import { DataGrid, type GridColumn, useCursorList } from '@/shared/ui/grid'
import { SuccessIcon } from '@/shared/ui/icons'
import { type Change, type ReplayedOrderOut, type ReplayOut, replayOrderPage, replayOrdersKey, replayQuery, replaysQuery, type ReviewDraftOut, useReplay, useStopReplay } from './queries'
import { type HoldReason, reasonsQuery } from '../../queries'
import { nameOf } from './rule-words'
import { texts } from './texts'

const CHANGES = ['newly_held', 'newly_released', 'otherwise'] as const
const rowId = (row: ReplayedOrderOut) => String(row.place)

/** The draft tried on past orders; which replay is looked at stands in the address line. */
export function Replays({ draft, chosen }: { draft: ReviewDraftOut; chosen: string | undefined }) {
  const t = texts.use()
  const navigate = useNavigate({ from: '/review-drafts/$id' })
  const query = useQuery(replaysQuery(draft.id))
  const [asking, setAsking] = useState(false)
  const open = (replay: string) => void navigate({ search: { replay }, replace: true })
  return (
    <Card
      title={t('replay.title')}
      extra={
        draft.published_version === null && (
          <Button size="small" kind="primary" onClick={() => setAsking(true)}>
            {t('replay.verb')}
          </Button>
        )
      }
    >
      <div className="dz-stack">
        <p className="dz-soft">{t('drafts.latest')}</p>
        <Loaded query={query} lines={2}>
          {(replays) =>
            replays.length === 0 ? (
              <p>{t('replay.none')}</p>
            ) : (
              <>
                <div className="dz-row">
                  {replays.map((one) => (
                    <Button key={one.id} size="small" aria-pressed={one.id === (chosen ?? replays[0]?.id)} onClick={() => open(one.id)}>
                      <DateTime at={one.asked_at} />
                    </Button>
                  ))}
                </div>
                <Replay id={chosen ?? replays[0]?.id ?? ''} draft={draft} />
              </>
            )
          }
        </Loaded>
      </div>
      {asking && <Ask draft={draft} onAsked={open} onClose={() => setAsking(false)} />}
    </Card>
  )
}

interface Span {
  from: string
  to: string
}

function Ask({ draft, onAsked, onClose }: { draft: ReviewDraftOut; onAsked: (id: string) => void; onClose: () => void }) {
  const t = texts.use()
  const replay = useReplay()
  return (
    <FormModal<Span>
      open
      title={t('replay.title')}
      verb={t('replay.verb')}
      lead={t('replay.lead')}
      fields={[
        { kind: 'date', name: 'from', label: t('replay.from'), required: true },
        { kind: 'date', name: 'to', label: t('replay.to'), required: true, check: (value, values) => (typeof value === 'string' && values.from && value < values.from ? t('replay.spanWrong') : undefined) },
      ]}
      initial={{ from: companyDay(), to: companyDay() }}
      onSubmit={async ({ from, to }) => onAsked((await replay.mutateAsync({ draft, from, to })).id)}
      onClose={onClose}
    />
  )
}

function Replay({ id, draft }: { id: string; draft: ReviewDraftOut }) {
  const query = useQuery(replayQuery(id))
  return (
    <Loaded query={query} lines={4}>
      {(replay) => <Shown key={replay.id} replay={replay} draft={draft} />}
    </Loaded>
  )
}

function Shown({ replay, draft }: { replay: ReplayOut; draft: ReviewDraftOut }) {
  const t = texts.use()
  const stop = useStopReplay()
  const going = replay.ended_at === null
  return (
    <div className="dz-stack">
      <div className="dz-row dz-spread">
        <span className="dz-row">
          <Chip tone={going ? 'info' : replay.stopped ? 'warning' : 'success'}>{t(going ? 'replay.going' : replay.stopped ? 'replay.stopped' : 'replay.ended')}</Chip>
          <span>{t('replay.progress', { judged: replay.judged, total: replay.total })}</span>
          <span className="dz-soft">
            <DateTime at={replay.placed_from} /> – <DateTime at={replay.placed_to} /> · {t('replay.version', { version: replay.draft_version })}
          </span>
        </span>
        {going && (
          <Button size="small" busy={stop.isPending} onClick={() => stop.mutate(replay.id, { onError: (error) => toast.error(error) })}>
            {t('replay.stop')}
          </Button>
        )}
      </div>
      {going && <ProgressBar label={t('replay.title')} value={replay.judged / replay.total} />}
      <Facts items={CHANGES.map((change) => [t(`replay.${change}`), <Count key={change} value={replay[change]} />] as const)} />
      {replay.over > 0 && <p className="dz-soft">{t('replay.over', { count: replay.over })}</p>}
      <ByRule replay={replay} draft={draft} />
      <Orders replay={replay} draft={draft} />
    </div>
  )
}

/** A rule's name: by the draft, else as it was last published. */
function useNames(draft: ReviewDraftOut) {
  const language = useLanguage()
  const { data } = useQuery(reasonsQuery)
  return (code: string) => {
    const rule = draft.parameters.rules.find((one) => one.code === code)
    const known: HoldReason | undefined = data?.find((one) => one.code === code)
    return rule ? nameOf(rule, language) : known ? nameOf({ zh: known.text_zh, en: known.text_en }, language) : code
  }
}

function ByRule({ replay, draft }: { replay: ReplayOut; draft: ReviewDraftOut }) {
  const t = texts.use()
  const name = useNames(draft)
  const rules = Object.entries(replay.by_rule)
  if (rules.length === 0) return null
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by keyboard
    <div className="dz-table-wrap" tabIndex={0} role="region" aria-label={t('replay.byRule')}>
      <table className="dz-table">
        <thead>
          <tr>
            <th scope="col">{t('replay.rule')}</th>
            <th scope="col" className="dz-num">{t('replay.was')}</th>
            <th scope="col" className="dz-num">{t('replay.wouldBe')}</th>
            <th scope="col" className="dz-num">{t('replay.passes')}</th>
          </tr>
        </thead>
        <tbody>
          {rules.map(([code, counts]) => (
            <tr key={code}>
              <td>{name(code)}</td>
              <td className="dz-num"><Count value={counts.was} /></td>
              <td className="dz-num"><Count value={counts.would_be} /></td>
              <td className="dz-num"><Count value={counts.passes} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Orders({ replay, draft }: { replay: ReplayOut; draft: ReviewDraftOut }) {
  const t = texts.use()
  const name = useNames(draft)
  const [change, setChange] = useState<Change | 'all'>('all')
  const asked = change === 'all' ? undefined : change
  const source = useCursorList({ queryKey: replayOrdersKey(replay.id, asked), page: replayOrderPage(replay.id, asked) })
  const listed = (codes: readonly string[]) => codes.map(name).join(', ')
  const columns: GridColumn<ReplayedOrderOut>[] = [
    { id: 'number', header: t('replay.number'), width: 176, always: true, cell: (row) => <Link className="dz-mono" to="/orders/$id" params={{ id: row.order_id }}>{row.number}</Link>, copy: (row) => row.number },
    { id: 'change', header: t('replay.change'), width: 120, cell: (row) => t(`replay.${row.change}`), copy: (row) => row.change },
    { id: 'was', header: t('replay.before'), width: 200, grow: true, cell: (row) => listed(row.was), copy: (row) => listed(row.was) },
    { id: 'would', header: t('replay.after'), width: 200, grow: true, cell: (row) => listed(row.would_be), copy: (row) => listed(row.would_be) },
    { id: 'passed', header: t('replay.passedBy'), width: 150, cell: (row) => listed(row.passed_by), copy: (row) => listed(row.passed_by) },
    { id: 'paid', header: t('replay.paid'), width: 116, numeric: true, cell: (row) => <Money value={row.paid} />, copy: (row) => row.paid.amount },
    { id: 'placed', header: t('replay.placed'), width: 146, cell: (row) => <DateTime at={row.placed_at} />, copy: (row) => row.placed_at },
  ]
  return (
    <>
      <Tabs label={t('replay.orders')} value={change} onChange={setChange} tabs={[{ id: 'all' as const, label: t('replay.all') }, ...CHANGES.map((id) => ({ id, label: t(`replay.${id}`) }))]} />
      <DataGrid id="review-replay-orders" label={t('replay.orders')} columns={columns} source={source} rowId={rowId} empty={<EmptyState icon={SuccessIcon} title={t('replay.same')} />} />
    </>
  )
}
