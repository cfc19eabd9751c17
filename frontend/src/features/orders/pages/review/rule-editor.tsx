import { useLanguage } from '@/shared/i18n'
import { PLATFORMS, platformName } from '@/shared/lib/platform-names'
import { type FormField, FormModal } from '@/shared/ui/form'
import { readLimits } from '../../components/policy-text'
import { useShops } from '../../components/shops'
import type { Rule } from './queries'
import { asksNothing, lines, ruleOf, type RuleValues, told, valuesOf } from './rule-form'
import { texts } from './texts'

interface EditorProps {
  /** null: a new one. */
  rule: Rule | null
  taken: readonly string[]
  onSave: (rule: Rule) => Promise<unknown>
  onClose: () => void
}

const asText = (value: unknown) => (typeof value === 'string' ? value : '')

export function RuleEditor({ rule, taken, onSave, onClose }: EditorProps) {
  const t = texts.use()
  const language = useLanguage()
  const { all: shops } = useShops()
  const limits = (value: unknown) => (readLimits(asText(value)) ? undefined : t('edit.limitsWrong'))
  const list = (name: keyof RuleValues, label: string, help = t('edit.listHelp')): FormField<RuleValues> => ({ kind: 'textarea', name, label, rows: 2, help })
  const code = (value: unknown) => (!/^[a-z][a-z0-9_]{1,39}$/.test(asText(value).trim()) ? t('edit.codeWrong') : taken.includes(asText(value).trim()) ? t('edit.codeTwice') : undefined)
  const hours = (_: unknown, values: Partial<RuleValues>) => (told(values.start) !== told(values.end) || (told(values.start) && values.start === values.end) ? t('edit.endWrong') : undefined)
  const fields: FormField<RuleValues>[] = [
    { kind: 'text', name: 'zh', label: t('edit.zh'), required: true, maxLength: 100 },
    { kind: 'text', name: 'en', label: t('edit.en'), required: true, maxLength: 100 },
    { kind: 'text', name: 'code', label: t('edit.code'), required: true, maxLength: 40, help: t('edit.codeHelp'), check: code },
    { kind: 'select', name: 'stage', label: t('edit.stage'), required: true, options: [{ value: 'service', label: t('desk.service') }, { value: 'finance', label: t('desk.finance') }] },
    { kind: 'select', name: 'does', label: t('edit.does'), required: true, options: [{ value: 'hold', label: t('edit.doesHold') }, { value: 'release', label: t('edit.doesRelease') }], check: (_, values) => (asksNothing({ ...EMPTY, ...values }) ? t('edit.nothing') : undefined) },
    { kind: 'switch', name: 'firm', label: t('edit.firm'), when: (values) => values.does !== 'release' },
    { kind: 'multi', name: 'shops', label: t('edit.shops'), options: shops.map((shop) => ({ value: shop.id, label: shop.name })), heading: t('edit.conditions') },
    { kind: 'multi', name: 'platforms', label: t('edit.platforms'), options: PLATFORMS.map((code) => ({ value: code, label: platformName(code, language) })) },
    { kind: 'textarea', name: 'over', label: t('edit.over'), rows: 2, help: t('edit.limitsHelp'), check: limits },
    { kind: 'textarea', name: 'below', label: t('edit.below'), rows: 2, help: t('edit.limitsHelp'), check: limits },
    { kind: 'number', name: 'percent', label: t('edit.percent'), min: 1, max: 100, unit: '%' },
    { kind: 'switch', name: 'buyerRemark', label: t('edit.buyerRemark') },
    list('buyerWords', t('edit.buyerWords')),
    { kind: 'switch', name: 'sellerRemark', label: t('edit.sellerRemark') },
    list('sellerWords', t('edit.sellerWords')),
    list('regions', t('edit.regions')),
    { ...list('countries', t('edit.countries')), check: (value) => (lines(asText(value)).every((one) => /^[A-Za-z]{2}$/.test(one)) ? undefined : t('edit.countriesWrong')) },
    list('skus', t('edit.skus'), t('edit.goodsHelp')),
    list('prefixes', t('edit.prefixes'), t('edit.goodsHelp')),
    { kind: 'number', name: 'pieces', label: t('edit.pieces'), min: 0, max: 1_000_000 },
    { kind: 'switch', name: 'refund', label: t('edit.refund') },
    list('buyers', t('edit.buyers')),
    { kind: 'switch', name: 'buyerUnknown', label: t('edit.buyerUnknown') },
    { kind: 'select', name: 'firstOrder', label: t('edit.firstOrder'), help: t('edit.firstOrderHelp'), options: [{ value: 'yes', label: t('edit.firstOrderYes') }, { value: 'no', label: t('edit.firstOrderNo') }] },
    { kind: 'number', name: 'start', label: t('edit.start'), min: 0, max: 23 },
    { kind: 'number', name: 'end', label: t('edit.end'), min: 0, max: 24, help: t('edit.endHelp'), check: hours },
  ]
  return <FormModal<RuleValues> open title={t('edit.title')} verb={t('edit.save')} width={640} fields={fields} initial={rule ? valuesOf(rule) : EMPTY} onSubmit={(values) => onSave(ruleOf({ ...EMPTY, ...values }))} onClose={onClose} />
}

const EMPTY = valuesOf({ code: '', zh: '', en: '', stage: 'service', does: 'hold', firm: false, conditions: {} })
