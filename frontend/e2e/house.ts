import type { Page } from 'playwright-core'

/** The house under test. */
export const house = process.env.DIANZHANG_PUBLIC_URL ?? ''

export async function signIn(page: Page): Promise<void> {
  await page.goto(`${house}/login`)
  await page.fill('#login', process.env.DIANZHANG_LOGIN ?? '')
  await page.fill('#password', process.env.DIANZHANG_PASSWORD ?? '')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.shell')
}

/** Switches through the page's own menu, as a person would. */
export async function switchLanguage(page: Page, language: 'zh-CN' | 'en-US'): Promise<void> {
  if ((await page.getAttribute('html', 'lang')) === language) return
  await page.click('button[aria-label="语言"], button[aria-label="Language"]')
  await page.click(`[role="menuitemradio"]:has-text("${language === 'zh-CN' ? '简体中文' : 'English'}")`)
  await page.waitForSelector(`html[lang="${language}"]`)
}

/** Waits until nothing is loading: no skeletons, no busy grid. */
export async function settled(page: Page): Promise<void> {
  await page.waitForSelector('h1')
  await page.waitForFunction(() => document.querySelector('.dz-skeleton, [aria-busy="true"]') === null, undefined, { timeout: 15_000 })
}
