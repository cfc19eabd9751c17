import { useEffect, useMemo, useState } from 'react'
import { noAnswer, readProblem } from '@/shared/api/errors'
import { changeLanguage, useLanguage } from '@/shared/i18n'
import { Button } from '@/shared/ui/button'
import { ErrorPanel, Skeleton } from '@/shared/ui/states'
import { toast, Toasts } from '@/shared/ui/toast'
import './docs.css'
import { Introduction } from './introduction'
import { type OpenApi, type Operation, operationsOf } from './model'
import { OperationPage } from './operation'
import { texts } from './texts'

function useDocument(): { document: OpenApi | null; error: unknown; load: () => void } {
  const [state, setState] = useState<{ document: OpenApi | null; error: unknown }>({ document: null, error: null })
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    const stop = new AbortController()
    const load = async () => {
      const answer = await fetch('/api/openapi.json', { signal: stop.signal, cache: attempt > 0 ? 'reload' : 'default' }).catch((cause: unknown) => {
        throw noAnswer(cause)
      })
      if (!answer.ok) throw await readProblem(answer)
      setState({ document: (await answer.json()) as OpenApi, error: null })
    }
    load().catch((error: unknown) => !stop.signal.aborted && setState({ document: null, error }))
    return () => stop.abort()
  }, [attempt])
  return { ...state, load: () => setAttempt((n) => n + 1) }
}

function useHash(): string {
  const [hash, setHash] = useState(() => decodeURIComponent(window.location.hash.slice(1)))
  useEffect(() => {
    const follow = () => {
      setHash(decodeURIComponent(window.location.hash.slice(1)))
      document.getElementById('content')?.scrollTo(0, 0)
    }
    window.addEventListener('hashchange', follow)
    return () => window.removeEventListener('hashchange', follow)
  }, [])
  return hash
}

/** Every operation of the merged OpenAPI document, one at a time; the address names it (#operation id). */
export function Reader() {
  const t = texts.use()
  const language = useLanguage()
  const { document: openApi, error, load } = useDocument()
  const operations = useMemo(() => (openApi ? operationsOf(openApi) : []), [openApi])
  const here = useHash()
  const operation = operations.find((one) => one.id === here)
  useEffect(() => {
    document.title = `${operation ? `${operation.summary ?? operation.id} · ` : ''}${t('title')} · 店长`
  }, [operation, t])
  return (
    <div className="docs">
      <nav className="docs-nav" aria-label={t('title')}>
        <div className="docs-head">
          <a href="/api/docs" className="docs-brand">
            <img src="/icons/logo.svg" alt="" width={24} height={24} /> {t('title')}
          </a>
          <Button size="small" kind="quiet" lang={language === 'zh-CN' ? 'en' : 'zh-CN'} onClick={() => void changeLanguage(language === 'zh-CN' ? 'en-US' : 'zh-CN').catch(toast.error)}>
            {language === 'zh-CN' ? 'English' : '中文'}
          </Button>
        </div>
        <Index operations={operations} here={here} />
        <a className="docs-home" href="/">
          {t('home')}
        </a>
      </nav>
      <main id="content" className="docs-main">
        {error !== null && <ErrorPanel error={error} onRetry={load} />}
        {!openApi && error === null && <Skeleton lines={10} />}
        {openApi && (operation ? <OperationPage key={operation.id} document={openApi} operation={operation} /> : <Introduction document={openApi} />)}
      </main>
      <Toasts />
    </div>
  )
}

function Index({ operations, here }: { operations: readonly Operation[]; here: string }) {
  const t = texts.use()
  const [find, setFind] = useState('')
  const words = find.toLowerCase().split(/\s+/).filter(Boolean)
  const shown = operations.filter((one) => {
    const said = `${one.id} ${one.method} ${one.path} ${one.summary ?? ''} ${one.description ?? ''}`.toLowerCase()
    return words.every((word) => said.includes(word))
  })
  const tags = [...new Set(shown.map((one) => one.tag))].toSorted((a, b) => a.localeCompare(b))
  return (
    <>
      <input type="search" className="dz-input" aria-label={t('search')} placeholder={t('search')} value={find} onChange={(event) => setFind(event.target.value)} />
      <div className="docs-index">
        {operations.length > 0 && shown.length === 0 && <p className="dz-soft">{t('nothing')}</p>}
        {tags.map((tag) => (
          <section key={tag}>
            <h2>{tag}</h2>
            <ul>
              {shown
                .filter((one) => one.tag === tag)
                .map((one) => (
                  <li key={one.id}>
                    <a href={`#${encodeURIComponent(one.id)}`} aria-current={one.id === here ? 'page' : undefined}>
                      <span className="docs-method" data-method={one.method}>
                        {one.method}
                      </span>
                      <span>{one.summary ?? one.path}</span>
                    </a>
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </div>
    </>
  )
}
