import { expect, test } from 'vitest'
import { clockText, readPaper, secondsLeft, writePaper } from './paper-text'

const TEXT = `[40] 可以刷单吗？
+ 不可以
- 可以

[30] 价格调整须审批
= 对

[20] 哪些要记录？
+ 调价
+ 盘点
- 闲聊
[10] 为什么？`

test('a typed paper becomes questions of the four kinds', () => {
  const { questions, slips } = readPaper(TEXT)
  expect(slips).toEqual([])
  expect(questions.map(({ kind, points, right }) => [kind, points, right])).toEqual([
    ['single', 40, ['o1']],
    ['true_false', 30, ['true']],
    ['multiple', 20, ['o1', 'o2']],
    ['free_text', 10, []],
  ])
})

test('written and read again it is the same', () => {
  const { questions } = readPaper(TEXT)
  expect(readPaper(writePaper(questions)).questions).toEqual(questions)
})

test('each slip is named by its line', () => {
  const { slips } = readPaper('no head\n[0] points\n[5] one choice\n+ a\n\n[5] none right\n- a\n- b\n[5] x\n= maybe\nwhat')
  expect(slips).toEqual([
    { line: 1, kind: 'head' },
    { line: 2, kind: 'points' },
    { line: 3, kind: 'choices' },
    { line: 6, kind: 'right' },
    { line: 10, kind: 'line' },
    { line: 11, kind: 'line' },
  ])
})

test('the time that is left never goes below nothing', () => {
  const due = '2026-11-22T08:00:00Z'
  expect(secondsLeft(due, Date.parse('2026-11-22T07:58:55.500Z'))).toBe(65)
  expect(secondsLeft(due, Date.parse('2026-11-22T09:00:00Z'))).toBe(0)
  expect(secondsLeft(null, 0)).toBeNull()
  expect([clockText(65), clockText(600), clockText(0)]).toEqual(['1:05', '10:00', '0:00'])
})
