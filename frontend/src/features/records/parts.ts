/** Where the parts of a file begin and end. */
export function partsOf(size: number, partSize: number): { number: number; from: number; to: number }[] {
  return Array.from({ length: Math.ceil(size / partSize) }, (_, number) => ({ number, from: number * partSize, to: Math.min(size, (number + 1) * partSize) }))
}

export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  const kilobytes = bytes / 1024
  return kilobytes < 1024 ? `${kilobytes.toFixed(kilobytes < 10 ? 1 : 0)} kB` : `${(kilobytes / 1024).toFixed(1)} MB`
}

interface Draft {
  id: string
  text: string
  owner_id: string | null
  due_on: string | null
}

/** Which decisions cannot become tasks yet, by their place from 1. */
export function unfinished(decisions: readonly Draft[], today: string): number[] {
  return decisions.flatMap((one, index) => (one.text.trim() && one.owner_id && one.due_on && one.due_on >= today ? [] : [index + 1]))
}

/** A key that no decision of these minutes has, nor one that a version before had: its task would be taken for the new one's. */
export function freshKey(decisions: readonly { id: string }[], versions: readonly { decisions: readonly { id: string }[] }[] = []): string {
  const taken = new Set([...decisions, ...versions.flatMap((one) => one.decisions)].map((one) => one.id))
  let number = decisions.length + 1
  while (taken.has(`d${number}`)) number += 1
  return `d${number}`
}

interface Item {
  title: string
  minutes: number
  presenter: string
}

/** Agenda items, one a line; an item whose words stay keeps its minutes and its presenter. */
export function agendaOf(text: string, before: readonly Item[] = []): Item[] {
  const lines = text.split('\n').map((line) => line.trim())
  return lines.filter(Boolean).map((title) => before.find((item) => item.title === title) ?? { title, minutes: 0, presenter: '' })
}

/** Whom a changed meeting is to invite: those kept and those added, each once; chair and writer are invited anyway. */
export function invitedOf(kept: readonly string[], added: readonly (string | null | undefined)[]): string[] {
  return [...new Set([...kept, ...added.filter((id): id is string => Boolean(id))])]
}

/** What became of a draft that somebody types on while it is read again: nothing, or it can be taken over, or both have written. */
export function meanwhile(base: string, typed: string, read: string): 'same' | 'take' | 'clash' {
  if (read === base || read === typed) return 'same'
  return typed === base ? 'take' : 'clash'
}

/** Whether its time of keeping is over: the last day is kept. */
export function destroyable(file: { state: string; keep_until: string | null }, today: string): boolean {
  return file.state !== 'destroyed' && file.keep_until !== null && file.keep_until < today
}

/** How pressing an open task is: late, due today or tomorrow, or not yet. */
export function pressing(task: { state: string; due_on: string }, today: string, tomorrow: string): 'late' | 'today' | 'tomorrow' | null {
  if (task.state !== 'open' || task.due_on > tomorrow) return null
  if (task.due_on < today) return 'late'
  return task.due_on === today ? 'today' : 'tomorrow'
}
