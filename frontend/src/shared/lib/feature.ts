import type { ComponentType, LazyExoticComponent } from 'react'
import type { Language } from '@/shared/i18n'
import type { PaletteProvider } from '@/shared/ui'
import type { Icon } from '@/shared/ui/icons'

/** A name in both languages, for what is shown before a feature's texts are loaded. */
export type Name = Record<Language, string>

export interface NavEntry {
  to: string
  name: Name
  icon: Icon
  /** Hidden without it; of several, one is enough. */
  permission?: string | readonly string[]
  /** Other words by which Ctrl-K finds the page. */
  words?: string
  /** A count beside the name, for what waits. Loaded after the shell is there. */
  badge?: LazyExoticComponent<ComponentType>
}

/** Something a feature puts on the home desk. Loaded after the shell is there. */
export interface HomePiece {
  id: string
  permission?: string
  /** `todo`: what waits for a person, first on the desk. `figure`: Stat tiles. `chart`: one Card each. */
  place: 'todo' | 'figure' | 'chart'
  component: LazyExoticComponent<ComponentType>
}

/** What a feature tells the shell: features/<service>/feature.ts, light, no page code. */
export interface Feature {
  id: string
  name: Name
  nav: readonly NavEntry[]
  palette?: readonly PaletteProvider[]
  home?: readonly HomePiece[]
}
