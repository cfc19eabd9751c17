import { useState } from 'react'
import { useCan } from '@/shared/api'
import { companyDay } from '@/shared/lib/time'
import { Button, Card, Chip, ConfirmAction, Facts, toast } from '@/shared/ui'
import { FormModal } from '@/shared/ui/form'
import { type CandidateFile, type Offer, useAnswerOffer, useMakeOffer } from './queries'
import { texts } from '../../hiring-texts'

const TONES = { open: 'info', accepted: 'success', declined: 'neutral', withdrawn: 'neutral' } as const
type Answer = 'accepted' | 'declined' | 'withdrawn'

export function Offers({ candidate }: { candidate: CandidateFile }) {
  const t = texts.use()
  const may = useCan()('people.offers.make')
  const answer = useAnswerOffer()
  const [making, setMaking] = useState(false)
  const [answering, setAnswering] = useState<Answer | null>(null)
  const words = { accepted: t('offer.accept'), declined: t('offer.decline'), withdrawn: t('offer.takeBack') }
  return (
    <Card
      title={t('offer.title')}
      extra={
        may &&
        ['applied', 'interview'].includes(candidate.stage) && (
          <Button size="small" onClick={() => setMaking(true)}>
            {t('offer.make')}
          </Button>
        )
      }
    >
      {candidate.offers.length === 0 ? (
        <p className="dz-soft">{t('offer.empty')}</p>
      ) : (
        <ul className="hire-list">
          {candidate.offers.map((offer) => (
            <OneOffer key={offer.id} offer={offer} onAnswer={may ? setAnswering : undefined} />
          ))}
        </ul>
      )}
      {making && <OfferForm candidate={candidate} onClose={() => setMaking(false)} />}
      {answering && (
        <ConfirmAction open title={`${words[answering]}: ${candidate.name}`} verb={words[answering]} reason="optional" onConfirm={(note) => answer.mutateAsync({ id: candidate.id, version: candidate.version, answer: answering, note: note.slice(0, 200) })} onClose={() => setAnswering(null)} />
      )}
    </Card>
  )
}

function OneOffer({ offer, onAnswer }: { offer: Offer; onAnswer: ((answer: Answer) => void) | undefined }) {
  const t = texts.use()
  const state = offer.state as keyof typeof TONES
  const stands = state === 'open' || state === 'accepted'
  return (
    <li>
      <span className="dz-row">
        <Chip tone={TONES[state]}>{t(`offer.states.${state}`)}</Chip>
        {offer.lapsed && <Chip tone="warning">{t('offer.lapsed')}</Chip>}
        <span className="dz-soft">{offer.made_by}</span>
      </span>
      <Facts
        items={[
          [t('offer.terms'), onAnswer ? <span key="terms" className="hire-text">{offer.terms}</span> : t('offer.termsHidden')],
          [t('offer.startsOn'), offer.starts_on],
          [t('offer.probation'), offer.probation_months],
          [t('offer.validUntil'), offer.valid_until],
          ...(offer.note ? [[t('reason'), offer.note] as const] : []),
        ]}
      />
      {onAnswer && stands && (
        <span className="dz-row">
          {state === 'open' && !offer.lapsed && (
            <Button size="small" kind="primary" onClick={() => onAnswer('accepted')}>
              {t('offer.accept')}
            </Button>
          )}
          {state === 'open' && (
            <Button size="small" onClick={() => onAnswer('declined')}>
              {t('offer.decline')}
            </Button>
          )}
          <Button size="small" onClick={() => onAnswer('withdrawn')}>
            {t('offer.takeBack')}
          </Button>
        </span>
      )}
    </li>
  )
}

function OfferForm({ candidate, onClose }: { candidate: CandidateFile; onClose: () => void }) {
  const t = texts.use()
  const make = useMakeOffer()
  return (
    <FormModal<{ terms: string; starts_on: string; probation_months: number; valid_until: string }>
      open
      title={t('offer.make')}
      verb={t('offer.makeVerb')}
      initial={{ starts_on: companyDay(), valid_until: companyDay(), probation_months: 3 }}
      fields={[
        { kind: 'textarea', name: 'terms', label: t('offer.terms'), required: true, maxLength: 8000 },
        { kind: 'date', name: 'starts_on', label: t('offer.startsOn'), required: true },
        { kind: 'number', name: 'probation_months', label: t('offer.probation'), min: 0, max: 6, required: true },
        { kind: 'date', name: 'valid_until', label: t('offer.validUntil'), required: true },
      ]}
      onSubmit={async (values) => {
        await make.mutateAsync({ id: candidate.id, version: candidate.version, offer: { ...values, probation_months: Number(values.probation_months) } })
        toast.success(t('saved'))
      }}
      onClose={onClose}
    />
  )
}
