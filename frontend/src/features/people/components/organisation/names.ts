import { useMemo } from 'react'
import { useLanguage } from '@/shared/i18n'

interface Named {
  name_zh: string
  name_en: string
}
interface Titled {
  title_zh: string
  title_en: string
}

/** Names in the reader's language; the same object until the language changes. */
export function useNames() {
  const zh = useLanguage() === 'zh-CN'
  return useMemo(
    () => ({
      name: (unit: Named) => (zh ? unit.name_zh : unit.name_en),
      title: (position: Titled) => (zh ? position.title_zh : position.title_en),
      of: (chinese: string | null | undefined, english: string | null | undefined) => (zh ? chinese : english) ?? null,
    }),
    [zh],
  )
}
