import type { Language } from '@/shared/i18n'
import type { Name } from './feature'

const names = new Map<string, Name>()

/** The shell tells the names of the pages of its navigation. */
export function namePages(pages: readonly { to: string; name: Name }[]): void {
  for (const page of pages) names.set(page.to, page.name)
}

/** `/approvals` as the navigation calls it; a page that is not there says its path. */
export function pageName(path: string, language: Language): string {
  return names.get(path)?.[language] ?? path
}
