import '@/shared/ui/styles/index.css'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { session } from '@/shared/api'
import { asLanguage, changeLanguage, language, startTexts } from '@/shared/i18n'
import { makeRouter } from './router'

/** The account says the language, on whatever machine. */
function followAccount(): void {
  const own = asLanguage(session.account?.locale)
  if (own && own !== language()) void changeLanguage(own)
}

async function start(): Promise<void> {
  // The words and the session are asked for together: neither needs the other.
  await Promise.all([startTexts(['common', 'app']), session.start()])
  followAccount()
  session.subscribe(followAccount)
  const root = document.getElementById('root')
  if (!root) return
  createRoot(root).render(
    <StrictMode>
      <RouterProvider router={makeRouter()} />
    </StrictMode>,
  )
}

void start()
