import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { PLATFORMS } from '@/shared/lib/platform-names'
import { CODES, CREDENTIALS } from './components/names'
import { platformsOf } from './components/platforms'
import type { PlatformOut } from './queries'
import en from './texts.en'
import zh from './texts.zh'

// Tests run in frontend/; a page's own address is no file here.
const SHIPPING = resolve('../services/channels/src/channels/domain/shipping')
const registry = readFileSync(resolve(SHIPPING, 'registry.py'), 'utf8')

const found = (source: string, pattern: RegExp) => [...new Set([...source.matchAll(pattern)].map((match) => match[1] ?? ''))]

test('every platform and credential of the service has its words in both languages', () => {
  const codes = found(registry, /^ {4}"([a-z]+)": PlatformFacts\(/gm)
  const names = found(registry, /(?:secrets|options)=\(([^)]*)\)/g).flatMap((list) => found(list, /"([a-z_]+)"/g))
  expect([...PLATFORMS].toSorted()).toEqual(codes.toSorted())
  expect([...CREDENTIALS].toSorted()).toEqual([...new Set(names)].toSorted())
  for (const texts of [zh, en]) {
    expect(Object.keys(texts.credentials)).toEqual(expect.arrayContaining(names))
  }
})

test('every reason why a shop was not told has its words', () => {
  const files = readdirSync(SHIPPING).filter((name) => name.endsWith('.py')).map((name) => resolve(SHIPPING, name))
  const source = [...files, resolve(SHIPPING, '../../use_cases/tell_shop.py')].map((file) => readFileSync(file, 'utf8')).join('\n')
  const codes = found(source, /(?:\bcode=|CannotTell\(|\berror\()"([a-z_]+)"/g)
  expect(codes.length).toBeGreaterThan(15)
  expect(CODES).toEqual(expect.arrayContaining(codes))
})

const platform = (code: string, more: Partial<PlatformOut> = {}): PlatformOut => ({
  code,
  secrets: [],
  options: [],
  currency: 'CNY',
  needs_address: false,
  sends_webhooks: false,
  reads_json: false,
  told_of_shipments: false,
  file_dialects: [],
  ...more,
})

test('a form shows what the platform uses, and an address only where webhooks are sent', () => {
  const platforms = platformsOf([platform('shopify', { secrets: ['access_token'], options: ['api_version'], sends_webhooks: true }), platform('jd')])
  expect(platforms.credentials('shopify')).toEqual(['access_token', 'api_version'])
  expect(platforms.webhookAddress('shopify', 'shp_1')).toBe(`${window.location.origin}/api/channels/v1/webhooks/shopify/shp_1`)
  expect(platforms.webhookAddress('jd', 'shp_1')).toBeNull()
  expect([platforms.credentials('unheard'), platforms.of(undefined)]).toEqual([[], undefined])
})
