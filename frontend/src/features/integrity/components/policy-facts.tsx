import { useLanguage } from '@/shared/i18n'
import { formatMoney } from '@/shared/lib/money'
import { Chip, Facts } from '@/shared/ui'
import type { PolicyParameters } from '../queries'
import { texts } from '../texts'

interface Props {
  of: PolicyParameters
  /** What it is compared with; what differs is marked. */
  before?: PolicyParameters | undefined
}

/** The policy in sentences. */
export function PolicyFacts({ of, before }: Props) {
  const t = texts.use()
  const language = useLanguage()
  const zh = language === 'zh-CN'
  const said = (one: { weight: number }, sentence: string) => (one.weight === 0 ? t('policy.off') : t('policy.adds', { sentence, weight: one.weight }))
  const differs = (now: unknown, old: unknown) => before !== undefined && JSON.stringify(now) !== JSON.stringify(old)
  const fact = (name: string, sentence: string, changed: boolean) =>
    [
      name,
      <span key={name}>
        {sentence} {changed && <Chip tone="info">{t('policy.changed')}</Chip>}
      </span>,
    ] as const
  const signal = (key: 'shared_payer' | 'shared_device' | 'shared_address' | 'light_parcel' | 'burst' | 'instant_praise' | 'no_browsing' | 'same_praise', sentence: string) => fact(zh ? of[key].zh : of[key].en, said(of[key], sentence), differs(of[key], before?.[key]))
  const shared = (key: 'shared_payer' | 'shared_device' | 'shared_address' | 'same_praise') => signal(key, t('policy.shared', { days: of.window_days, buyers: of[key].least_buyers }))
  const { credit } = of
  const fine = formatMoney({ amount: String(credit.fine_amount), currency: 'CNY' }, language)
  return (
    <Facts
      items={[
        fact(t('policy.threshold'), t('policy.thresholdSays', { score: of.threshold }), differs(of.threshold, before?.threshold)),
        fact(t('policy.window'), t('policy.windowSays', { days: of.window_days }), differs(of.window_days, before?.window_days)),
        shared('shared_payer'),
        shared('shared_device'),
        shared('shared_address'),
        signal('light_parcel', t('policy.light', { percent: of.light_parcel.percent })),
        signal('burst', t('policy.burst', { minutes: of.burst.minutes, orders: of.burst.orders, times: of.burst.times })),
        signal('instant_praise', t('policy.praise', { seconds: of.instant_praise.seconds })),
        shared('same_praise'),
        signal('no_browsing', t('policy.browsing', { seconds: of.no_browsing.seconds })),
        fact(t('policy.credit'), t('policy.creditSays', { start: credit.start, off: credit.case_points, back: credit.appeal_points }), differs([credit.start, credit.case_points, credit.appeal_points], [before?.credit.start, before?.credit.case_points, before?.credit.appeal_points])),
        fact(
          t('policy.ladder'),
          t('policy.ladderSays', { warning: credit.warning_below, fine: credit.fine_below, amount: fine, restricted: credit.restricted_below }),
          differs([credit.warning_below, credit.fine_below, credit.restricted_below, Number(credit.fine_amount)], [before?.credit.warning_below, before?.credit.fine_below, before?.credit.restricted_below, Number(before?.credit.fine_amount)]),
        ),
        fact(t('policy.appeal'), t('policy.appealSays', { count: credit.appeal_days }), differs(credit.appeal_days, before?.credit.appeal_days)),
        fact(t('policy.refunds'), t('policy.refundsSays', { count: credit.malicious_refunds }), differs(credit.malicious_refunds, before?.credit.malicious_refunds)),
      ]}
    />
  )
}
