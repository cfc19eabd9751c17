import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useKeys } from '@/shared/lib/keys'
import { Button, Card, Chip, Columns, ConfirmAction, DateTime, Loaded, Page, Timeline, toast } from '@/shared/ui'
import { CheckIcon, CloseIcon } from '@/shared/ui/icons'
import { type Asking, Decide } from '../components/decide'
import { Details, Marks, StateChip } from '../components/details'
import { useWords } from '../components/words'
import { type ApprovalPage, approvalQuery, useWithdraw } from '../queries'
import { texts } from '../texts'
import '../components/approvals.css'

export function Request() {
  const { approvalId } = useParams({ from: '/shell/approvals/$approvalId' })
  const t = texts.use()
  const query = useQuery(approvalQuery(approvalId))
  if (!query.data) {
    return (
      <Page title={t('inbox.title')}>
        <Loaded query={query}>{() => null}</Loaded>
      </Page>
    )
  }
  return <RequestPage page={query.data} />
}

function RequestPage({ page }: { page: ApprovalPage }) {
  const t = texts.use()
  const words = useWords()
  const withdraw = useWithdraw()
  const [asking, setAsking] = useState<Asking | null>(null)
  const [withdrawing, setWithdrawing] = useState(false)
  const row = page.approval
  const ask = (decision: Asking['decision'], event?: KeyboardEvent) => {
    // The dialog takes the focus at once, and the letter would be typed into its comment.
    event?.preventDefault()
    if (page.may_decide) setAsking({ decision, rows: [row] })
  }
  useKeys({ a: (event) => ask('approve', event), r: (event) => ask('refuse', event) })
  return (
    <Page
      title={words.title(row)}
      mark={
        <>
          <StateChip row={row} />
          <Marks row={row} />
        </>
      }
      lead={`${row.number} · ${words.kind(row)} · ${t('request.route')} ${row.route_number}`}
      actions={
        <>
          {page.may_withdraw && <Button onClick={() => setWithdrawing(true)}>{t('request.withdraw')}</Button>}
          {page.may_decide && (
            <>
              <Button kind="danger" icon={CloseIcon} onClick={() => ask('refuse')}>
                {t('decide.refuse')}
              </Button>
              <Button kind="primary" icon={CheckIcon} onClick={() => ask('approve')}>
                {t('decide.approve')}
              </Button>
            </>
          )}
        </>
      }
    >
      <Columns min={330}>
        <Card title={t('request.evidence')}>
          <Details row={row} />
        </Card>
        <Card title={t('request.deciders')}>
          <Seats page={page} />
        </Card>
        <Card title={t('request.log')}>
          <Log page={page} />
        </Card>
      </Columns>
      <Decide asking={asking} onClose={() => setAsking(null)} onDone={() => undefined} />
      <ConfirmAction
        open={withdrawing}
        title={t('request.withdrawTitle')}
        verb={t('request.withdraw')}
        reason="required"
        onConfirm={async (reason) => {
          await withdraw.mutateAsync({ row, reason })
          toast.success(t('request.withdrawn'))
        }}
        onClose={() => setWithdrawing(false)}
      >
        {t('request.withdrawText')}
      </ConfirmAction>
    </Page>
  )
}

const SEAT_TONE = { waiting: 'info', agreed: 'success', refused: 'danger', closed: 'neutral' } as const
type SeatState = keyof typeof SEAT_TONE

function Seats({ page }: { page: ApprovalPage }) {
  const t = texts.use()
  const words = useWords()
  return (
    <ul className="dz-desk-list">
      {page.seats.map((seat) => {
        const names = seat.candidates.map((one) => `${one.name} (${t(`why.${one.why as 'superior'}`)})`)
        const by = seat.decided_by && (seat.decided_for ? t('request.decidedFor', { name: seat.decided_by, other: seat.decided_for }) : t('request.decidedBy', { name: seat.decided_by }))
        return (
          <li key={`${seat.step} ${seat.seat}`} className="dz-stack" style={{ gap: 4 }}>
            <span className="dz-row">
              <strong>{t('request.seat', { step: seat.step })}</strong>
              <Chip tone={SEAT_TONE[seat.state as SeatState] ?? 'neutral'}>{t(`seatState.${seat.state as SeatState}`)}</Chip>
            </span>
            <span>{by ?? (names.length > 0 ? t('request.waitsFor', { names: words.list(names) }) : t('request.nobody'))}</span>
            {seat.decided_at && (
              <span className="dz-soft">
                <DateTime at={seat.decided_at} />
              </span>
            )}
            {seat.comment && <q>{seat.comment}</q>}
          </li>
        )
      })}
    </ul>
  )
}

const LOG_TONE: Record<string, 'success' | 'danger' | 'warning'> = { approved: 'success', agreed: 'success', refused: 'danger', voided: 'warning', escalated: 'warning', reminded: 'warning', stood_in: 'warning' }

function Log({ page }: { page: ApprovalPage }) {
  const t = texts.use()
  const words = useWords()
  const items = page.log.map((entry, place) => {
    const tone = LOG_TONE[entry.happened]
    return {
      id: String(place),
      at: entry.at,
      title: t(`log.${entry.happened as 'filed'}`, { names: words.list(entry.named) }),
      by: entry.who && (entry.for_whom ? t('log.forWhom', { name: entry.who, other: entry.for_whom }) : entry.who),
      detail: entry.comment,
      ...(tone ? { tone } : {}),
    }
  })
  return <Timeline label={t('request.log')} items={items} />
}
