import { useEffect, useMemo, useState } from 'react'
import { useLanguage } from '@/shared/i18n'
import type { Tone } from '@/shared/ui'
import type { Approval, RoutePosition } from '../queries'

interface Named {
  kind_zh: string
  kind_en: string
}

/** What comes in both languages, in the one on the screen. */
export function useWords() {
  const language = useLanguage()
  return useMemo(() => {
    const zh = language === 'zh-CN'
    return {
      title: (row: Pick<Approval, 'title_zh' | 'title_en'>) => (zh ? row.title_zh : row.title_en),
      kind: (row: Named) => (zh ? row.kind_zh : row.kind_en),
      label: (line: { label_zh: string; label_en: string }) => (zh ? line.label_zh : line.label_en),
      name: (row: { name_zh: string; name_en: string }) => (zh ? row.name_zh : row.name_en),
      position: (one: RoutePosition) => [zh ? one.title_zh : one.title_en, zh ? one.unit_zh : one.unit_en, one.code].filter(Boolean).join(' · '),
      list: (names: readonly string[]) => names.join(zh ? '、' : ', '),
    }
  }, [language])
}

export const STATE_TONE: Record<string, Tone> = { waiting: 'info', approved: 'success', refused: 'danger', voided: 'warning', withdrawn: 'neutral' }

export const isOverdue = (row: Pick<Approval, 'due_at' | 'state'>, now: number): boolean => row.state === 'waiting' && row.due_at !== null && Date.parse(row.due_at) < now

/** Only a path of our own is followed: a link comes from another service's message. */
export const ownPath = (link: string): string | null => (/^\/(?![/\\])/.test(link) ? link : null)

const LOOK_AGAIN_MS = 30_000

/** The time, moving while somebody looks: what was due a minute ago is overdue. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), LOOK_AGAIN_MS)
    return () => clearInterval(timer)
  }, [])
  return now
}
