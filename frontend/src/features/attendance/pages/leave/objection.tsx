import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useCan } from '@/shared/api'
import { Button, Chip, Columns, Dialog, Facts, Loaded, toast } from '@/shared/ui'
import { FormModal } from '@/shared/ui/form'
import { clock, toneOf } from '../../components/judge'
import { type JudgedDay, type NewObjectionSettlement, type Objection, objectionQuery, useSettle } from './queries'
import { texts } from './texts'
import { whoText } from './who'

export const OBJECTION_STATES = ['open', 'accepted', 'refused'] as const
const TONES = { open: 'warning', accepted: 'success', refused: 'danger' } as const
const VERDICTS = ['none', 'fine', 'late', 'early', 'leave_case', 'missing', 'pending'] as const
const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/

export function ObjectionState({ state }: { state: string }) {
  const t = texts.use()
  const known = OBJECTION_STATES.find((one) => one === state) ?? 'open'
  return <Chip tone={TONES[known]}>{t(`objection.states.${known}`)}</Chip>
}

/** What was said beside what the day's facts say, then and now. */
export function ObjectionDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const t = texts.use()
  const can = useCan()
  const query = useQuery(objectionQuery(id))
  const [settling, setSettling] = useState(false)
  return (
    <Dialog open title={query.data ? `${whoText({ name: query.data.employee_name, number: query.data.employee_number })} ${query.data.on_date}` : t('objection.title')} onClose={onClose} width={720}>
      <Loaded query={query} lines={6}>
        {(data) => (
          <div className="dz-stack">
            <Facts
              items={[
                [t('objection.statement'), data.statement],
                [t('objection.witness'), data.witness || '–'],
                [t('objection.attachments'), data.attachments || '–'],
                ...(data.state === 'open'
                  ? []
                  : ([
                      [t('objection.heard'), data.heard],
                      [t('objection.decision'), `${data.decision} (${data.decided_by ?? ''})`],
                    ] as [string, string][])),
              ]}
            />
            <Columns min={240}>
              <DayFacts title={t('objection.was')} day={data.was} other={data.became} />
              {data.became && <DayFacts title={t('objection.became')} day={data.became} other={data.was} />}
              {data.state === 'open' && data.now && <DayFacts title={t('objection.now')} day={data.now} other={data.was} />}
            </Columns>
            {data.state === 'open' && can('people.months.keep') && (
              <Button kind="primary" onClick={() => setSettling(true)}>
                {t('objection.settle')}
              </Button>
            )}
            {settling && <Settle objection={data} onClose={() => setSettling(false)} />}
          </div>
        )}
      </Loaded>
    </Dialog>
  )
}

type Edge = JudgedDay['sessions'][number]['sign_in']

interface DayFactsProps {
  title: string
  day: JudgedDay
  /** What differs from it stands out. */
  other: JudgedDay | null
}

function DayFacts({ title, day, other }: DayFactsProps) {
  const t = texts.use()
  const line = (edge: Edge, before: Edge | undefined) => {
    const verdict = t(`verdicts.${VERDICTS.find((one) => one === edge.verdict) ?? 'none'}`)
    const differs = before && (before.at !== edge.at || before.verdict !== edge.verdict)
    return (
      <>
        {clock(edge.at)} {differs ? <Chip tone={toneOf(edge)}>{verdict}</Chip> : verdict}
      </>
    )
  }
  return (
    <div>
      <strong>{title}</strong>
      <Facts
        items={day.sessions.flatMap((one, place) => [
          [`${one.start} ${t('objection.in')}`, line(one.sign_in, other?.sessions[place]?.sign_in)] as const,
          [`${one.end} ${t('objection.out')}`, line(one.sign_out, other?.sessions[place]?.sign_out)] as const,
        ])}
      />
    </div>
  )
}

interface Values {
  outcome: string
  heard: string
  decision: string
  direction: string | null
  at: string | null
}

/** Only an objection that is accepted puts something on record. */
const accepted = (values: Partial<Values>) => values.outcome === 'accepted'

function Settle({ objection, onClose }: { objection: Objection; onClose: () => void }) {
  const t = texts.use()
  const settle = useSettle()
  return (
    <FormModal<Values>
      open
      title={`${t('objection.settle')} ${objection.number}`}
      verb={t('objection.settle')}
      fields={[
        { kind: 'select', name: 'outcome', label: t('objection.outcome'), required: true, options: [{ value: 'accepted', label: t('objection.accept') }, { value: 'refused', label: t('objection.refuse') }] },
        { kind: 'textarea', name: 'heard', label: t('objection.heard'), required: true, maxLength: 1000 },
        { kind: 'textarea', name: 'decision', label: t('objection.decision'), required: true, maxLength: 1000 },
        { kind: 'select', name: 'direction', when: accepted, label: t('objection.direction'), options: [{ value: 'in', label: t('objection.in') }, { value: 'out', label: t('objection.out') }, { value: '', label: t('objection.nothing') }] },
        { kind: 'text', name: 'at', when: accepted, label: t('objection.at'), help: t('overtime.clock'), pattern: CLOCK },
      ]}
      onSubmit={async ({ outcome, heard, decision, direction, at }) => {
        const facts: NewObjectionSettlement['facts'] = outcome === 'accepted' && at && (direction === 'in' || direction === 'out') ? [{ direction, at }] : []
        await settle.mutateAsync({ id: objection.id, version: objection.version, settlement: { outcome: outcome === 'accepted' ? 'accepted' : 'refused', heard, decision, facts } })
        toast.success(t('objection.settled'))
      }}
      onClose={onClose}
    />
  )
}
