/** A random UUID; crypto.randomUUID is missing where the house is opened by http. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16)).map((byte, at) => (at === 6 ? (byte & 0x0f) | 0x40 : at === 8 ? (byte & 0x3f) | 0x80 : byte))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

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
    private readonly make: () => string = newKey,
    private readonly now: () => number = () => Date.now(),
    private readonly keepMs = 30 * 60_000,
  ) {}

  keyFor(fingerprint: string): string {
    this.forgetOld()
    const known = this.open.get(fingerprint)
    if (known) return known.key
    const key = this.make()
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
