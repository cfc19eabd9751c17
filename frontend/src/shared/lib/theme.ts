import { useSyncExternalStore } from 'react'
import { store, stored } from './stored'

export type ThemeChoice = 'light' | 'dark' | 'system'
const STORED = 'dianzhang.theme'
const listeners = new Set<() => void>()

const kept = stored(STORED)
let choice: ThemeChoice = kept === 'light' || kept === 'dark' ? kept : 'system'

function systemDark(): boolean {
  return typeof matchMedia !== 'undefined' && matchMedia('(prefers-color-scheme: dark)').matches
}

function apply(): void {
  document.documentElement.dataset.theme = isDark() ? 'dark' : 'light'
  for (const listener of listeners) listener()
}

export function isDark(): boolean {
  return choice === 'dark' || (choice === 'system' && systemDark())
}

export function chooseTheme(next: ThemeChoice): void {
  choice = next
  store(STORED, next === 'system' ? null : next)
  apply()
}

if (typeof matchMedia !== 'undefined') matchMedia('(prefers-color-scheme: dark)').addEventListener('change', apply)

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function useDark(): boolean {
  return useSyncExternalStore(subscribe, isDark)
}

export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore(subscribe, () => choice)
}
