import { useNavigate, useSearch } from '@tanstack/react-router'
import { type FormEvent, type KeyboardEvent, useEffect, useState } from 'react'
import { asApiError, session, useSession } from '@/shared/api'
import { Button, ErrorPanel } from '@/shared/ui'
import { PackIcon, ScanIcon, StockIcon } from '@/shared/ui/icons'
import { LanguageMenu, ThemeMenu } from '../choices'
import { Logo } from '../logo'
import { texts } from '../texts'
import './login.css'

/** Only a path of our own: a login page must not forward to anywhere a link says. */
export function safeTarget(from: string | undefined): string {
  if (!from || !from.startsWith('/') || from.startsWith('//') || from.startsWith('/\\') || from.startsWith('/login')) return '/'
  return from
}

/** What a refused sign-in asks for next: the code for the first time, the code again, or all from the beginning. */
export function nextStep(code: string | undefined): 'ask' | 'again' | 'password' {
  if (code === 'second_factor_needed') return 'ask'
  return code === 'second_factor_refused' ? 'again' : 'password'
}

export function Login() {
  const t = texts.use()
  const { from } = useSearch({ from: '/login' })
  const navigate = useNavigate()
  const { state } = useSession()
  useEffect(() => {
    document.title = `${t('login.title')} · ${t('product')}`
  }, [t])
  useEffect(() => {
    if (state === 'in') void navigate({ href: safeTarget(from), replace: true })
  }, [state, from, navigate])
  return (
    <div className="login">
      <aside className="login-brand">
        <div className="login-mark">
          <Logo size={44} />
          <span>{t('product')}</span>
        </div>
        <p className="login-tagline">{t('tagline')}</p>
        <ul>
          <li>
            <StockIcon aria-hidden="true" /> {t('login.welcome1')}
          </li>
          <li>
            <ScanIcon aria-hidden="true" /> {t('login.welcome2')}
          </li>
          <li>
            <PackIcon aria-hidden="true" /> {t('login.welcome3')}
          </li>
        </ul>
      </aside>
      <main className="login-main">
        <div className="login-choices">
          <LanguageMenu />
          <ThemeMenu />
        </div>
        <LoginForm />
      </main>
    </div>
  )
}

function LoginForm() {
  const t = texts.use()
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [shown, setShown] = useState(false)
  const [caps, setCaps] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>(null)
  const [missing, setMissing] = useState(false)
  const [code, setCode] = useState('')
  const [asksCode, setAsksCode] = useState(false)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setProblem(null)
    const lacks = !login.trim() || !password || (asksCode && !code.trim())
    setMissing(lacks)
    if (lacks) return
    setBusy(true)
    try {
      await session.signIn(login.trim(), password, asksCode ? code.trim() : undefined)
    } catch (error) {
      const step = nextStep(asApiError(error).code)
      setCode('')
      setAsksCode(step !== 'password')
      setProblem(step === 'ask' ? null : error)
      // The password was right: only the code is asked for (again).
      if (step === 'password') setPassword('')
    } finally {
      setBusy(false)
    }
  }
  const watchCaps = (event: KeyboardEvent) => setCaps(event.getModifierState('CapsLock'))
  return (
    <form className="login-form" onSubmit={submit} noValidate>
      <div>
        <h1>{t('login.title')}</h1>
        <p className="dz-soft">{t('login.lead')}</p>
      </div>
      <div className="dz-field">
        <label htmlFor="login">{t('login.account')}</label>
        <input id="login" className="dz-input" name="username" autoComplete="username" autoCapitalize="none" spellCheck={false} autoFocus value={login} onChange={(event) => setLogin(event.target.value)} aria-invalid={missing && !login.trim()} />
      </div>
      <div className="dz-field">
        <label htmlFor="password">{t('login.password')}</label>
        <div className="login-password">
          <input
            id="password"
            className="dz-input"
            name="password"
            type={shown ? 'text' : 'password'}
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            onKeyUp={watchCaps}
            aria-describedby={caps ? 'caps' : undefined}
            aria-invalid={missing && !password}
          />
          <Button kind="link" size="small" aria-pressed={shown} onClick={() => setShown(!shown)}>
            {t(shown ? 'login.hide' : 'login.show')}
          </Button>
        </div>
        {caps && (
          <span id="caps" className="dz-soft">
            {t('login.capsLock')}
          </span>
        )}
      </div>
      {asksCode && (
        <div className="dz-field">
          <label htmlFor="code">{t('login.code')}</label>
          <input id="code" className="dz-input" name="one-time-code" inputMode="text" autoComplete="one-time-code" autoFocus spellCheck={false} maxLength={40} value={code} onChange={(event) => setCode(event.target.value)} aria-describedby="code-help" aria-invalid={missing && !code.trim()} />
          <span id="code-help" className="dz-soft">
            {t('login.codeHelp')}
          </span>
        </div>
      )}
      {missing && (
        <p className="dz-field-error" role="alert">
          {t('login.missing')}
        </p>
      )}
      {problem !== null && <Refused problem={problem} />}
      <Button type="submit" kind="primary" size="large" busy={busy}>
        {t('login.submit')}
      </Button>
      <p className="dz-soft">{t('login.forgot')}</p>
    </form>
  )
}

function Refused({ problem }: { problem: unknown }) {
  const t = texts.use()
  const error = asApiError(problem)
  const [left, setLeft] = useState(error.retryAfterSeconds ?? 0)
  useEffect(() => {
    if (left <= 0) return
    const timer = setTimeout(() => setLeft(left - 1), 1000)
    return () => clearTimeout(timer)
  }, [left])
  if (error.status === 401) return <p className="dz-field-error" role="alert">{error.detail || t('login.wrong')}</p>
  if (error.status === 429 || error.status === 423) {
    return (
      <p className="dz-field-error" role="alert">
        {left > 0 && left <= 600 ? t('login.locked', { count: left }) : t('login.lockedLong')}
      </p>
    )
  }
  return <ErrorPanel error={error} />
}
