import { Link, useRouterState } from '@tanstack/react-router'
import { Suspense, useEffect, useRef } from 'react'
import { useCan } from '@/shared/api'
import { useLanguage } from '@/shared/i18n'
import { IconButton } from '@/shared/ui'
import { CollapseIcon, HomeIcon } from '@/shared/ui/icons'
import { features } from '../features'
import { Logo } from '../logo'
import { texts } from '../texts'

interface NavProps {
  collapsed: boolean
  onToggle: () => void
  /** Also when it is the page that is open already: the drawer of a phone closes. */
  onPick: () => void
}

/** Pages by service; what a person may not open is not there. */
export function Nav({ collapsed, onToggle, onPick }: NavProps) {
  const t = texts.use()
  const can = useCan()
  const language = useLanguage()
  const body = useRef<HTMLDivElement>(null)
  const path = useRouterState({ select: (router) => router.resolvedLocation?.pathname })
  // The page that is open stays in sight, also where its name stands far down.
  useEffect(() => {
    body.current?.querySelector('[aria-current="page"]')?.scrollIntoView({ block: 'nearest' })
    // oxlint-disable-next-line react/exhaustive-deps -- the effect is for each new page; what it looks for is in the page
  }, [path])
  const pages = features.flatMap((feature) => feature.nav).map((entry) => entry.to)
  // Of "/orders" and "/orders/merge" only the one that is open is marked, and for an order's own page the list it belongs to.
  const open = pages.filter((page) => path === page || path?.startsWith(`${page}/`)).toSorted((a, b) => b.length - a.length)[0]
  const groups = features.map((feature) => ({ ...feature, nav: feature.nav.filter((entry) => !entry.permission || can(entry.permission)) })).filter((feature) => feature.nav.length > 0)
  return (
    <nav className="nav" aria-label={t('shell.nav')}>
      <div className="nav-head">
        <Link to="/" className="nav-brand" onClick={onPick} aria-label={t('product')}>
          <Logo />
          {!collapsed && <span>{t('product')}</span>}
        </Link>
      </div>
      <div ref={body} className="nav-body">
        <ul>
          <li>
            <Link to="/" className="nav-link" onClick={onPick} activeOptions={{ exact: true }} title={collapsed ? t('shell.home') : undefined}>
              <HomeIcon size={18} aria-hidden="true" />
              <span className={collapsed ? 'dz-hidden' : ''}>{t('shell.home')}</span>
            </Link>
          </li>
        </ul>
        {groups.map((group) => (
          <div key={group.id} role="group" aria-label={group.name[language]}>
            <div className="nav-group" aria-hidden="true">
              {collapsed ? '' : group.name[language]}
            </div>
            <ul>
              {group.nav.map((entry) => (
                <li key={entry.to}>
                  <Link to={entry.to as '/'} className="nav-link" onClick={onPick} activeOptions={{ exact: entry.to !== open }} title={collapsed ? entry.name[language] : undefined}>
                    <entry.icon size={18} aria-hidden="true" />
                    <span className={collapsed ? 'dz-hidden' : ''}>{entry.name[language]}</span>
                    {entry.badge && (
                      <Suspense fallback={null}>
                        <entry.badge />
                      </Suspense>
                    )}
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
      <div className="nav-foot">
        <IconButton label={t(collapsed ? 'shell.expand' : 'shell.collapse')} icon={CollapseIcon} onClick={onToggle} />
      </div>
    </nav>
  )
}
