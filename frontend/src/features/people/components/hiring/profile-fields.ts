import type { CandidateFile, NewCandidateIn } from './queries'

export type Profile = NewCandidateIn['profile']

/** "2.5 淘宝运营" on a line of its own: years, then with what. */
const LINE = /^(\d{1,2}(?:\.\d)?)\s+(\S.*)$/

export const linesOf = (text: string | null | undefined): string[] =>
  (text ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** The number of the first line that cannot be read, or null. */
export function wrongLine(text: string | null | undefined): number | null {
  const at = linesOf(text).findIndex((line) => !LINE.test(line))
  return at === -1 ? null : at + 1
}

export function experienceOf(text: string | null | undefined): Profile['experience'] {
  return linesOf(text).flatMap((line) => {
    const match = LINE.exec(line)
    return match?.[1] && match[2] ? [{ years: match[1], subject: match[2] }] : []
  })
}

export const experienceText = (experience: CandidateFile['profile']['experience']): string => experience.map((one) => `${String(one.years)} ${one.subject}`).join('\n')
