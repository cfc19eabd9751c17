import { companyDay, dayStart } from '@/shared/lib/time'
import { toast } from '@/shared/ui'
import { FormModal, type FormField } from '@/shared/ui/form'
import { type PolicyOut, usePublish } from '../queries'
import { texts } from '../texts'
import { RECEIVER_FIELDS, readLimits, readRequired, writeLimits, writeRequired } from './policy-text'

interface Values {
  remarks: boolean | null
  limits: string | null
  least: number
  required: string | null
  complete: number
  effective: string | null
  note: string | null
}

/** A new version, begun from the one in force. */
export function PublishPolicy({ from, onClose }: { from: PolicyOut; onClose: () => void }) {
  const t = texts.use()
  const publish = usePublish()
  const { parameters } = from
  const fields: FormField<Values>[] = [
    { kind: 'switch', name: 'remarks', label: t('rules.remarks') },
    { kind: 'textarea', name: 'limits', label: t('rules.limits'), help: t('rules.limitsHelp'), rows: 4, check: (value) => (readLimits(asText(value)) ? undefined : t('rules.limitsWrong')) },
    { kind: 'number', name: 'least', label: t('rules.least'), required: true, min: 0, max: 100, unit: '%' },
    { kind: 'textarea', name: 'required', label: t('rules.required'), help: t('rules.requiredHelp'), rows: 4, check: (value) => (readRequired(asText(value)) ? undefined : t('rules.requiredWrong', { fields: RECEIVER_FIELDS.join(', ') })) },
    { kind: 'number', name: 'complete', label: t('rules.complete'), required: true, min: 0, max: 365 },
    { kind: 'date', name: 'effective', label: t('rules.effective'), help: t('rules.effectiveHelp'), check: (value) => (asText(value) !== '' && asText(value) < companyDay() ? t('rules.effectivePast') : undefined) },
    { kind: 'textarea', name: 'note', label: t('rules.note'), rows: 2, maxLength: 500 },
  ]
  return (
    <FormModal<Values>
      open
      title={t('rules.publish')}
      verb={t('rules.publishVerb')}
      fields={fields}
      initial={{ remarks: parameters.hold_buyer_remarks, limits: writeLimits(parameters.amount_limits), least: parameters.least_paid_percent, required: writeRequired(parameters.required_fields), complete: parameters.complete_after_days }}
      onSubmit={async (values) => {
        const made = await publish.mutateAsync({
          parameters: {
            hold_buyer_remarks: values.remarks === true,
            amount_limits: readLimits(values.limits ?? '') ?? {},
            least_paid_percent: values.least,
            required_fields: readRequired(values.required ?? '') ?? {},
            complete_after_days: values.complete,
          },
          note: values.note ?? '',
          // Today's midnight has passed: a policy for today is one from now on.
          ...(values.effective && values.effective > companyDay() ? { effective_from: dayStart(values.effective) } : {}),
        })
        toast.success(t('rules.done', { version: made.version }))
      }}
      onClose={onClose}
    />
  )
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
