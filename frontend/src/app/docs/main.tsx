import '@/shared/ui/styles/index.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { startTexts } from '@/shared/i18n'
import { Reader } from './reader'

async function start(): Promise<void> {
  await startTexts(['common', 'docs'])
  const root = document.getElementById('root')
  if (!root) return
  createRoot(root).render(
    <StrictMode>
      <Reader />
    </StrictMode>,
  )
}

void start()
