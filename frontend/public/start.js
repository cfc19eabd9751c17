// Runs before the first paint and before the big scripts have come, so that a dark desk never flashes white, the document
// says its language, and what the page is sure to need is already on its way: the session, the words, the shell.
function readStored(name) {
  try {
    return localStorage.getItem(name)
  } catch {
    return null
  }
}

;(() => {
  const theme = readStored('dianzhang.theme')
  const dark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'

  const wished = [readStored('dianzhang.language'), ...(navigator.languages ?? [])].map((tag) => /^(zh|en)/i.exec(tag ?? '')?.[0].toLowerCase()).find(Boolean)
  const language = wished === 'en' ? 'en-US' : 'zh-CN'
  document.documentElement.lang = language

  const signedIn = readStored('dianzhang.seen') !== null
  const told = document.currentScript?.dataset ?? {}
  const soon = [language === 'en-US' ? told.en : told.zh, signedIn ? told.shell : ''].join(' ')
  for (const href of soon.split(' ').filter(Boolean)) {
    const link = document.createElement('link')
    link.rel = 'modulepreload'
    link.href = href
    document.head.append(link)
  }

  // The refresh token rotates: over all tabs only one may be asking (shared/api/session.ts takes the answer).
  if (!signedIn || !told.shell) return
  const ask = () =>
    fetch('/api/people/v1/sessions/refresh', {
      method: 'POST',
      credentials: 'same-origin',
      headers: { Accept: 'application/json', 'Accept-Language': language, 'X-Requested-With': 'dianzhang' },
    })
  window.dianzhangEarly = navigator.locks ? navigator.locks.request('dianzhang.refresh', ask) : ask()
  window.dianzhangEarly.catch(() => undefined)
})()
