// Runs before the first paint, so that a dark desk never flashes white and the document says its language.
;(() => {
  try {
    const theme = localStorage.getItem('dianzhang.theme')
    const dark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
    document.documentElement.dataset.theme = dark ? 'dark' : 'light'
    const language = localStorage.getItem('dianzhang.language')
    if (language === 'zh-CN' || language === 'en-US') document.documentElement.lang = language
  } catch {
    document.documentElement.dataset.theme = 'light'
  }
})()
