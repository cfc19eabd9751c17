import { saveProfile, session } from '@/shared/api'
import { noAnswer } from '@/shared/api/errors'
import { changeLanguage, type Language, useLanguage } from '@/shared/i18n'
import { chooseTheme, type ThemeChoice, useThemeChoice } from '@/shared/lib/theme'
import { Menu, toast } from '@/shared/ui'
import { LanguageIcon, MoonIcon, SunIcon } from '@/shared/ui/icons'
import { texts } from './texts'

const NAMES: Record<Language, string> = { 'zh-CN': '简体中文', 'en-US': 'English' }

async function switchTo(language: Language): Promise<void> {
  try {
    await changeLanguage(language)
  } catch (error) {
    toast.error(noAnswer(error))
    return
  }
  if (session.state !== 'in') return
  try {
    await saveProfile({ locale: language })
  } catch (error) {
    // The screen has switched; only the other machines will not know.
    toast.error(error)
  }
}

export function LanguageMenu() {
  const t = texts.use()
  const now = useLanguage()
  return (
    <Menu
      trigger={{ kind: 'icon', props: { label: t('shell.language'), icon: LanguageIcon } }}
      label={t('shell.language')}
      items={(Object.keys(NAMES) as Language[]).map((language) => ({ id: language, label: NAMES[language], checked: language === now, onPick: () => void switchTo(language) }))}
    />
  )
}

export function ThemeMenu() {
  const t = texts.use()
  const now = useThemeChoice()
  const choices: ThemeChoice[] = ['light', 'dark', 'system']
  return (
    <Menu
      trigger={{ kind: 'icon', props: { label: t('shell.theme'), icon: now === 'dark' ? MoonIcon : SunIcon } }}
      label={t('shell.theme')}
      items={choices.map((choice) => ({ id: choice, label: t(`shell.${choice}`), checked: choice === now, onPick: () => chooseTheme(choice) }))}
    />
  )
}
