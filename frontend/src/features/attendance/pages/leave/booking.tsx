import { useQuery } from '@tanstack/react-query'
import { useLanguage } from '@/shared/i18n'
import { companyDay } from '@/shared/lib/time'
import { toast } from '@/shared/ui'
import { FormModal } from '@/shared/ui/form'
import { texts } from './accounts-texts'
import { bookingOf, type BookingValues, type Entry } from './accounts-values'
import { kindsQuery, useBookLeave } from './queries'
import { whoText } from './who'

const MOST_NAMED = 12

interface BookingProps {
  entry: Entry
  people: readonly { employee_id: string; name: string; number: string }[]
  kind?: string
  onDone?: () => void
  onClose: () => void
}

/** A grant or correction, the same for each of these people; named with their numbers, for two may have one name. */
export function Booking({ entry, people, kind, onDone, onClose }: BookingProps) {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  const book = useBookLeave()
  const kinds = (useQuery(kindsQuery).data ?? []).filter((one) => one.active && one.balance)
  const named = people.slice(0, MOST_NAMED).map(whoText).join(zh ? '、' : ', ')
  return (
    <FormModal<BookingValues>
      open
      title={t(`entries.${entry}`)}
      lead={people.length > MOST_NAMED ? t('andMore', { names: named, count: people.length }) : named}
      verb={t(`entries.${entry}`)}
      initial={{ ...(kind ? { kind } : {}), expires: null, document: null }}
      fields={[
        { kind: 'select', name: 'kind', label: t('kind'), required: true, options: kinds.map((one) => ({ value: one.code, label: `${zh ? one.name_zh : one.name_en} (${t(`units.${one.unit === 'hour' ? 'hour' : 'half_day'}`)})` })) },
        { kind: 'number', name: 'amount', label: t('amount'), required: true, min: 0, max: 999, decimals: 4, help: t('amountHelp') },
        ...(entry === 'take' ? [] : [{ kind: 'date', name: 'expires', label: t('expires'), help: t('expiresHelp'), check: (value: unknown) => (typeof value === 'string' && value !== '' && value < companyDay() ? t('expiresPast') : undefined) } as const]),
        { kind: 'text', name: 'document', label: t('document'), maxLength: 200 },
        { kind: 'textarea', name: 'reason', label: t('reason'), required: true, maxLength: 1000 },
      ]}
      onSubmit={async (values) => {
        const done = await book.mutateAsync(
          bookingOf(
            entry,
            people.map((one) => one.employee_id),
            values,
          ),
        )
        toast.success(t('booked', { count: done.people }))
        onDone?.()
      }}
      onClose={onClose}
    />
  )
}
