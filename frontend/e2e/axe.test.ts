import { expect, test } from 'vitest'
import { axe, openBrowser } from './browser'
import { house, settled, signIn, switchLanguage } from './house'

const LOOKS = [
  { language: 'zh-CN', dark: false, width: 1360 },
  { language: 'en-US', dark: true, width: 1360 },
  { language: 'zh-CN', dark: false, width: 390 },
] as const

test.skipIf(!house).each(LOOKS)('axe finds nothing on any page: $language, dark $dark, $width px', async ({ language, dark, width }) => {
  const { page, close } = await openBrowser({ language, dark, width })
  const found: string[] = []
  const look = async (name: string) => {
    for (const problem of await axe(page)) found.push(`${name}: ${problem}`)
  }
  page.on('pageerror', (error) => found.push(`script error: ${error.message}`))
  try {
    await page.goto(`${house}/login`)
    await page.waitForSelector('#login')
    await look('/login')
    await signIn(page)
    await switchLanguage(page, language)
    // Whatever the navigation offers to this account: a new page is checked without touching this file.
    const paths = await page.$$eval('.nav-link', (links) => [...new Set(links.map((link) => link.getAttribute('href') ?? '/'))])
    for (const path of [...paths, '/account', '/no-such-page']) {
      await page.goto(`${house}${path}`)
      await settled(page)
      await look(path)
    }
    await page.goto(`${house}/api/docs`)
    await page.waitForSelector('.docs-index a')
    await look('/api/docs')
    await page.click('.docs-index a')
    await look('/api/docs#operation')
  } finally {
    await close()
  }
  expect(found).toEqual([])
})
