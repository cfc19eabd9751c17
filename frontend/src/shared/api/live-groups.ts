export interface ChangeNotice {
  noun: string
  ids: string[]
}

/** `ids` null means: any of them. */
export type GroupedChange = { noun: string; ids: Set<string> | null }

/** A server names at most this many ids in one notice; a full notice stands for all. */
const FULL_NOTICE = 200

/**
 * Gathers notices so that a burst of a thousand changed orders asks the server once: the first of a quiet spell goes
 * on at once, the rest every `everyMs`.
 */
export class ChangeGroups {
  private readonly waiting = new Map<string, Set<string> | null>()
  private timer: ReturnType<typeof setTimeout> | null = null
  private lastFlush = Number.NEGATIVE_INFINITY

  constructor(
    private readonly pass: (changes: GroupedChange[]) => void,
    private readonly everyMs = 2000,
    private readonly now: () => number = () => Date.now(),
  ) {}

  add(notice: ChangeNotice): void {
    const known = this.waiting.get(notice.noun)
    const all = known === null || notice.ids.length === 0 || notice.ids.length >= FULL_NOTICE
    this.waiting.set(notice.noun, all ? null : new Set([...(known ?? []), ...notice.ids]))
    this.timer ??= setTimeout(() => this.flush(), Math.max(0, this.lastFlush + this.everyMs - this.now()))
  }

  stop(): void {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
    this.waiting.clear()
  }

  private flush(): void {
    this.timer = null
    this.lastFlush = this.now()
    const changes = [...this.waiting].map(([noun, ids]) => ({ noun, ids }))
    this.waiting.clear()
    if (changes.length > 0) this.pass(changes)
  }
}
