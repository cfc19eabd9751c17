import '@/shared/ui/styles/index.css'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { session } from '@/shared/api'
import { wasSignedIn } from '@/shared/api/session'
import { asLanguage, changeLanguage, language, startTexts } from '@/shared/i18n'
import { makeRouter } from './router'

/** The account says the language, on whatever machine. */
function followAccount(): void {
  const own = asLanguage(session.account?.locale)
  if (own && own !== language()) void changeLanguage(own).catch(() => undefined)
}

const router = makeRouter()

/** Whoever was signed in will see this page: its code comes while the session is being asked for. */
function fetchFirstPage(): void {
  if (!wasSignedIn()) return
  const [routes] = router.getMatchedRoutes(router.latestLocation.pathname)
  for (const route of routes) void router.loadRouteChunk(route)?.catch(() => undefined)
}

async function start(): Promise<void> {
  // The words and the session are asked for together: neither needs the other.
  const ready = Promise.all([startTexts(['common', 'app']), session.start()])
  fetchFirstPage()
  await ready
  followAccount()
  session.subscribe(followAccount)
  const root = document.getElementById('root')
  if (!root) return
  createRoot(root).render(
    <StrictMode>
      <RouterProvider router={router} />
    </StrictMode>,
  )
}

void start()
