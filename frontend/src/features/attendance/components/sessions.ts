export interface Times {
  start: string
  end: string
}

const LINE = /^([01]\d|2[0-3]):([0-5]\d)\s*[-–~至]\s*(([01]\d|2[0-3]):([0-5]\d)|24:00)$/

/** One session a line, "08:30-12:00". No line: no work. undefined when a line is none. */
export function readSessions(text: string): Times[] | undefined {
  const lines = text.split(/[\n,，]/).map((line) => line.trim()).filter((line) => line !== '')
  if (lines.some((line) => !LINE.test(line))) return undefined
  return lines.map((line) => ({ start: line.slice(0, 5), end: line.slice(-5) }))
}

export function writeSessions(sessions: readonly Times[]): string {
  return sessions.map((one) => `${one.start}-${one.end}`).join('\n')
}
