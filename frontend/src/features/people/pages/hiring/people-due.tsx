import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useCan } from '@/shared/api'
import { companyDay } from '@/shared/lib/time'
import { Button, Card, Chip, Columns, Loaded, Page, toast } from '@/shared/ui'
import { FormModal } from '@/shared/ui/form'
import { PersonnelPolicyCard } from '../../components/hiring/personnel-policy'
import { probationEndsQuery, talksDueQuery, textsQuery, unsignedQuery, usePublishText } from '../../components/hiring/queries'
import { texts } from '../../hiring-texts'
import '../../components/hiring/hiring.css'

/** Lists that somebody has to act on: probation, signatures, talks; one's own people, or everybody's for HR. */
export function PeopleDue() {
  const t = texts.use()
  return (
    <Page title={t('due.title')} lead={t('due.lead')}>
      <div className="dz-stack">
        <Columns min={320}>
          <Probation />
          <Unsigned />
          <TalksDue />
        </Columns>
        <PersonnelPolicyCard />
      </div>
    </Page>
  )
}

function Person({ id, name, number, tab, children }: { id: string; name: string; number: string; tab: string; children: ReactNode }) {
  return (
    <li>
      <span className="dz-row">
        <Link className="dz-grow" to="/employees/$id" params={{ id }} search={{ tab }}>
          {name} <span className="dz-mono dz-soft">{number}</span>
        </Link>
        {children}
      </span>
    </li>
  )
}

function Probation() {
  const t = texts.use()
  const query = useQuery(probationEndsQuery)
  return (
    <Card title={t('due.probation')}>
      <Loaded query={query}>
        {(list) => (
          <ul className="hire-list">
            {list.map((one) => (
              <Person key={one.id} id={one.id} name={one.name} number={one.number} tab="employment">
                {one.probation_until < companyDay() && <Chip tone="danger">{t('due.overdue')}</Chip>}
                <span className="dz-soft">{t('due.until', { day: one.probation_until })}</span>
              </Person>
            ))}
            {list.length === 0 && <li className="dz-soft">{t('due.probationEmpty')}</li>}
          </ul>
        )}
      </Loaded>
    </Card>
  )
}

function Unsigned() {
  const t = texts.use()
  const may = useCan()('people.personnel_files.keep')
  const known = useQuery(textsQuery)
  const inForce = known.data?.in_force ?? null
  const query = useQuery(unsignedQuery(inForce !== null))
  const [publishing, setPublishing] = useState(false)
  return (
    <Card
      title={t('due.unsigned')}
      extra={
        may && (
          <Button size="small" onClick={() => setPublishing(true)}>
            {t('due.publish')}
          </Button>
        )
      }
    >
      <Loaded query={known}>
        {() =>
          inForce === null ? (
            <p className="dz-soft">{t('due.noText')}</p>
          ) : (
            <Loaded query={query}>
              {(page) => (
                <ul className="hire-list">
                  {page.data.map((one) => (
                    <Person key={one.id} id={one.id} name={one.name} number={one.number} tab="file">
                      <span className="dz-soft">{one.last_signed === null ? t('due.never') : t('due.lastSigned', { number: one.last_signed })}</span>
                    </Person>
                  ))}
                  {page.data.length === 0 && <li className="dz-soft">{t('due.unsignedEmpty')}</li>}
                </ul>
              )}
            </Loaded>
          )
        }
      </Loaded>
      {publishing && <PublishForm onClose={() => setPublishing(false)} />}
    </Card>
  )
}

function PublishForm({ onClose }: { onClose: () => void }) {
  const t = texts.use()
  const publish = usePublishText()
  return (
    <FormModal<{ title: string; body: string; effective_from: string }>
      open
      title={t('due.publish')}
      lead={t('due.publishLead')}
      verb={t('due.publishVerb')}
      width={640}
      initial={{ effective_from: companyDay() }}
      fields={[
        { kind: 'text', name: 'title', label: t('due.textTitle'), required: true, maxLength: 200 },
        { kind: 'textarea', name: 'body', label: t('due.body'), required: true, maxLength: 20_000, rows: 10 },
        { kind: 'date', name: 'effective_from', label: t('due.from'), required: true },
      ]}
      onSubmit={async (values) => {
        await publish.mutateAsync(values)
        toast.success(t('saved'))
      }}
      onClose={onClose}
    />
  )
}

function TalksDue() {
  const t = texts.use()
  const query = useQuery(talksDueQuery)
  return (
    <Card title={t('due.talks')}>
      <Loaded query={query}>
        {({ data: list, days, policy_version: version }) => (
          <ul className="hire-list">
            <li className="dz-soft">{t('due.talksBy', { days, version })}</li>
            {list.map((one) => (
              <Person key={one.id} id={one.id} name={one.name} number={one.number} tab="talks">
                <span className="dz-soft">{one.last_on ? t('due.lastTalk', { day: one.last_on }) : t('due.noTalk')}</span>
              </Person>
            ))}
            {list.length === 0 && <li className="dz-soft">{t('due.talksEmpty')}</li>}
          </ul>
        )}
      </Loaded>
    </Card>
  )
}
