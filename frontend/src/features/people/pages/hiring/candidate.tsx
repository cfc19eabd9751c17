import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useCan } from '@/shared/api'
import { Button, Card, Chip, Columns, ConfirmAction, Facts, Loaded, Page } from '@/shared/ui'
import { ChangeCandidateForm } from '../../components/hiring/candidate-form'
import { HireDialog } from '../../components/hiring/hire-dialog'
import { Interviews } from '../../components/hiring/interviews'
import { Offers } from '../../components/hiring/offers'
import { QualificationCheck } from '../../components/hiring/qualification-check'
import { type CandidateFile, candidateQuery, revealPapers } from '../../components/hiring/queries'
import { texts } from '../../hiring-texts'
import { useNames } from '../../components/organisation/names'
import '../../components/hiring/hiring.css'

export function CandidatePage() {
  const t = texts.use()
  const names = useNames()
  const can = useCan()
  const navigate = useNavigate()
  const { id } = useParams({ from: '/shell/candidates/$id' })
  const query = useQuery(candidateQuery(id))
  const [open, setOpen] = useState<'edit' | 'hire' | null>(null)
  const candidate = query.data
  const running = candidate && ['applied', 'interview', 'offered', 'accepted'].includes(candidate.stage)
  return (
    <Page
      title={candidate?.name ?? t('candidates.title')}
      mark={candidate && <Chip tone={candidate.stage === 'hired' ? 'success' : 'info'}>{t(`candidates.stages.${candidate.stage as 'applied'}`)}</Chip>}
      lead={candidate && `${candidate.number} · ${names.title(candidate)} · ${names.of(candidate.unit_zh, candidate.unit_en) ?? ''}`}
      actions={
        candidate && (
          <>
            {running && can('people.candidates.keep') && <Button onClick={() => setOpen('edit')}>{t('candidates.edit')}</Button>}
            {candidate.stage === 'accepted' && can('people.employees.hire') && (
              <Button kind="primary" onClick={() => setOpen('hire')}>
                {t('hire.verb')}
              </Button>
            )}
            {candidate.employee_id && (
              <Link to="/employees/$id" params={{ id: candidate.employee_id }}>
                {t('candidates.toEmployee')}
              </Link>
            )}
          </>
        )
      }
    >
      <Loaded query={query}>
        {(found) => (
          <Columns min={380}>
            <div className="dz-stack">
              <QualificationCheck candidate={found} />
              <Papers candidate={found} />
            </div>
            <div className="dz-stack">
              <Interviews candidate={found} />
              <Offers candidate={found} />
            </div>
          </Columns>
        )}
      </Loaded>
      {open === 'edit' && candidate && <ChangeCandidateForm candidate={candidate} onClose={() => setOpen(null)} />}
      {open === 'hire' && candidate && <HireDialog candidate={candidate} onHired={(employee) => void navigate({ to: '/employees/$id', params: { id: employee } })} onClose={() => setOpen(null)} />}
    </Page>
  )
}

/** Masked, until somebody says why they need it in full. */
function Papers({ candidate }: { candidate: CandidateFile }) {
  const t = texts.use()
  const may = useCan()('people.candidates.reveal')
  const [asking, setAsking] = useState(false)
  const [shown, setShown] = useState<Awaited<ReturnType<typeof revealPapers>> | null>(null)
  const contact = shown ?? candidate.contact
  return (
    <Card
      title={t('candidates.papers')}
      extra={
        may &&
        !shown && (
          <Button size="small" onClick={() => setAsking(true)}>
            {t('candidates.reveal')}
          </Button>
        )
      }
    >
      <Facts
        items={[
          [t('candidates.phone'), contact.phone || null],
          [t('candidates.email'), contact.email || null],
          [t('candidates.idCard'), contact.id_card || null],
          [t('candidates.address'), contact.address || null],
          [t('candidates.emergency'), contact.emergency_contact || null],
          [t('candidates.source'), `${t(`candidates.sources.${candidate.source as 'other'}`)} ${candidate.source_note}`],
          [t('candidates.documents'), shown ? <span key="documents" className="hire-text">{shown.documents}</span> : candidate.has_documents ? '***' : t('candidates.noDocuments')],
          ...(candidate.ended_reason ? [[t('candidates.ended'), candidate.ended_reason] as const] : []),
        ]}
      />
      <p className="dz-soft">{t('candidates.addedBy', { name: candidate.added_by })}</p>
      <ConfirmAction open={asking} title={t('candidates.revealTitle', { name: candidate.name })} verb={t('candidates.reveal')} reason="required" onConfirm={async (reason) => setShown(await revealPapers(candidate.id, reason))} onClose={() => setAsking(false)}>
        {t('candidates.revealText')}
      </ConfirmAction>
    </Card>
  )
}
