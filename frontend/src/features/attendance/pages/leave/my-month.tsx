import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useCan } from '@/shared/api'
import { Button, EmptyState, Loaded, Page, toast } from '@/shared/ui'
import { FormModal } from '@/shared/ui/form'
import { ClockIcon } from '@/shared/ui/icons'
import { monthAfter, thisMonth } from '../../components/months'
import { MonthChoice } from './month-choice'
import { myMonthQuery, useObject } from './queries'
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
  const [objecting, setObjecting] = useState(false)
  const may = mine.data?.may_object && can('people.months.object')
  return (
    <Page
      title={t('month.mine')}
      lead={t('month.mineLead')}
      actions={
        may && (
          <Button kind="primary" onClick={() => setObjecting(true)}>
            {t('objection.object')}
          </Button>
        )
      }
    >
      <MonthChoice month={month} onChange={(chosen) => void navigate({ search: { month: chosen }, replace: true })} />
      <Loaded query={mine} lines={8}>
        {(data) =>
          data.row ? (
            <RowDetail row={data.row} signed={data.state !== 'compiled'} />
          ) : (
            <EmptyState icon={ClockIcon} title={t('month.notCompiled')}>
              {t('month.notCompiledAdvice')}
            </EmptyState>
          )
        }
      </Loaded>
      {objecting && (
        <FormModal<{ on: string; statement: string; witness: string | null; attachments: string | null }>
          open
          title={t('objection.object')}
          verb={t('objection.object')}
          initial={{ on: `${month}-01`, statement: '', witness: null, attachments: null }}
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
          onClose={() => setObjecting(false)}
        />
      )}
    </Page>
  )
}
