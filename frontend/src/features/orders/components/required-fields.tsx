import { useLanguage } from '@/shared/i18n'
import { texts } from '../texts'
import { RECEIVER_FIELDS } from './policy-text'

/** What a receiver must have, a country a line. */
export function RequiredFields({ of }: { of: Record<string, unknown> }) {
  const t = texts.use()
  const language = useLanguage()
  const countries = new Intl.DisplayNames(language, { type: 'region' })
  const fieldName = (field: string) => {
    const known = RECEIVER_FIELDS.find((one) => one === field)
    return known ? t(`rules.fields.${known}`) : field
  }
  return Object.entries(of).map(([country, fields]) => (
    <span key={country} style={{ display: 'block' }}>
      {country === '*' ? t('rules.others') : countries.of(country)}: {(Array.isArray(fields) ? fields : []).map((field) => fieldName(String(field))).join(language === 'zh-CN' ? '、' : ', ')}
    </span>
  ))
}
