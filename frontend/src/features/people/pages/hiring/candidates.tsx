import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { type KeyboardEvent, useMemo, useState } from 'react'
import { useCan } from '@/shared/api'
import { Button, Chip, ConfirmAction, EmptyState, Loaded, Menu, type MenuItem, Page } from '@/shared/ui'
import { FilterBar, type FilterField } from '@/shared/ui/grid'
import { AddIcon, MoreIcon } from '@/shared/ui/icons'
import { type Column, columnsOf, nextCard } from '../../components/hiring/board'
import { AddCandidateForm } from '../../components/hiring/candidate-form'
import { boardQuery, type Candidate, openRequisitionsQuery, useEndCandidate, useTakeUp } from '../../components/hiring/queries'
import { texts } from '../../hiring-texts'
import { useNames } from '../../components/organisation/names'
import '../../components/hiring/hiring.css'

type Verb = 'rejected' | 'withdrawn' | 'takeUp'
interface Act {
  verb: Verb
  candidate: Candidate
}

export function Candidates() {
  const t = texts.use()
  const names = useNames()
  const search = useSearch({ from: '/shell/candidates' })
  const navigate = useNavigate({ from: '/candidates' })
  const may = useCan()('people.candidates.keep')
  const query = useQuery(boardQuery(search))
  const requisitions = useQuery(openRequisitionsQuery).data
  const [adding, setAdding] = useState(false)
  const [act, setAct] = useState<Act | null>(null)
  const fields = useMemo<FilterField[]>(
    () => [
      { kind: 'search', name: 'q', label: t('candidates.search') },
      { kind: 'choice', name: 'requisition_id', label: t('candidates.requisition'), options: (requisitions ?? []).map((one) => ({ value: one.id, label: `${one.number} · ${names.title(one)}` })) },
      { kind: 'flag', name: 'over', label: t('candidates.showOver') },
    ],
    [t, names, requisitions],
  )
  return (
    <Page
      title={t('candidates.title')}
      lead={t('candidates.lead')}
      width="full"
      actions={
        may && (
          <Button kind="primary" icon={AddIcon} onClick={() => setAdding(true)}>
            {t('candidates.add')}
          </Button>
        )
      }
    >
      <FilterBar fields={fields} value={search} onChange={(patch) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true })} />
      <Loaded query={query}>{(page) => (page.data.length === 0 ? <EmptyState title={t('candidates.empty')} /> : <Board columns={columnsOf(page.data)} onAct={may ? setAct : undefined} />)}</Loaded>
      {adding && <AddCandidateForm requisition={search.requisition_id} onMade={(id) => void navigate({ to: '/candidates/$id', params: { id } })} onClose={() => setAdding(false)} />}
      {act && <ActDialog act={act} onClose={() => setAct(null)} />}
    </Page>
  )
}

/** Arrow keys walk, Enter follows the link, M opens the menu of the card. */
function Board({ columns, onAct }: { columns: readonly Column[]; onAct: ((act: Act) => void) | undefined }) {
  const t = texts.use()
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const link = (event.target as HTMLElement).closest<HTMLElement>('a[data-card]')
    if (!link?.dataset['card']) return
    if (event.key === 'm' || event.key === 'M') {
      link.closest('.hire-card')?.querySelector('button')?.click()
      event.preventDefault()
      return
    }
    const next = nextCard(columns, link.dataset['card'], event.key)
    if (next === null) return
    event.preventDefault()
    event.currentTarget.querySelector<HTMLElement>(`a[data-card="${next}"]`)?.focus()
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys belong to the links inside
    <div className="hire-board" role="group" aria-label={t('candidates.board')} onKeyDown={onKeyDown}>
      {columns.map((column) => (
        <section key={column.stage} className="hire-column">
          <h2>
            {t(`candidates.stages.${column.stage}`)} <span className="dz-soft">{column.cards.length}</span>
          </h2>
          {column.cards.length === 0 ? (
            <p className="dz-soft">{t('candidates.emptyColumn')}</p>
          ) : (
            <ul>
              {column.cards.map((candidate) => (
                <CandidateCard key={candidate.id} candidate={candidate} onAct={onAct} />
              ))}
            </ul>
          )}
        </section>
      ))}
    </div>
  )
}

function CandidateCard({ candidate, onAct }: { candidate: Candidate; onAct: ((act: Act) => void) | undefined }) {
  const t = texts.use()
  const names = useNames()
  const navigate = useNavigate()
  const left = candidate.unmet - candidate.excused
  const over = ['declined', 'withdrawn', 'rejected'].includes(candidate.stage)
  const items: MenuItem[] = [
    { id: 'open', label: t('candidates.open'), onPick: () => void navigate({ to: '/candidates/$id', params: { id: candidate.id } }) },
    ...(onAct && !over && candidate.stage !== 'hired'
      ? [
          { id: 'reject', label: t('candidates.reject'), onPick: () => onAct({ verb: 'rejected', candidate }) },
          { id: 'withdrawn', label: t('candidates.withdrawn'), onPick: () => onAct({ verb: 'withdrawn', candidate }) },
        ]
      : []),
    ...(onAct && over ? [{ id: 'take-up', label: t('candidates.takeUp'), onPick: () => onAct({ verb: 'takeUp', candidate }) }] : []),
  ]
  return (
    <li className="hire-card">
      <span className="dz-row">
        <Link className="dz-grow" data-card={candidate.id} to="/candidates/$id" params={{ id: candidate.id }}>
          {candidate.name}
        </Link>
        <Menu items={items} label={t('candidates.nextOf', { name: candidate.name })} trigger={{ kind: 'icon', props: { size: 'small', icon: MoreIcon, label: t('candidates.nextOf', { name: candidate.name }) } }} />
      </span>
      <span className="dz-soft">{names.title(candidate)}</span>
      <span className="dz-row">
        <Chip tone={left > 0 ? 'danger' : candidate.unmet > 0 ? 'warning' : 'success'}>{candidate.unmet > 0 ? t('candidates.unmet', { count: candidate.unmet }) : t('candidates.allMet')}</Chip>
        <span className="dz-soft">{t('candidates.since', { day: candidate.stage_since.slice(0, 10) })}</span>
      </span>
    </li>
  )
}

function ActDialog({ act: { verb, candidate }, onClose }: { act: Act; onClose: () => void }) {
  const t = texts.use()
  const end = useEndCandidate()
  const takeUp = useTakeUp()
  const words = { rejected: t('candidates.reject'), withdrawn: t('candidates.withdrawn'), takeUp: t('candidates.takeUp') }
  const at = { id: candidate.id, version: candidate.version }
  return <ConfirmAction open title={`${words[verb]}: ${candidate.name}`} verb={words[verb]} reason="required" onConfirm={(reason) => (verb === 'takeUp' ? takeUp.mutateAsync({ ...at, reason }) : end.mutateAsync({ ...at, stage: verb, reason }))} onClose={onClose} />
}
