import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { companyDay } from '@/shared/lib/time'
import { Button, Card, Chip, ConfirmAction, EmptyState, Loaded, Page, toast } from '@/shared/ui'
import { FormModal, type FormField } from '@/shared/ui/form'
import { AddIcon } from '@/shared/ui/icons'
import { useWords } from '../components/words'
import { type Delegation, delegationsQuery, findColleagues, kindsQuery, useDelegate, useEndDelegation } from '../queries'
import { texts } from '../texts'

interface Values {
  to_account_id: string
  kinds: string[]
  from_on: string
  until_on: string
  reason: string
}

const TONE = { active: 'success', planned: 'info', over: 'neutral' } as const
type DelegationState = keyof typeof TONE

export function Delegations() {
  const t = texts.use()
  const words = useWords()
  const query = useQuery(delegationsQuery)
  const kinds = useQuery(kindsQuery).data ?? []
  const delegate = useDelegate()
  const end = useEndDelegation()
  const [making, setMaking] = useState(false)
  const [ending, setEnding] = useState<Delegation | null>(null)
  const fields: FormField<Values>[] = [
    { kind: 'find', name: 'to_account_id', label: t('delegations.to'), required: true, find: findColleagues },
    { kind: 'date', name: 'from_on', label: t('delegations.from'), required: true },
    { kind: 'date', name: 'until_on', label: t('delegations.until'), required: true },
    { kind: 'text', name: 'reason', label: t('delegations.reason'), required: true, maxLength: 500 },
    { kind: 'multi', name: 'kinds', label: t('delegations.kinds'), options: kinds.map((one) => ({ value: one.kind, label: words.name(one) })) },
  ]
  const create = (
    <Button kind="primary" icon={AddIcon} onClick={() => setMaking(true)}>
      {t('delegations.create')}
    </Button>
  )
  return (
    <Page title={t('delegations.title')} lead={t('delegations.lead')} actions={create}>
      <Loaded query={query}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState title={t('delegations.none')}>{t('delegations.noneText')}</EmptyState>
          ) : (
            <>
              <Table kinds={kinds} title={t('delegations.given')} rows={all.filter((one) => one.mine)} onEnd={setEnding} />
              <Table kinds={kinds} title={t('delegations.got')} rows={all.filter((one) => !one.mine)} onEnd={setEnding} />
            </>
          )
        }
      </Loaded>
      <FormModal<Values>
        open={making}
        title={t('delegations.create')}
        verb={t('delegations.verb')}
        initial={{ kinds: [], from_on: companyDay(), until_on: companyDay() }}
        fields={fields}
        onSubmit={async ({ kinds: named, ...values }) => {
          await delegate.mutateAsync({ ...values, kinds: named.length > 0 ? named : null })
          toast.success(t('delegations.made'))
        }}
        onClose={() => setMaking(false)}
      />
      <ConfirmAction
        open={ending !== null}
        title={t('delegations.endTitle')}
        verb={t('delegations.end')}
        danger
        onConfirm={async () => {
          if (ending) await end.mutateAsync(ending)
          toast.success(t('delegations.ended'))
        }}
        onClose={() => setEnding(null)}
      >
        {t('delegations.endText')}
      </ConfirmAction>
    </Page>
  )
}

interface TableProps {
  title: string
  rows: readonly Delegation[]
  kinds: readonly { kind: string; name_zh: string; name_en: string }[]
  onEnd: (one: Delegation) => void
}

function Table({ title, rows, kinds, onEnd }: TableProps) {
  const t = texts.use()
  const words = useWords()
  const nameOf = (kind: string) => {
    const known = kinds.find((one) => one.kind === kind)
    return known ? words.name(known) : kind
  }
  if (rows.length === 0) return null
  return (
    <Card title={title} flush>
      <div className="dz-table-wrap">
        <table className="dz-table">
          <thead>
            <tr>
              <th>{t('delegations.who')}</th>
              <th>{t('delegations.days')}</th>
              <th>{t('delegations.state')}</th>
              <th>{t('inbox.kind')}</th>
              <th>{t('delegations.reason')}</th>
              <th>
                <span className="dz-hidden">{t('delegations.end')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((one) => (
              <tr key={one.id}>
                <td>{one.mine ? one.to_name : one.from_name}</td>
                <td className="dz-num" style={{ textAlign: 'left' }}>
                  {one.from_on} – {one.until_on}
                </td>
                <td>
                  <Chip tone={TONE[one.state as DelegationState] ?? 'neutral'}>{t(`delegations.${one.state as DelegationState}`)}</Chip>
                </td>
                <td>{one.kinds ? words.list(one.kinds.map(nameOf)) : t('delegations.allKinds')}</td>
                <td>{one.reason}</td>
                <td>
                  {one.state !== 'over' && (
                    <Button size="small" onClick={() => onEnd(one)}>
                      {t('delegations.end')}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}
