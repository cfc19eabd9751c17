import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useCan } from '@/shared/api'
import { Banner, Button, Card, EmptyState, Loaded, Page, toast } from '@/shared/ui'
import { FormModal } from '@/shared/ui/form'
import { ClockIcon } from '@/shared/ui/icons'
import { monthAfter, thisMonth } from '../../components/months'
import { MonthChoice } from './month-choice'
import { ObjectionDialog, ObjectionState } from './objection'
import { myMonthQuery, objectionsOfQuery, useObject } from './queries'
import { RowDetail } from './row-detail'
import { texts } from './texts'

/** One's own month, with the button to object while there is time. */
export function MyMonthPage() {
  const t = texts.use()
  const can = useCan()
  const search = useSearch({ from: '/shell/my-month' })
  const navigate = useNavigate({ from: '/my-month' })
  const month = search.month ?? monthAfter(thisMonth(), -1)
  const mine = useQuery(myMonthQuery(month))
  const object = useObject()
  // The day to object to; empty: one that is not listed.
  const [objecting, setObjecting] = useState<string | null>(null)
  const may = mine.data?.may_object && can('people.months.object')
  return (
    <Page
      title={t('month.mine')}
      lead={t('month.mineLead')}
      actions={
        may && (
          <Button kind="primary" onClick={() => setObjecting('')}>
            {t('objection.object')}
          </Button>
        )
      }
    >
      <MonthChoice month={month} onChange={(chosen) => void navigate({ search: { month: chosen }, replace: true })} />
      <Loaded query={mine} lines={8}>
        {(data) => (
          <>
            {data.may_object ? <Banner tone="info">{t('objection.until', { until: data.object_until })}</Banner> : month < thisMonth() && <Banner tone="warning">{t('objection.over', { until: data.object_until })} <span className="dz-rule">ATT-7</span></Banner>}
            {data.row ? (
              <>
                <Own month={month} employee={data.row.employee_id} />
                <RowDetail row={data.row} signed={data.state !== 'compiled'} {...(may ? { onObject: setObjecting } : {})} />
              </>
            ) : (
              <EmptyState icon={ClockIcon} title={t('month.notCompiled')}>
                {t('month.notCompiledAdvice', { on: data.sign_by })}
              </EmptyState>
            )}
          </>
        )}
      </Loaded>
      {objecting !== null && (
        <FormModal<{ on: string; statement: string; witness: string | null; attachments: string | null }>
          open
          title={t('objection.object')}
          verb={t('objection.object')}
          initial={{ ...(objecting ? { on: objecting } : {}), statement: '', witness: null, attachments: null }}
          fields={[
            { kind: 'date', name: 'on', label: t('objection.on'), required: true },
            { kind: 'textarea', name: 'statement', label: t('objection.statement'), required: true, maxLength: 1000 },
            { kind: 'text', name: 'witness', label: t('objection.witness'), maxLength: 1000 },
            { kind: 'text', name: 'attachments', label: t('objection.attachments'), maxLength: 1000 },
          ]}
          onSubmit={async ({ on, statement, witness, attachments }) => {
            await object.mutateAsync({ on, statement, witness: witness ?? '', attachments: attachments ?? '' })
            toast.success(t('objection.sent'))
          }}
          onClose={() => setObjecting(null)}
        />
      )}
    </Page>
  )
}

/** One's objections to this month, each opening to the result as it was and as it became. */
function Own({ month, employee }: { month: string; employee: string }) {
  const t = texts.use()
  const own = useQuery(objectionsOfQuery(month, employee))
  const [open, setOpen] = useState<string | null>(null)
  if (!own.data?.length) return null
  return (
    <Card title={t('objection.title')}>
      <ul>
        {own.data.map((one) => (
          <li key={one.id}>
            <Button kind="link" onClick={() => setOpen(one.id)}>
              {one.on_date}
            </Button>{' '}
            <ObjectionState state={one.state} /> {one.statement}
          </li>
        ))}
      </ul>
      {open && <ObjectionDialog id={open} onClose={() => setOpen(null)} />}
    </Card>
  )
}
