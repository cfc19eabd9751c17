import { store, stored } from '@/shared/lib/stored'

export type Language = 'zh-CN' | 'en-US'
export const LANGUAGES: readonly Language[] = ['zh-CN', 'en-US']
const STORED = 'dianzhang.language'

export function asLanguage(tag: string | null | undefined): Language | null {
  const low = (tag ?? '').toLowerCase()
  if (low.startsWith('zh')) return 'zh-CN'
  if (low.startsWith('en')) return 'en-US'
  return null
}

/** The one used last in this browser, else the first of the browser's that we have, else Chinese. */
export function firstLanguage(): Language {
  const wished = [stored(STORED), ...(navigator.languages ?? [navigator.language])]
  for (const tag of wished) {
    const language = asLanguage(tag)
    if (language) return language
  }
  return 'zh-CN'
}

export function storeLanguage(language: Language): void {
  store(STORED, language)
}
