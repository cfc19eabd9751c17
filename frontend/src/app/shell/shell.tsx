import { QueryClientProvider } from '@tanstack/react-query'
import { Outlet, useRouter, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import { LiveContext, onRefused, queryClient, session, useLive, useSession } from '@/shared/api'
import type { LiveStream } from '@/shared/api/live'
import { common } from '@/shared/i18n/basics'
import { useKeys } from '@/shared/lib/keys'
import { store, stored } from '@/shared/lib/stored'
import { formatTime } from '@/shared/lib/time'
import { Banner, Skeleton, toast, Toasts } from '@/shared/ui'
import { texts } from '../texts'
import { Nav } from './nav'
import './shell.css'
import { TopBar } from './top-bar'

const Front = lazy(() => import('./front'))
const TRY_AGAIN_MS = 3_000
const NAV_STORED = 'dianzhang.nav'
onRefused(toast.error)

function useCollapsed(): [boolean, () => void] {
  const [collapsed, setCollapsed] = useState(() => stored(NAV_STORED) === 'small')
  const toggle = () => {
    store(NAV_STORED, collapsed ? 'wide' : 'small')
    setCollapsed(!collapsed)
  }
  return [collapsed, toggle]
}

/** Signed out here, in another tab or from afar: go to the login and remember the way back. */
function useLeaveWhenSignedOut(): void {
  const { state } = useSession()
  const router = useRouter()
  useEffect(() => {
    // The address is read once: while the login page loads it is the login's own already.
    if (state === 'out') void router.navigate({ to: '/login', search: { from: router.state.location.href }, replace: true })
  }, [state, router])
}

/** The stream of changes while somebody is signed in; its code comes after the first paint. */
function useLiveFor(account: string | undefined): LiveStream | null {
  const [live, setLive] = useState<LiveStream | null>(null)
  useEffect(() => {
    if (account === undefined) return
    let stream: LiveStream | null = null
    let left = false
    const start = async () => {
      const code = await import('@/shared/api/live').catch(() => null)
      if (left) return
      if (!code) {
        setTimeout(() => void start(), TRY_AGAIN_MS)
        return
      }
      stream = code.liveFor(queryClient)
      stream.start()
      setLive(stream)
    }
    void start()
    return () => {
      left = true
      stream?.stop()
      setLive(null)
      // The next person at this desk, or in another tab, must not see the last one's rows.
      queryClient.clear()
    }
  }, [account])
  return live
}

export function Shell() {
  const { account } = useSession()
  useLeaveWhenSignedOut()
  const live = useLiveFor(account?.id)
  if (!account) return null
  return (
    <QueryClientProvider client={queryClient}>
      <LiveContext value={live}>
        <SignedIn />
      </LiveContext>
    </QueryClientProvider>
  )
}

function SignedIn() {
  const t = texts.use()
  const [collapsed, toggleCollapsed] = useCollapsed()
  const [front, setFront] = useState<'palette' | 'keys' | null>(null)
  const path = useRouterState({ select: (router) => router.location.pathname })
  // Open for one page only: going elsewhere closes it.
  const [drawerAt, setDrawerAt] = useState<string | null>(null)
  const drawer = drawerAt === path
  const closeDrawer = () => setDrawerAt(null)
  useKeys({
    'mod+k': (event) => {
      event.preventDefault()
      setFront('palette')
    },
    '?': () => setFront('keys'),
    Escape: closeDrawer,
  })
  return (
    <div className="shell" data-collapsed={collapsed} data-drawer={drawer}>
      <a className="shell-skip" href="#content">
        {t('shell.skip')}
      </a>
      <Nav collapsed={collapsed && !drawer} onToggle={toggleCollapsed} onPick={closeDrawer} />
      {drawer && <button type="button" className="shell-scrim" aria-label={t('shell.collapse')} onClick={closeDrawer} />}
      <div className="shell-right">
        <TopBar openSearch={() => setFront('palette')} openKeys={() => setFront('keys')} openNav={() => setDrawerAt(path)} signOut={() => void session.signOut()} />
        <StaleBanner />
        <main id="content" className="shell-content" tabIndex={-1}>
          <Suspense fallback={<div className="dz-page"><Skeleton lines={8} /></div>}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      {front && (
        <Suspense fallback={null}>
          <Front show={front} onClose={() => setFront(null)} />
        </Suspense>
      )}
      <Toasts />
    </div>
  )
}

/** A stale number is never shown as fresh: when the stream is down, the page says how old it is. */
function StaleBanner() {
  const t = common.use()
  const live = useLive()
  if (live.state !== 'down') return null
  return (
    <div className="shell-banner">
      <Banner tone="warning">{live.freshAt === null ? t('live.neverFresh') : t('live.asOf', { time: formatTime(live.freshAt, 'clock') })}</Banner>
    </div>
  )
}
