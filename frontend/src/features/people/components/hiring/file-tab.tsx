import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { session, useCan } from '@/shared/api'
import { companyDay } from '@/shared/lib/time'
import { Banner, Button, Card, Chip, DateTime, Dialog, ErrorPanel, Facts, Loaded, toast } from '@/shared/ui'
import { FormModal } from '@/shared/ui/form'
import type { EmployeeFile } from '../organisation/queries'
import { type Contract, contractsQuery, looksQuery, signaturesQuery, textsQuery, trainingsQuery, useEndContract, useNoteContract, useNoteSigned, useSign } from './queries'
import { texts } from '../../hiring-texts'
import './hiring.css'

const KINDS = ['labour', 'service', 'internship', 'non_compete', 'other'] as const

/** The papers of the personnel file. Opening it is logged. */
export function FileTab({ employee }: { employee: EmployeeFile }) {
  const can = useCan()
  const own = employee.account_id !== null && employee.account_id === session.account?.id
  return (
    <div className="dz-stack">
      {(own || can('people.personnel_files.read')) && <Contracts employee={employee} />}
      <Confidentiality employee={employee} own={own} />
      {can('people.trainings.read') && <Trainings employee={employee} />}
      {can('people.personnel_files.read') && <Looks employee={employee} />}
    </div>
  )
}

function Contracts({ employee }: { employee: EmployeeFile }) {
  const t = texts.use()
  const may = useCan()('people.personnel_files.keep')
  const query = useQuery(contractsQuery(employee.id))
  const [open, setOpen] = useState<Contract | 'new' | null>(null)
  return (
    <Card
      title={t('file.contracts')}
      extra={
        may && (
          <Button size="small" onClick={() => setOpen('new')}>
            {t('file.addContract')}
          </Button>
        )
      }
    >
      <Loaded query={query}>
        {(list) => (
          <ul className="hire-list">
            {list.map((contract) => (
              <li key={contract.id}>
                <span className="dz-row">
                  <strong className="dz-grow">
                    {contract.number} · {t(`file.kinds.${contract.kind as 'labour'}`)}
                  </strong>
                  {may && !contract.ended_on && (
                    <Button size="small" onClick={() => setOpen(contract)}>
                      {t('file.end')}
                    </Button>
                  )}
                </span>
                <Facts
                  items={[
                    [t('file.signedOn'), contract.signed_on],
                    [t('file.validFrom'), contract.valid_from],
                    [t('file.validUntil'), contract.valid_until ?? t('file.noEnd')],
                    [t('file.terms'), contract.terms || null],
                  ]}
                />
                {contract.ended_on && <Chip>{t('file.ended', { day: contract.ended_on, reason: contract.ended_reason ?? '' })}</Chip>}
              </li>
            ))}
            {list.length === 0 && <li className="dz-soft">{t('file.empty')}</li>}
          </ul>
        )}
      </Loaded>
      {open === 'new' && <ContractForm employee={employee} onClose={() => setOpen(null)} />}
      {open && open !== 'new' && <EndContract employee={employee} contract={open} onClose={() => setOpen(null)} />}
    </Card>
  )
}

function ContractForm({ employee, onClose }: { employee: EmployeeFile; onClose: () => void }) {
  const t = texts.use()
  const note = useNoteContract()
  return (
    <FormModal<{ number: string; kind: (typeof KINDS)[number]; signed_on: string; valid_from: string; valid_until: string | null; terms: string | null }>
      open
      title={t('file.addContract')}
      verb={t('file.addContractVerb')}
      initial={{ kind: 'labour', signed_on: companyDay(), valid_from: employee.hired_on }}
      fields={[
        { kind: 'text', name: 'number', label: t('file.number'), required: true, maxLength: 200 },
        { kind: 'select', name: 'kind', label: t('file.kind'), required: true, options: KINDS.map((one) => ({ value: one, label: t(`file.kinds.${one}`) })) },
        { kind: 'date', name: 'signed_on', label: t('file.signedOn'), required: true },
        { kind: 'date', name: 'valid_from', label: t('file.validFrom'), required: true },
        { kind: 'date', name: 'valid_until', label: t('file.validUntil') },
        { kind: 'textarea', name: 'terms', label: t('file.terms'), maxLength: 20_000 },
      ]}
      onSubmit={async (values) => {
        await note.mutateAsync({ id: employee.id, contract: { ...values, valid_until: values.valid_until || null, terms: values.terms ?? '' } })
        toast.success(t('saved'))
      }}
      onClose={onClose}
    />
  )
}

function EndContract({ employee, contract, onClose }: { employee: EmployeeFile; contract: Contract; onClose: () => void }) {
  const t = texts.use()
  const end = useEndContract()
  return (
    <FormModal<{ on: string; reason: string }>
      open
      title={`${t('file.end')}: ${contract.number}`}
      verb={t('file.endVerb')}
      initial={{ on: companyDay() }}
      fields={[
        { kind: 'date', name: 'on', label: t('file.endOn'), required: true },
        { kind: 'textarea', name: 'reason', label: t('reason'), required: true, maxLength: 500 },
      ]}
      onSubmit={(values) => end.mutateAsync({ id: employee.id, contract, ...values })}
      onClose={onClose}
    />
  )
}

function Confidentiality({ employee, own }: { employee: EmployeeFile; own: boolean }) {
  const t = texts.use()
  const may = useCan()('people.personnel_files.keep')
  const query = useQuery(signaturesQuery(employee.id))
  const [open, setOpen] = useState<'read' | 'paper' | null>(null)
  const missing = query.data?.missing ?? null
  return (
    <Card
      title={t('file.confidentiality')}
      extra={
        missing !== null && (
          <>
            {own && (
              <Button size="small" kind="primary" onClick={() => setOpen('read')}>
                {t('file.read')}
              </Button>
            )}
            {may && (
              <Button size="small" onClick={() => setOpen('paper')}>
                {t('file.noteSigned')}
              </Button>
            )}
          </>
        )
      }
    >
      <Loaded query={query}>
        {(found) => (
          <div className="dz-stack">
            {found.missing !== null ? <Banner tone="warning">{t('file.missing', { number: found.missing })}</Banner> : found.data.length > 0 && <Banner tone="success">{t('file.signedAll')}</Banner>}
            <ul className="hire-list">
              {found.data.map((one) => (
                <li key={one.text_number}>
                  {t('file.signature', { number: one.text_number, day: one.signed_on, how: t(`file.hows.${one.how as 'on_paper'}`) })} <span className="dz-soft">{one.note}</span>
                </li>
              ))}
            </ul>
          </div>
        )}
      </Loaded>
      {open === 'read' && missing !== null && <ReadAndSign number={missing} onClose={() => setOpen(null)} />}
      {open === 'paper' && missing !== null && <PaperForm employee={employee} number={missing} onClose={() => setOpen(null)} />}
    </Card>
  )
}

/** What is signed is exactly what stands here: its digest goes along. */
function ReadAndSign({ number, onClose }: { number: number; onClose: () => void }) {
  const t = texts.use()
  const sign = useSign()
  const query = useQuery(textsQuery)
  const text = query.data?.data.find((one) => one.number === number)
  return (
    <Dialog
      open
      title={text?.title ?? t('file.confidentiality')}
      width={640}
      onClose={onClose}
      foot={
        text && (
          <Button kind="primary" busy={sign.isPending} onClick={() => sign.mutate({ text_number: number, digest: text.digest }, { onSuccess: onClose })}>
            {t('file.signVerb')}
          </Button>
        )
      }
    >
      <Loaded query={query}>{() => <p className="hire-text">{text?.body}</p>}</Loaded>
      {sign.error && <ErrorPanel error={sign.error} />}
    </Dialog>
  )
}

function PaperForm({ employee, number, onClose }: { employee: EmployeeFile; number: number; onClose: () => void }) {
  const t = texts.use()
  const note = useNoteSigned()
  return (
    <FormModal<{ text_number: number; signed_on: string; note: string }>
      open
      title={t('file.noteSigned')}
      verb={t('file.noteVerb')}
      initial={{ text_number: number, signed_on: companyDay() }}
      fields={[
        { kind: 'number', name: 'text_number', label: t('file.textNumber'), min: 1, required: true },
        { kind: 'date', name: 'signed_on', label: t('file.signedOn'), required: true },
        { kind: 'text', name: 'note', label: t('file.where'), required: true, maxLength: 200 },
      ]}
      onSubmit={(values) => note.mutateAsync({ id: employee.id, signature: { ...values, text_number: Number(values.text_number) } })}
      onClose={onClose}
    />
  )
}

function Trainings({ employee }: { employee: EmployeeFile }) {
  const t = texts.use()
  const query = useQuery(trainingsQuery(employee.id))
  return (
    <Card title={t('file.sections.trainings')}>
      <Loaded query={query}>
        {(list) => (
          <ul className="hire-list">
            {list.map((one) => (
              <li key={one.id}>
                <span className="dz-row">
                  <span className="dz-grow">{one.title}</span>
                  {one.score !== null && <span className="dz-num">{one.score}</span>}
                  <Chip tone={one.outcome === 'passed' ? 'success' : one.outcome === 'failed' ? 'danger' : 'neutral'}>{t(one.outcome === 'passed' ? 'file.passed' : one.outcome === 'failed' ? 'file.failed' : 'file.noResult')}</Chip>
                </span>
                {one.certificate_number && (
                  <span className="dz-soft">
                    {one.certificate_number} {one.valid_until}
                  </span>
                )}
              </li>
            ))}
            {list.length === 0 && <li className="dz-soft">{t('file.noTrainings')}</li>}
          </ul>
        )}
      </Loaded>
    </Card>
  )
}

function Looks({ employee }: { employee: EmployeeFile }) {
  const t = texts.use()
  const query = useQuery(looksQuery(employee.id))
  return (
    <Card title={t('file.looks')}>
      <Loaded query={query}>
        {(list) => (
          <ul className="hire-list">
            {list.slice(0, 20).map((look) => (
              <li key={`${look.at} ${look.section} ${look.actor_id}`}>
                {t('file.look', { name: look.actor_name, section: t(`file.sections.${look.section as 'contracts'}`) })} · <DateTime at={look.at} />
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Card>
  )
}
