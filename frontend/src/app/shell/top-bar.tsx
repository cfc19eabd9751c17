import { useNavigate } from '@tanstack/react-router'
import { useAccount, useLive } from '@/shared/api'
import { common } from '@/shared/i18n/basics'
import { IconButton, Kbd, Menu } from '@/shared/ui'
import { AccountIcon, KeyboardIcon, MenuIcon, SearchIcon, SignOutIcon, WebhookIcon } from '@/shared/ui/icons'
import { LanguageMenu, ThemeMenu } from '../choices'
import { texts } from '../texts'

interface TopBarProps {
  openSearch: () => void
  openKeys: () => void
  openNav: () => void
  signOut: () => void
}

export function TopBar({ openSearch, openKeys, openNav, signOut }: TopBarProps) {
  const t = texts.use()
  const account = useAccount()
  const navigate = useNavigate()
  return (
    <header className="top">
      <span className="top-menu">
        <IconButton label={t('shell.openNav')} icon={MenuIcon} onClick={openNav} />
      </span>
      <button type="button" className="top-search" onClick={openSearch} aria-keyshortcuts="Control+K">
        <SearchIcon size={16} aria-hidden="true" />
        <span>{t('shell.searchHint')}</span>
        <span className="top-search-key" aria-hidden="true">
          <Kbd>Ctrl K</Kbd>
        </span>
      </button>
      <div className="top-right">
        <LiveState />
        <LanguageMenu />
        <ThemeMenu />
        <Menu
          trigger={{ kind: 'button', props: { kind: 'quiet', icon: AccountIcon, children: <span className="top-name">{account.name}</span>, 'aria-label': `${t('shell.account')}: ${account.name}` } }}
          label={t('shell.account')}
          items={[
            { id: 'account', label: t('shell.account'), icon: AccountIcon, onPick: () => void navigate({ to: '/account' }) },
            { id: 'keys', label: t('shell.keys'), icon: KeyboardIcon, onPick: openKeys },
            { id: 'docs', label: t('shell.docs'), icon: WebhookIcon, onPick: () => window.open('/api/docs', '_blank', 'noopener') },
            { id: 'line', line: true },
            { id: 'out', label: t('shell.signOut'), icon: SignOutIcon, onPick: signOut },
          ]}
        />
      </div>
    </header>
  )
}

function LiveState() {
  const t = common.use()
  const { state } = useLive()
  if (state === 'off') return null
  return (
    <span className="top-live" data-state={state} role="status">
      <span className="top-live-dot" aria-hidden="true" />
      <span className="top-live-word">{t(`live.${state}`)}</span>
    </span>
  )
}
