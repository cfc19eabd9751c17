import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useLanguage } from '@/shared/i18n'
import { Button, Card, Chip, DateTime, Facts, Loaded, Money, toast } from '@/shared/ui'
import { type FormField, FormModal } from '@/shared/ui/form'
import { type ClaimOut, type LiabilityOut, LIABLES, liabilityQuery, useAnswerClaim, useConfirmLiability } from '../queries'
import { texts } from '../texts'
import { ClaimChip, useLiable } from './claim-words'

/** Who answers for damage: proposed with its signs, confirmed by a person, and what became of the claim. */
export function Liability({ id }: { id: string }) {
  const t = texts.use()
  const query = useQuery(liabilityQuery(id))
  const [confirming, setConfirming] = useState(false)
  return (
    <Card
      title={t('claim.title')}
      extra={
        query.data?.may_confirm && (
          <Button size="small" onClick={() => setConfirming(true)}>
            {t('claim.confirm')}
          </Button>
        )
      }
    >
      <Loaded query={query} lines={3}>
        {(found) => (
          <>
            <Proposal found={found} />
            {found.claim && <ClaimFacts claim={found.claim} />}
            {confirming && <ConfirmLiability id={id} found={found} onClose={() => setConfirming(false)} />}
          </>
        )}
      </Loaded>
    </Card>
  )
}

function Proposal({ found }: { found: LiabilityOut }) {
  const t = texts.use()
  const liable = useLiable()
  const zh = useLanguage() === 'zh-CN'
  return (
    <p>
      {t('claim.proposed')} <strong>{liable(found.proposed)}</strong> <span className="dz-soft">{found.signs.map((sign) => (zh ? sign.zh : sign.en)).join(' · ')}</span>
    </p>
  )
}

function ClaimFacts({ claim }: { claim: ClaimOut }) {
  const t = texts.use()
  const liable = useLiable()
  return (
    <>
      <Facts
        items={[
          [t('claim.party'), `${liable(claim.party)} ${claim.party_code}`],
          [t('state'), <ClaimChip key="state" claim={claim} />],
          [t('claim.goods'), <Money key="goods" value={claim.goods} />],
          [t('claim.freight'), <Money key="freight" value={claim.freight} />],
          [t('claim.total'), <Money key="total" value={claim.amount} />],
          [t('due'), <DateTime key="due" at={claim.due_at} />],
          [t('claim.askedBy'), claim.asked_by],
          [t('claim.decidedBy'), claim.decided_by || '–'],
          [t('form.reference'), claim.reference || '–'],
        ]}
      />
      <ClaimActions claim={claim} />
    </>
  )
}

const ANSWERS = ['accept', 'paid', 'reject'] as const

/** What may be noted of a claim as it stands. */
export function ClaimActions({ claim }: { claim: ClaimOut }) {
  const t = texts.use()
  const answer = useAnswerClaim()
  const [asked, setAsked] = useState<(typeof ANSWERS)[number] | null>(null)
  const fields: FormField<{ reference?: string; reason?: string }>[] = [
    ...(asked === 'paid' ? [{ kind: 'text', name: 'reference', label: t('form.reference'), required: true, maxLength: 100 } as const] : []),
    { kind: 'text', name: 'reason', label: t('form.reason'), required: asked !== 'paid', maxLength: 500 },
  ]
  return (
    <div className="dz-row">
      {ANSWERS.filter((one) => claim.actions.includes(one)).map((one) => (
        <Button key={one} size="small" kind={one === 'reject' ? 'danger' : 'default'} onClick={() => setAsked(one)}>
          {t(`claim.answers.${one}`)}
        </Button>
      ))}
      {asked && (
        <FormModal<{ reference?: string; reason?: string }>
          open
          title={`${t(`claim.answers.${asked}`)} · ${claim.case_number}`}
          verb={t('form.save')}
          fields={fields}
          onSubmit={async (values) => {
            await answer.mutateAsync({ id: claim.id, answer: asked, reason: values.reason ?? '', reference: values.reference ?? '' })
            toast.success(t('ask.done'))
          }}
          onClose={() => setAsked(null)}
        />
      )}
    </div>
  )
}

interface Confirmed {
  party: string
  party_code: string | null
  goods: string | null
  freight: string
  note: string | null
}

function ConfirmLiability({ id, found, onClose }: { id: string; found: LiabilityOut; onClose: () => void }) {
  const t = texts.use()
  const liable = useLiable()
  const confirm = useConfirmLiability()
  const { currency } = found
  const fields: FormField<Confirmed>[] = [
    { kind: 'select', name: 'party', label: t('claim.party'), required: true, options: LIABLES.map((value) => ({ value, label: liable(value) })) },
    { kind: 'text', name: 'party_code', label: t('claim.code'), help: t('claim.codeHelp'), maxLength: 64 },
    { kind: 'money', name: 'goods', label: t('claim.goods'), help: t('claim.goodsHelp'), currency },
    { kind: 'money', name: 'freight', label: t('claim.freight'), currency, required: true },
    { kind: 'textarea', name: 'note', label: t('page.note'), rows: 2, maxLength: 500 },
  ]
  return (
    <FormModal<Confirmed>
      open
      title={t('claim.confirm')}
      verb={t('claim.submit')}
      lead={
        <>
          {t('claim.lead')} <span className="dz-rule">APR-1</span> <Chip>{liable(found.proposed)}</Chip>
        </>
      }
      fields={fields}
      initial={{ party: found.proposed, freight: '0.00' }}
      onSubmit={async ({ party, party_code, goods, freight, note }) => {
        await confirm.mutateAsync({ id, party, party_code: party_code ?? '', goods: goods ? { amount: goods, currency } : null, freight: { amount: freight, currency }, note: note ?? '' })
        toast.success(t('claim.asked'))
      }}
      onClose={onClose}
    />
  )
}
