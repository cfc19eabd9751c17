import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCan } from '@/shared/api'
import { Count, Loaded } from '@/shared/ui'
import { FormModal, type FormField } from '@/shared/ui/form'
import { type BulkAsk, matchingQuery, type OrderSearch, useAskBulk } from '../queries'
import { texts } from '../texts'

interface Values {
  verb: BulkAsk['verb']
  reason: string | null
}

/** Release, hold or cancel all that the filter shows, however many pages they are. */
export function BulkAll({ search, onClose }: { search: OrderSearch; onClose: () => void }) {
  const t = texts.use()
  const can = useCan()
  const ask = useAskBulk()
  const navigate = useNavigate()
  const query = useQuery(matchingQuery(search))
  const verbs = [
    ...(can('orders.orders.review') || can('orders.orders.review_finance') ? [{ value: 'release', label: t('release') }, { value: 'hold', label: t('holdVerb') }] : []),
    ...(can('orders.orders.cancel') ? [{ value: 'cancel', label: t('cancelVerb') }] : []),
  ]
  const fields: FormField<Values>[] = [
    { kind: 'select', name: 'verb', label: t('bulk.verb'), required: true, options: verbs },
    { kind: 'textarea', name: 'reason', label: t('bulk.reason'), help: t('bulk.reasonHelp'), rows: 2, maxLength: 500 },
  ]
  return (
    <FormModal<Values>
      open
      title={t('bulk.title')}
      verb={t('bulk.start')}
      fields={fields}
      initial={{}}
      lead={
        <Loaded query={query} lines={1}>
          {(matching) => (
            <p>
              <strong>
                <Count value={matching.count} />
                {matching.capped && '+'}
              </strong>{' '}
              {t('bulk.matching')}
            </p>
          )}
        </Loaded>
      }
      onSubmit={async (values) => {
        const review = await ask.mutateAsync({ search, verb: values.verb, reason: values.reason ?? '' })
        await navigate({ to: '/bulk-reviews/$id', params: { id: review.id } })
      }}
      onClose={onClose}
    />
  )
}
