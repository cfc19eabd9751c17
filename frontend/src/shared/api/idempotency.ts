/**
 * One Idempotency-Key for one action of a person, without the pages having to think of it.
 *
 * The same request (method, address, body) gets the same key while it runs (a double click) and after it ended without
 * a certain answer (line cut, 5xx): pressing the button again repeats the action instead of doing it twice. Any certain
 * answer, good or bad, ends the action; the next press is a new one.
 */
export class IdempotencyKeys {
  private readonly open = new Map<string, { key: string; until: number }>()

  constructor(
    private readonly newKey: () => string = () => crypto.randomUUID(),
    private readonly now: () => number = () => Date.now(),
    private readonly keepMs = 30 * 60_000,
  ) {}

  keyFor(fingerprint: string): string {
    this.forgetOld()
    const known = this.open.get(fingerprint)
    if (known) return known.key
    const key = this.newKey()
    this.open.set(fingerprint, { key, until: this.now() + this.keepMs })
    return key
  }

  settle(fingerprint: string): void {
    this.open.delete(fingerprint)
  }

  private forgetOld(): void {
    for (const [fingerprint, entry] of this.open) if (entry.until < this.now()) this.open.delete(fingerprint)
  }
}

/** The draft standard writes the key as a quoted string. */
export function quoted(key: string): string {
  return `"${key}"`
}
