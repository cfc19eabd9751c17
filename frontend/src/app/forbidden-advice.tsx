import { useLanguage } from '@/shared/i18n'
import { permissionName } from '@/shared/lib/permission-names'
import { texts } from './texts'

/** What one would need to see the page, in words; one of several is enough. */
export default function ForbiddenAdvice({ codes }: { codes: readonly string[] }) {
  const t = texts.use()
  const language = useLanguage()
  const names = codes.map((code) => (language === 'zh-CN' ? `“${permissionName(code, language)}”` : `"${permissionName(code, language)}"`))
  return t('forbidden.advice', { permission: names.join(' / ') })
}
