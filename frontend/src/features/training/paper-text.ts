import type { Question } from './queries'

/**
 * A test paper as somebody types or pastes it, one block a question:
 *
 *   [40] May orders be faked?      points, then the question
 *   + no                           a right choice
 *   - yes                          a wrong one
 *
 *   [30] Prices need approval.
 *   = true                         true or false
 *
 *   [30] Why?                      nothing below: answered in words, marked by a person
 */
export interface Slip {
  line: number
  kind: 'head' | 'line' | 'choices' | 'right' | 'points'
}

const HEAD = /^\[(\d{1,3})\]\s*(.+)$/
const TRUE = new Set(['true', '对', '正确', '是'])
const FALSE = new Set(['false', '错', '错误', '否'])

export function readPaper(text: string): { questions: Question[]; slips: Slip[] } {
  const questions: Question[] = []
  const slips: Slip[] = []
  let at = 0
  const finish = (question: Question | undefined) => {
    if (!question || question.kind === 'true_false') return
    if (question.options.length === 0) question.kind = 'free_text'
    else if (question.options.length < 2) slips.push({ line: at, kind: 'choices' })
    else if (question.right.length === 0) slips.push({ line: at, kind: 'right' })
    else question.kind = question.right.length > 1 ? 'multiple' : 'single'
  }
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim()
    if (!line) continue
    const head = HEAD.exec(line)
    const question = questions.at(-1)
    if (head) {
      finish(question)
      at = index + 1
      const points = Number(head[1])
      if (points < 1 || points > 100) slips.push({ line: at, kind: 'points' })
      questions.push({ id: `q${questions.length + 1}`, kind: 'single', text: head[2] ?? '', options: [], right: [], points })
    } else if (!question) slips.push({ line: index + 1, kind: 'head' })
    else if (/^[+-]\s*\S/.test(line) && question.kind !== 'true_false') {
      const id = `o${question.options.length + 1}`
      question.options.push({ id, text: line.slice(1).trim() })
      if (line.startsWith('+')) question.right.push(id)
    } else if (line.startsWith('=') && question.options.length === 0 && question.kind !== 'true_false') {
      const said = line.slice(1).trim().toLowerCase()
      if (!TRUE.has(said) && !FALSE.has(said)) slips.push({ line: index + 1, kind: 'line' })
      question.kind = 'true_false'
      question.right = [TRUE.has(said) ? 'true' : 'false']
    } else slips.push({ line: index + 1, kind: 'line' })
  }
  finish(questions.at(-1))
  return { questions, slips }
}

/** The same the other way, to begin the next version with. */
export function writePaper(questions: readonly Question[]): string {
  return questions
    .map((question) => {
      const lines = [`[${question.points}] ${question.text.replaceAll(/\s*\n\s*/g, ' ')}`]
      if (question.kind === 'true_false') lines.push(`= ${question.right[0] ?? 'true'}`)
      for (const option of question.options) lines.push(`${question.right.includes(option.id) ? '+' : '-'} ${option.text}`)
      return lines.join('\n')
    })
    .join('\n\n')
}

/** Seconds until the time is up; null without a limit. */
export function secondsLeft(dueAt: string | null, now: number): number | null {
  return dueAt === null ? null : Math.max(0, Math.ceil((new Date(dueAt).getTime() - now) / 1000))
}

export function clockText(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
