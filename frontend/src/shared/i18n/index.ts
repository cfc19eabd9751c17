import i18next, { type BackendModule } from 'i18next'
import { useMemo, useSyncExternalStore } from 'react'
import { firstLanguage, type Language, storeLanguage } from './language'
import type { Say, Shape, TextKey, Texts, Values } from './types'

export { asLanguage, firstLanguage, type Language, LANGUAGES } from './language'
export type { Say, Shape, TextKey, Values } from './types'

interface Loaders {
  zh: () => Promise<{ default: Texts }>
  en: () => Promise<{ default: Texts }>
}

const loaders = new Map<string, Loaders>()

/** Loads only the language in use; the other comes when somebody switches. */
const backend: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read: (language, namespace, done) => {
    const known = loaders.get(namespace)
    if (!known) return done(new Error(`no texts named ${namespace}`), null)
    const load = language === 'zh-CN' ? known.zh : known.en
    load().then(
      (texts) => done(null, texts.default as never),
      (error: Error) => done(error, null),
    )
  },
}

i18next.use(backend)

let started: Promise<unknown> = Promise.resolve()

/** Must be awaited before the first paint: loads the texts that every page needs. */
export async function startTexts(namespaces: string[], language: Language = firstLanguage()): Promise<void> {
  document.documentElement.lang = language
  started = i18next.init({
    lng: language,
    fallbackLng: false,
    supportedLngs: ['zh-CN', 'en-US'],
    load: 'currentOnly',
    ns: namespaces,
    defaultNS: namespaces[0] ?? 'common',
    keySeparator: '.',
    interpolation: { escapeValue: false },
  })
  await started
}

export function language(): Language {
  return (i18next.language as Language | undefined) ?? 'zh-CN'
}

/** Switches every text on the screen and what the server answers with; whoever is signed in keeps it in the account. */
export async function changeLanguage(next: Language): Promise<void> {
  const missing = Object.keys(i18next.store.data[language()] ?? {}).filter((namespace) => !i18next.hasResourceBundle(next, namespace))
  await i18next.reloadResources(next, missing)
  // A line that is cut, or a version that is gone: the words that are there stay, a page of bare keys would help nobody.
  if (missing.some((namespace) => !i18next.hasResourceBundle(next, namespace))) throw new Error(`the words of ${next} could not be loaded`)
  storeLanguage(next)
  document.documentElement.lang = next
  await i18next.changeLanguage(next)
}

export function onLanguage(listener: (language: Language) => void): () => void {
  const hear = (tag: string) => listener(tag as Language)
  i18next.on('languageChanged', hear)
  return () => i18next.off('languageChanged', hear)
}

/** Own hook instead of react-i18next, which would add 2.3 kB to every page for this. */
export function useLanguage(): Language {
  return useSyncExternalStore(onLanguage, language)
}

const loading = new Map<string, Promise<void>>()

/** Loads words that nobody has loaded ahead; the same promise each time, so that React can wait for it. */
function loadOnce(namespace: string): Promise<void> {
  const name = `${language()} ${namespace}`
  let promise = loading.get(name)
  if (!promise) {
    promise = i18next.loadNamespaces(namespace)
    loading.set(name, promise)
  }
  return promise
}

export interface TextSet<T> {
  readonly namespace: string
  /** For a route's loader: the page then never waits for its words. */
  load: () => Promise<void>
  /** In a component; follows the language. The function is a new one after a switch, so it may be a memo dependency. */
  use: () => Say<T>
  /** Outside React, after load(). */
  say: Say<T>
}

function group(values: Values | undefined): Values | undefined {
  if (!values || typeof values.count !== 'number') return values
  return { ...values, number: new Intl.NumberFormat(language()).format(values.count) }
}

/** The texts of one feature: `defineTexts('orders', {zh: () => import('./texts.zh'), en: () => import('./texts.en')})`. */
export function defineTexts<T extends object>(namespace: string, load: { zh: () => Promise<{ default: T }>; en: () => Promise<{ default: Shape<T> }> }): TextSet<T> {
  loaders.set(namespace, load as unknown as Loaders)
  return {
    namespace,
    load: async () => {
      await started
      await i18next.loadNamespaces(namespace)
      if (i18next.hasResourceBundle(language(), namespace)) return
      // i18next remembers a failure and is silent; a page of bare keys would help nobody.
      await i18next.reloadResources(language(), namespace)
      if (!i18next.hasResourceBundle(language(), namespace)) throw new Error(`the words of ${namespace} could not be loaded`)
    },
    use: () => {
      const spoken = useLanguage()
      // Thrown, not use()d: use() must be called on each render, and would make a page with its words wait a tick for nothing.
      // oxlint-disable-next-line typescript/only-throw-error -- a promise is how a component tells Suspense to wait
      if (!i18next.hasLoadedNamespace(namespace)) throw loadOnce(namespace)
      return useMemo(() => {
        const t = i18next.getFixedT(spoken, namespace)
        return (key: TextKey<T>, values?: Values) => t(key as string, group(values) ?? {})
      }, [spoken])
    },
    say: (key, values) => i18next.t(key as string, { ns: namespace, ...group(values) }),
  }
}
