import { act, render, screen } from '@testing-library/react'
import { Suspense } from 'react'
import { expect, test } from 'vitest'
import { common } from './basics'
import en from './basics.en'
import zh from './basics.zh'
import { changeLanguage, defineTexts, startTexts } from './index'
import type { Shape } from './types'

type Tree = { [key: string]: string | Tree }

function keysOf(tree: Tree, prefix = ''): string[] {
  return Object.entries(tree).flatMap(([key, value]) => (typeof value === 'string' ? [prefix + key] : keysOf(value, `${prefix}${key}.`)))
}
function valuesIn(text: string): string[] {
  return [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '').toSorted()
}
function at(tree: Tree, path: string): string {
  return path.split('.').reduce<Tree | string>((node, key) => (node as Tree)[key] ?? '', tree) as string
}

const sets = import.meta.glob<{ default: Tree }>(['../../**/texts.{zh,en}.ts', './basics.{zh,en}.ts'], { eager: true })

test.each(Object.keys(sets).filter((path) => path.endsWith('.zh.ts')))('%s and its English say the same things with the same values', (path) => {
  const chinese = sets[path]?.default ?? {}
  const english = sets[path.replace('.zh.ts', '.en.ts')]?.default ?? {}
  const singular = keysOf(chinese).filter((key) => key.endsWith('_other')).map((key) => key.replace(/_other$/, '_one'))
  expect(keysOf(english).toSorted()).toEqual([...keysOf(chinese), ...singular].toSorted())
  const wrong = keysOf(chinese).filter((key) => {
    const [zh, en] = [at(chinese, key), at(english, key)]
    return zh === '' || /\p{Script=Han}/u.test(en) || valuesIn(zh).join(' ') !== valuesIn(en).join(' ')
  })
  expect(wrong).toEqual([])
})

test('a missing or surplus English text does not compile', () => {
  const complete: Shape<{ a: string; b: { rows_other: string } }> = { a: '', b: { rows_one: '', rows_other: '' } }
  // @ts-expect-error -- `a` is missing
  const missing: Shape<{ a: string }> = {}
  // @ts-expect-error -- the English singular is missing
  const plural: Shape<{ rows_other: string }> = { rows_other: '' }
  // @ts-expect-error -- `b` is unknown
  const surplus: Shape<{ a: string }> = { a: '', b: '' }
  expect([complete, missing, plural, surplus]).toHaveLength(4)
})

const texts = defineTexts('test', {
  zh: () => Promise.resolve({ default: { rows_other: '共 {{number}} 行', hello: '你好，{{name}}' } }),
  en: () => Promise.resolve({ default: { rows_one: '{{number}} row', rows_other: '{{number}} rows', hello: 'Hello, {{name}}' } }),
})

function Sample() {
  const t = texts.use()
  const c = common.use()
  return (
    <p>
      {t('hello', { name: '<b>' })} {t('rows', { count: 1 })} {t('rows', { count: 12_345 })} {c('cancel')}
    </p>
  )
}

test('words that nobody loaded ahead are waited for', async () => {
  await startTexts(['common'], 'zh-CN')
  const late = defineTexts('late', { zh: () => Promise.resolve({ default: { hi: '晚到' } }), en: () => Promise.resolve({ default: { hi: 'late' } }) })
  const complaints: unknown[] = []
  const Late = () => <p>{late.use()('hi')}</p>
  await act(async () => {
    render(
      <Suspense fallback={<p>wait</p>}>
        <Late />
      </Suspense>,
      { onRecoverableError: (error) => complaints.push(error) },
    )
  })
  expect(await screen.findByText('晚到')).toBeTruthy()
  expect(complaints).toEqual([])
})

test('a language whose words do not come is not switched to', async () => {
  await startTexts(['common'], 'zh-CN')
  let down = true
  const cut = defineTexts('cut', { zh: () => Promise.resolve({ default: { hi: '在' } }), en: () => (down ? Promise.reject(new Error('cut')) : Promise.resolve({ default: { hi: 'here' } })) })
  await cut.load()
  await expect(changeLanguage('en-US')).rejects.toThrow('could not be loaded')
  expect([cut.say('hi'), document.documentElement.lang]).toEqual(['在', 'zh-CN'])
  down = false
  await changeLanguage('en-US')
  expect(cut.say('hi')).toBe('here')
})

test('a switch changes every word on the screen, plurals and grouping included', async () => {
  await startTexts(['common', 'test'], 'zh-CN')
  render(<Sample />)
  expect(screen.getByText(`你好，<b> 共 1 行 共 12,345 行 ${zh.cancel}`)).toBeTruthy()
  await act(() => changeLanguage('en-US'))
  expect(screen.getByText(`Hello, <b> 1 row 12,345 rows ${en.cancel}`)).toBeTruthy()
  expect(document.documentElement.lang).toBe('en-US')
})
