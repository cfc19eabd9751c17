import { FormModal, type FormField } from '@/shared/ui/form'
import { useLanguage } from '@/shared/i18n'
import type { PolicyParameters } from '../queries'
import { texts } from '../texts'
import { type DraftValues, parametersOf, valuesOf } from './draft'

interface Props {
  from: PolicyParameters
  onDrafted: (draft: PolicyParameters) => void
  onClose: () => void
}

/** Every number of the policy. Nothing is told to anybody: the draft is replayed or published afterwards. */
export function DraftForm({ from, onDrafted, onClose }: Props) {
  const t = texts.use()
  const zh = useLanguage() === 'zh-CN'
  const number = { kind: 'number', required: true } as const
  const weight = { ...number, label: t('policy.weight'), help: t('policy.weightHelp'), min: 0, max: 100 } as const
  const below = (name: 'start' | 'warning' | 'fine') => (value: unknown, values: Partial<DraftValues>) => (typeof value === 'number' && value > (values[name] ?? 1000) ? t('policy.ladderWrong') : undefined)
  const buyers = { ...number, label: t('policy.buyers'), min: 2, max: 1000 } as const
  const named = (one: { zh: string; en: string }) => (zh ? one.zh : one.en)
  const fields: FormField<DraftValues>[] = [
    { ...number, name: 'threshold', label: t('policy.threshold'), help: t('policy.thresholdHelp'), min: 1, max: 700 },
    { ...number, name: 'window', label: t('policy.window'), min: 1, max: 365, unit: t('policy.day') },
    { ...weight, name: 'payer', heading: named(from.shared_payer) },
    { ...buyers, name: 'payerBuyers' },
    { ...weight, name: 'device', heading: named(from.shared_device) },
    { ...buyers, name: 'deviceBuyers' },
    { ...weight, name: 'address', heading: named(from.shared_address) },
    { ...buyers, name: 'addressBuyers' },
    { ...weight, name: 'light', heading: named(from.light_parcel) },
    { ...number, name: 'lightPercent', label: t('policy.percent'), min: 1, max: 99, unit: '%' },
    { ...weight, name: 'burst', heading: named(from.burst) },
    { ...number, name: 'burstMinutes', label: t('policy.minutes'), min: 1, max: 120, unit: t('policy.minute') },
    { ...number, name: 'burstOrders', label: t('policy.orders'), min: 2, max: 100_000 },
    { ...number, name: 'burstTimes', label: t('policy.times'), min: 1, max: 1000 },
    { ...weight, name: 'praise', heading: named(from.instant_praise) },
    { ...number, name: 'praiseSeconds', label: t('policy.praiseWithin'), min: 0, max: 86_400, unit: t('policy.second') },
    { ...weight, name: 'alike', heading: named(from.same_praise) },
    { ...buyers, name: 'alikeBuyers' },
    { ...weight, name: 'browsing', heading: named(from.no_browsing) },
    { ...number, name: 'browsingSeconds', label: t('policy.browsedAtMost'), min: 0, max: 86_400, unit: t('policy.second') },
    { ...number, name: 'start', heading: t('policy.credit'), label: t('policy.start'), min: 1, max: 1000 },
    { ...number, name: 'casePoints', label: t('policy.casePoints'), min: 0, max: 1000 },
    { ...number, name: 'appealPoints', label: t('policy.appealPoints'), min: 0, max: 1000 },
    { ...number, name: 'warning', label: t('policy.warningBelow'), min: 0, max: 1000, check: below('start') },
    { ...number, name: 'fine', label: t('policy.fineBelow'), min: 0, max: 1000, check: below('warning') },
    { kind: 'money', name: 'fineAmount', label: t('policy.fineAmount'), required: true },
    { ...number, name: 'restricted', label: t('policy.restrictedBelow'), min: 0, max: 1000, check: below('fine') },
    { ...number, name: 'appealDays', label: t('policy.appealDays'), min: 1, max: 90, unit: t('policy.day') },
    { ...number, name: 'refunds', label: t('policy.refunds'), min: 1, max: 100 },
  ]
  return (
    <FormModal<DraftValues>
      open
      title={t('policy.draft')}
      lead={t('policy.draftLead')}
      verb={t('policy.keep')}
      fields={fields}
      initial={valuesOf(from)}
      onSubmit={(values) => {
        onDrafted(parametersOf(from, values))
        return Promise.resolve()
      }}
      onClose={onClose}
    />
  )
}
