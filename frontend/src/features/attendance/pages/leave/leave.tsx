import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useLanguage } from '@/shared/i18n'
import { companyDay, dayAfter } from '@/shared/lib/time'
import { Button, Card, Chip, ConfirmAction, EmptyState, Loaded, Page, Stat, Stats, Tabs, toast } from '@/shared/ui'
import { FormModal } from '@/shared/ui/form'
import { AddIcon, ClockIcon } from '@/shared/ui/icons'
import { awayQuery, balancesQuery, type Leave, myLeaveQuery, useCancelLeave, useShortenLeave, useTakeLeaveBack } from './queries'
import { RequestForm } from './request-form'
import { texts } from './texts'
import { Who } from './who'

const TONES = { waiting: 'warning', approved: 'success', refused: 'danger', taken_back: 'neutral', replaced: 'neutral', cancelled: 'neutral' } as const
const STATES = ['waiting', 'approved', 'refused', 'taken_back', 'replaced', 'cancelled'] as const
const AHEAD_DAYS = 31
const asState = (state: string) => STATES.find((one) => one === state) ?? 'waiting'

export function LeavePage() {
  const t = texts.use()
  const search = useSearch({ from: '/shell/leave' })
  const navigate = useNavigate({ from: '/leave' })
  // From a day that needs leave one comes with the form open.
  const [asking, setAsking] = useState(search.ask !== undefined)
  const tab = search.tab ?? 'mine'
  const ask = (
    <Button kind="primary" icon={AddIcon} onClick={() => setAsking(true)}>
      {t('leave.ask')}
    </Button>
  )
  return (
    <Page title={t('leave.title')} lead={t('leave.lead')} actions={ask}>
      <Balances />
      <Tabs
        label={t('leave.title')}
        value={tab}
        onChange={(id) => void navigate({ search: { tab: id }, replace: true })}
        tabs={[
          { id: 'mine', label: t('leave.mine') },
          { id: 'team', label: t('leave.team') },
        ]}
      />
      {tab === 'mine' ? <Mine open={search.open} /> : <Team />}
      {asking && <RequestForm day={search.ask} onClose={() => setAsking(false)} />}
    </Page>
  )
}

function Balances() {
  const t = texts.use()
  const chinese = useLanguage() === 'zh-CN'
  const balances = useQuery(balancesQuery)
  return (
    <Loaded query={balances} lines={2}>
      {(rows) => (
        <Stats>
          {rows.map((row) => {
            const next = row.ends[0]
            const hints = [row.held !== '0' ? `${t('leave.held')} ${row.held}` : '', next ? t('leave.ends', { on: next.on, amount: next.amount }) : '']
            return (
              <Stat
                key={row.kind}
                label={`${chinese ? row.name_zh : row.name_en} · ${t('leave.left')}`}
                value={`${row.available} ${t(`units.${row.unit === 'hour' ? 'hour' : 'half_day'}`)}`}
                hint={hints.filter(Boolean).join(' · ')}
              />
            )
          })}
        </Stats>
      )}
    </Loaded>
  )
}

function Mine({ open }: { open: string | undefined }) {
  const t = texts.use()
  const mine = useQuery(myLeaveQuery)
  const [ending, setEnding] = useState<{ leave: Leave; how: 'takeBack' | 'cancel' } | null>(null)
  const [shortening, setShortening] = useState<Leave | null>(null)
  return (
    <Loaded query={mine} lines={5}>
      {(rows) =>
        rows.length === 0 ? (
          <EmptyState icon={ClockIcon} title={t('leave.none')}>
            {t('leave.noneAdvice')}
          </EmptyState>
        ) : (
          <div className="dz-stack">
            {rows.map((leave) => (
              <One key={leave.id} leave={leave} chosen={leave.id === open} onEnd={(how) => setEnding({ leave, how })} onShorten={() => setShortening(leave)} />
            ))}
            {ending && <End {...ending} onClose={() => setEnding(null)} />}
            {shortening && <Shorten leave={shortening} onClose={() => setShortening(null)} />}
          </div>
        )
      }
    </Loaded>
  )
}

function One({ leave, chosen, onEnd, onShorten }: { leave: Leave; chosen: boolean; onEnd: (how: 'takeBack' | 'cancel') => void; onShorten: () => void }) {
  const t = texts.use()
  const chinese = useLanguage() === 'zh-CN'
  const state = asState(leave.state)
  const approved = state === 'approved' && !leave.change_number
  const ahead = leave.first_on > companyDay()
  const purpose = leave.purpose === 'shorten' || leave.purpose === 'cancel' ? leave.purpose : 'leave'
  const when = leave.first_on === leave.last_on ? leave.first_on : `${leave.first_on} – ${leave.last_on}`
  return (
    <Card title={`${chinese ? leave.kind_zh : leave.kind_en} ${leave.amount} ${t(`units.${leave.unit === 'hour' ? 'hour' : 'half_day'}`)}`} extra={<Chip tone={TONES[state]}>{t(`states.${state}`)}</Chip>}>
      <div className="dz-stack" aria-current={chosen || undefined}>
        <div>
          {when} {leave.from_time && `${leave.from_time}–${leave.until_time ?? ''}`} <span className="dz-soft dz-mono">{leave.number}</span>
        </div>
        <div className="dz-row" style={{ flexWrap: 'wrap' }}>
          {purpose !== 'leave' && (
            <Chip tone="info">
              {t(`purposes.${purpose}`)} {leave.replaces_number}
            </Chip>
          )}
          {leave.after_the_fact && <Chip tone="neutral">{t('leave.afterTheFact')}</Chip>}
          {leave.change_number && <Chip tone="warning">{t('leave.waitsFor', { number: leave.change_number })}</Chip>}
        </div>
        <div className="dz-soft">{leave.reason}</div>
        {leave.deciders.length > 0 && <div className="dz-soft">{t('leave.decidedBy', { names: leave.deciders.join(', ') })}</div>}
        {leave.comment && <div>{leave.comment}</div>}
        <div className="dz-row">
          {(state === 'waiting' || (approved && ahead)) && (
            <Button size="small" onClick={() => onEnd('takeBack')}>
              {t('leave.takeBack')}
            </Button>
          )}
          {approved && leave.unit === 'half_day' && (
            <Button size="small" onClick={onShorten}>
              {t('leave.shorten')}
            </Button>
          )}
          {approved && !ahead && (
            <Button size="small" onClick={() => onEnd('cancel')}>
              {t('leave.cancel')}
            </Button>
          )}
        </div>
      </div>
    </Card>
  )
}

function End({ leave, how, onClose }: { leave: Leave; how: 'takeBack' | 'cancel'; onClose: () => void }) {
  const t = texts.use()
  const takeBack = useTakeLeaveBack()
  const cancel = useCancelLeave()
  return (
    <ConfirmAction
      open
      title={`${t(`leave.${how}`)} ${leave.number}`}
      verb={t(`leave.${how}`)}
      danger={how === 'cancel'}
      reason={how === 'cancel' ? 'required' : 'optional'}
      onConfirm={async (reason) => {
        await (how === 'cancel' ? cancel : takeBack).mutateAsync({ id: leave.id, version: leave.version, reason })
        toast.success(t('leave.done'))
      }}
      onClose={onClose}
    >
      {t(`leave.${how}Text`)}
    </ConfirmAction>
  )
}

function Shorten({ leave, onClose }: { leave: Leave; onClose: () => void }) {
  const t = texts.use()
  const shorten = useShortenLeave()
  const sessions = [1, 2, 3, 4].map((number) => ({ value: String(number), label: t('leave.session', { number: String(number) }) }))
  return (
    <FormModal<{ first_on: string; last_on: string; until: string | null; reason: string }>
      open
      title={`${t('leave.shorten')} ${leave.number}`}
      lead={t('leave.shortenText')}
      verb={t('leave.send')}
      initial={{ first_on: leave.first_on, last_on: leave.last_on, until: null, reason: '' }}
      fields={[
        { kind: 'date', name: 'first_on', label: t('leave.first'), required: true },
        { kind: 'date', name: 'last_on', label: t('leave.last'), required: true },
        { kind: 'select', name: 'until', label: t('leave.untilSession'), options: sessions },
        { kind: 'textarea', name: 'reason', label: t('leave.reason'), required: true, maxLength: 500 },
      ]}
      onSubmit={async ({ until, ...rest }) => {
        const kept = leave.from_session !== null && rest.first_on === leave.first_on ? { from_session: leave.from_session } : {}
        await shorten.mutateAsync({ id: leave.id, version: leave.version, span: { ...rest, ...kept, ...(until ? { until_session: Number(until) } : {}) } })
        toast.success(t('leave.sent'))
      }}
      onClose={onClose}
    />
  )
}

function Team() {
  const t = texts.use()
  const chinese = useLanguage() === 'zh-CN'
  const today = companyDay()
  const away = useQuery(awayQuery(today, dayAfter(today, AHEAD_DAYS)))
  return (
    <Loaded query={away} lines={5}>
      {(rows) =>
        rows.length === 0 ? (
          <EmptyState icon={ClockIcon} title={t('leave.nobody')} />
        ) : (
          <div className="dz-stack">
            {[...new Set(rows.map((row) => row.on))].toSorted().map((on) => (
              <Card key={on} title={on}>
                <ul>
                  {rows
                    .filter((row) => row.on === on)
                    .map((row) => (
                      <li key={`${row.leave_id}${row.since}`}>
                        <Who name={row.employee_name} number={row.employee_number} /> {chinese ? row.kind_zh : row.kind_en} {row.whole_day ? t('leave.wholeDay') : `${row.since}–${row.until}`} {row.state === 'waiting' && <Chip tone="warning">{t('states.waiting')}</Chip>}
                      </li>
                    ))}
                </ul>
              </Card>
            ))}
          </div>
        )
      }
    </Loaded>
  )
}
