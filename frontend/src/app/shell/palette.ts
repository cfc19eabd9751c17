import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import type { PaletteProvider } from '@/shared/ui'
import { AccountIcon, HomeIcon } from '@/shared/ui/icons'
import { features } from '../features'
import { texts } from '../texts'

const MOST_PAGES = 8

/** Pages first, then what each feature can find. The words of both languages count. */
export function usePaletteProviders(): readonly PaletteProvider[] {
  const t = texts.use()
  const language = useLanguage()
  const navigate = useNavigate()
  const can = useCan()
  return useMemo(() => {
    const entries = features.flatMap((feature) => feature.nav.filter((entry) => !entry.permission || can(entry.permission)).map((entry) => ({ entry, group: feature.name[language] })))
    const pages = [
      { id: '/', label: t('shell.home'), detail: '', icon: HomeIcon, words: 'home 首页' },
      ...entries.map(({ entry, group }) => ({ id: entry.to, label: entry.name[language], detail: group, icon: entry.icon, words: `${entry.name['zh-CN']} ${entry.name['en-US']} ${entry.words ?? ''}` })),
      { id: '/account', label: t('shell.account'), detail: '', icon: AccountIcon, words: 'account password 账号 密码' },
    ]
    const own: PaletteProvider = {
      id: 'pages',
      title: () => t('shell.pages'),
      minLength: 0,
      search: (text) => {
        const parts = text.toLowerCase().split(/\s+/).filter(Boolean)
        return pages
          .filter((page) => parts.every((part) => page.words.toLowerCase().includes(part)))
          .slice(0, MOST_PAGES)
          .map((page) => ({ id: page.id, label: page.label, detail: page.detail, icon: page.icon, onPick: () => void navigate({ to: page.id as '/' }) }))
      },
    }
    const found = features.flatMap((feature) => feature.palette ?? []).filter((provider) => !provider.permission || can(provider.permission))
    return [own, ...found]
    // oxlint-disable-next-line react/exhaustive-deps -- `can` is a new function each time; the account behind it changes with a reload
  }, [t, language, navigate])
}
